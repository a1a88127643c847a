"""What a guest on Xen serves, and what that costs."""

import email.utils
import subprocess
import sys
import time

import machines
from clients import compare_site, curl, fetch_sha256, head, wrk
from guest import Guest
from lab import SECOND_TAP
from test_content import checks
from test_memory import conns_said

IDLE = "192.0.2.20"
LOSSY, LOSSY_HOST, LOSSY_GUEST = "lossy0", "198.51.100.1", "198.51.100.2"


def from_entry_to_listening(lab, site):
    """Created but paused, so that xl does not take dom0's only processor from the daemons that the guest asks."""
    notes = []
    for _ in range(2):
        with Guest(lab, site.image, ready=False, create="xl create -q -p") as guest:
            time.sleep(0.5)
            guest.xl("unpause")
            guest.wait_until_ready()
            notes.append(f"{guest.ready_ms} ms")
    return ", ".join(notes) + " by its own clock"


def every_page_with_16_mb_of_memory(lab, site):
    conns = conns_said(site.image, 16)
    with Guest(lab, site.image, f"conns={conns}", memory=16) as guest:
        count = compare_site(guest, site.folder)
        checks(guest)
        return f"{count} resources, {conns} connections as inspect says"


def ping_of_any_size_and_the_time_of_day(lab, site):
    with Guest(lab, site.image, memory=128) as guest:
        for size in ("0", "56", "1472"):
            machines.run("ping", "-c", "2", "-i", "0.2", "-W", "5", "-s", size, machines.GUEST)
        check_date(guest)


def check_date(guest):
    date = email.utils.parsedate_to_datetime(head(guest.url + "/")[1]["date"]).timestamp()
    assert abs(date - time.time()) < 5, f"{guest.name} is {date - time.time():.0f} s ahead of us"


def a_20_mb_file_arrives_bit_exact(lab, site):
    with Guest(lab, site.files, memory=48) as guest:
        start = time.monotonic()
        got = fetch_sha256(guest.url + "/big.bin")
        assert got == site.big_sha256, f"{got} is not {site.big_sha256}"
        return f"{20 / (time.monotonic() - start):.0f} MB/s"


class LossyWire:
    """lossy0 (this host) - relay that loses frames both ways - tap1. What crosses are frames as on a wire, for dom0
    sends only complete ones."""

    def __init__(self, loss, seed):
        for tap in (machines.TAP, SECOND_TAP):  # or this host answers there for lossy0's address
            machines.run("sysctl", "-qw", f"net.ipv4.conf.{tap}.arp_ignore=1")
        machines.run("ip", "tuntap", "add", LOSSY, "mode", "tap")
        machines.run("ip", "link", "set", LOSSY, "up")
        self.relay = subprocess.Popen([sys.executable, "tests/boot/relay.py", LOSSY, SECOND_TAP, str(loss), "0", "0", str(seed)],
                                      stdout=subprocess.PIPE)
        assert self.relay.stdout.readline() == b"relaying\n"
        machines.run("ip", "addr", "add", LOSSY_HOST + "/24", "dev", LOSSY)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.relay.terminate()
        self.relay.wait()


def a_20_mb_file_arrives_bit_exact_with_3_percent_loss_each_way(lab, site):
    with LossyWire(loss=3, seed=1), Guest(lab, site.files, memory=48, address=LOSSY_GUEST) as guest:
        start = time.monotonic()
        got = fetch_sha256(guest.url + "/big.bin")
        assert got == site.big_sha256, f"{got} is not {site.big_sha256}"
        return f"{20 / (time.monotonic() - start):.1f} MB/s"


def an_idle_guest_uses_no_cpu(lab, site):
    with Guest(lab, site.image, address=IDLE) as guest:
        curl(guest.url + "/")
        time.sleep(0.5)
        before = guest.cpu_s()
        time.sleep(10)
        used = guest.cpu_s() - before
        assert used <= 0.1, f"{used:.1f} s of CPU in 10 s"  # what xl list can tell from nothing
        return f"{used:.1f} s of CPU in 10 s"


def _hypercalls(guest):
    """At the guest's end; it says so itself."""
    guest.shut_down()
    return int(guest.wait_for(r"xen: hypercalls=([0-9]+)")[1])


def hypercalls_for_a_page_of_6_kib(lab, site):
    """Those of the boot and of the end, some 150, are among them."""
    with Guest(lab, site.files, memory=48) as guest:
        command = ["curl", "-sS", "--fail", "--max-time", "120", "-o", "/dev/null", guest.url + "/page.bin?[1-1000]"]
        subprocess.run(command, check=True)
        alone = _hypercalls(guest) / 1000
    with Guest(lab, site.files, memory=48) as guest:
        count, rate = wrk(guest.url + "/page.bin", connections=64, seconds=2)
        busy = _hypercalls(guest) / count
    assert alone < 20 and busy < 10, (alone, busy)
    return f"{alone:.2f} a request of one client that waits, {busy:.2f} of 64 clients ({rate:.0f} requests/s in emulation)"


FIRST = [from_entry_to_listening, hypercalls_for_a_page_of_6_kib]  # measured, so alone
ASIDE = [a_20_mb_file_arrives_bit_exact_with_3_percent_loss_each_way, an_idle_guest_uses_no_cpu]
TESTS = [every_page_with_16_mb_of_memory, ping_of_any_size_and_the_time_of_day, a_20_mb_file_arrives_bit_exact]
