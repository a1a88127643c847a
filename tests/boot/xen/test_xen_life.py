"""What a toolstack does with a domain, and how a domain ends."""

import hashlib
import re
import socket
import time

import machines
from clients import curl
from guest import READY, Guest
from test_fault import REPORTS
from test_xen_serving import check_date

POWEROFF, CRASH = 0, 3  # SHUTDOWN_* of Xen's sched.h


class Announcements:
    """The gratuitous ARPs of an address that reach tap0."""

    def __init__(self, address):
        self.address = socket.inet_aton(address)
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0806))
        self.socket.bind((machines.TAP, 0))
        self.socket.settimeout(0.1)

    def wait_for_one(self, seconds=10):
        """RFC 5227 sends two, two seconds apart: the first may come before the bridge forwards."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                frame = self.socket.recv(2048)
            except TimeoutError:
                continue
            if frame[28:32] == frame[38:42] == self.address:
                return
        raise AssertionError("no gratuitous ARP")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


class Client:
    """One connection that asks for a file and may take its time to read it."""

    def __init__(self, guest, path):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        self.socket.settimeout(30)
        self.socket.connect((guest.url.split("/")[2].split(":")[0], 80))
        self.path = path
        self.request()

    def request(self):
        self.socket.sendall(f"GET {self.path} HTTP/1.1\r\nHost: g\r\n\r\n".encode())
        self.received = b""

    def read(self, most=None):
        """The body, or as much of it. Raises ConnectionError where the connection is reset."""
        while b"\r\n\r\n" not in self.received:
            self._more()
        head, _, body = self.received.partition(b"\r\n\r\n")
        wanted = min(int(re.search(rb"Content-Length: (\d+)", head)[1]), most or 1 << 40)
        chunks, length = [body], len(body)
        while length < wanted:
            self.received = b""
            chunks.append(self._more())
            length += len(chunks[-1])
        self.received = head + b"\r\n\r\n" + b"".join(chunks)
        return self.received[len(head) + 4:]

    def _more(self):
        data = self.socket.recv(1 << 16)
        if not data:
            raise ConnectionResetError("closed")
        self.received += data
        return data

    def close(self):
        self.socket.close()


def _fate(action):
    """An open connection may go on, or be reset so that its client knows."""
    try:
        return "went on" if action() else "other bytes"
    except ConnectionError:
        return "was reset"
    except TimeoutError:
        return "hung"


def shutdown_ends_it_within_two_seconds(lab, site):
    for _ in range(3):  # the processor is not ours alone
        with Guest(lab, site.image) as guest:
            client = Client(guest, "/index.html")
            client.read()
            reason, seconds = guest.shut_down()
            assert client.socket.recv(1) == b"", "an idle connection is closed in order"
            client.close()
            assert reason == POWEROFF, reason
        if seconds < 2:
            return f"{seconds:.1f} s"
    raise AssertionError(f"{seconds:.1f} s")


def reboot_serves_again(lab, site):
    with Guest(lab, site.image) as guest:
        first, page = guest.id(), curl(guest.url + "/")
        guest.xl("reboot")
        guest.wait_for(READY, count=2)
        assert guest.id() != first and curl(guest.url + "/") == page


def a_paused_guest_goes_on_and_a_destroyed_one_leaves_nothing(lab, site):
    with Guest(lab, site.image) as guest:
        client = Client(guest, "/index.html")
        page = client.read()
        guest.xl("pause")
        client.request()
        time.sleep(1)
        guest.xl("unpause")
        assert client.read() == page
        client.close()

        vif = f"/sys/class/net/vif{guest.id()}.0"
        lab.sh(f"[ -e {vif} ]")
        guest.xl("destroy")
        lab.sh(f"i=0; while [ -e {vif} ] && [ $i -lt 100 ]; do usleep 50000; i=$((i + 1)); done; [ ! -e {vif} ]")
        assert not guest.exists()


def a_vif_that_goes_and_comes_back_serves_again(lab, site):
    with Guest(lab, site.image) as guest:
        page = curl(guest.url + "/")
        for again in (1, 2):
            guest.xl("network-detach", "0")
            guest.wait_for("link down", count=again)
            with Announcements(machines.GUEST) as announcements:
                guest.attach()
                guest.wait_for("ip: link up", count=1 + again)
                assert curl(guest.url + "/") == page
                announcements.wait_for_one()
        assert guest.console().count("ready: ") == 1


def a_vif_that_is_attached_later_is_used(lab, site):
    with Guest(lab, site.image, vifs=(), ready=False) as guest:
        guest.wait_for("netfront: no vif yet")
        guest.attach()
        guest.wait_for("connected")
        guest.wait_until_ready()
        curl(guest.url + "/")


def save_and_restore_serve_again(lab, site):
    with Guest(lab, site.files, memory=48) as guest:
        idle, busy = Client(guest, "/page.bin"), Client(guest, "/big.bin")
        page = idle.read()
        busy.read(1 << 20)
        file = f"/tmp/{guest.name}.save"
        lab.sh(f"xl save {guest.name} {file}")
        time.sleep(2)  # time has passed when it wakes
        with Announcements(machines.GUEST) as announcements:
            start = time.monotonic()
            lab.sh(f"xl restore {file} && rm {file}")
            assert curl(guest.url + "/page.bin") == page
            seconds = time.monotonic() - start
            check_date(guest)
            announcements.wait_for_one()
        fates = [_fate(lambda: idle.request() or idle.read() == page),
                 _fate(lambda: hashlib.sha256(busy.read()).hexdigest() == site.big_sha256)]
        idle.close()
        busy.close()
        assert not {"hung", "other bytes"} & set(fates), fates
        assert guest.shut_down()[0] == POWEROFF
        return f"an idle connection {fates[0]}, a busy one {fates[1]}, {seconds:.1f} s to the first page"


def a_copy_is_saved_and_the_guest_goes_on(lab, site):
    """xl does this as well where a save fails, for want of space say."""
    with Guest(lab, site.image, memory=16) as guest:
        client = Client(guest, "/index.html")
        page = client.read()
        for _ in range(2):
            lab.sh(f"xl save -c {guest.name} /tmp/{guest.name}.save && rm /tmp/{guest.name}.save")
            assert curl(guest.url + "/index.html") == page
        fate = _fate(lambda: client.request() or client.read() == page)
        client.close()
        assert fate in ("went on", "was reset"), fate
        guest.xl("shutdown")
        guest.wait_for("stop: asked to end")  # the xl that waits for the domain's end takes the suspend for it
        return f"an idle connection {fate}"


def a_back_end_that_is_restarted_serves_again(lab, site):
    """As in a driver domain that boots again: its driver goes without a word, and begins again from what xenstore says."""
    with Guest(lab, site.image) as guest:
        page, number = curl(guest.url + "/"), guest.id()
        driver, vif = "/sys/bus/xen-backend/drivers/vif", f"vif{number}.0"
        for _ in (1, 2):
            lab.sh(f"echo vif-{number}-0 >{driver}/unbind; sleep 1; echo vif-{number}-0 >{driver}/bind\n"
                   f"i=0; while [ ! -e /sys/class/net/{vif} ] && [ $i -lt 100 ]; do usleep 50000; i=$((i + 1)); done\n"
                   f"vif={vif} XENBUS_PATH=backend/vif/{number}/0 /etc/xen/scripts/vif-bridge online")  # what udev would do
            again = curl(guest.url + "/", "--retry", "20", "--retry-delay", "1", "--retry-all-errors", "--connect-timeout", "1")
            assert again == page


def a_fault_is_reported_and_is_a_crash_for_xen(lab, site):
    faults = {name: REPORTS[name] for name in ("null", "run-payload", "stack", "assert")}
    guests = {name: Guest(lab, site.fault, f"fault={name}", address=None, vifs=(), memory=16, ready=False) for name in faults}
    for name, report in faults.items():
        with guests[name] as guest:
            reason = guest.wait_for_end()
            text = guest.console()
            assert reason == CRASH, (name, reason, text)
            assert re.search(report, text) and "survived" not in text, (name, text)
    return ", ".join(faults)


def a_wrong_word_is_named_and_ends_it(lab, site):
    with Guest(lab, site.image, "prot=80", ready=False) as guest:
        assert guest.wait_for_end() == POWEROFF
        assert 'unknown word "prot=80"' in guest.console(), guest.console()


TESTS = [shutdown_ends_it_within_two_seconds, reboot_serves_again, a_paused_guest_goes_on_and_a_destroyed_one_leaves_nothing,
         a_vif_that_goes_and_comes_back_serves_again, a_vif_that_is_attached_later_is_used, save_and_restore_serve_again,
         a_copy_is_saved_and_the_guest_goes_on, a_back_end_that_is_restarted_serves_again,
         a_fault_is_reported_and_is_a_crash_for_xen, a_wrong_word_is_named_and_ends_it]
