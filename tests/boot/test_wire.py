"""A wire that loses, doubles and reorders frames, both ways; the client is Linux's own TCP."""

import subprocess
import sys

import machines
from clients import fetch_sha256

BAD = "bad0"
HOST = "198.51.100.1"
GUEST = "198.51.100.2"


class BadWire:
    """bad0 (this host) - relay - veth - bridge - bad1, the tap device of the image. Between relay and bridge all offloads
    are off, so that what crosses are frames as on a wire."""

    def __init__(self, loss, duplication, reordering, seed):
        run = machines.run
        run("ip", "link", "add", "va", "type", "veth", "peer", "name", "vb")
        run("ip", "link", "add", "wirebr", "type", "bridge")
        run("ip", "tuntap", "add", "bad1", "mode", "tap")
        for device in ("va", "vb"):
            run("ethtool", "-K", device, "tx", "off", "rx", "off", "sg", "off", "tso", "off", "gso", "off", "gro", "off")
        for device in ("va", "bad1"):
            run("ip", "link", "set", device, "master", "wirebr")
        for device in ("va", "vb", "wirebr", "bad1"):
            run("sysctl", "-qw", f"net.ipv6.conf.{device}.disable_ipv6=1")
            run("ip", "link", "set", device, "up")
        self.relay = subprocess.Popen([sys.executable, "tests/boot/relay.py", BAD, "vb", str(loss), str(duplication),
                                       str(reordering), str(seed)], stdout=subprocess.PIPE)
        assert self.relay.stdout.readline() == b"relaying\n"
        run("ip", "addr", "add", HOST + "/24", "dev", BAD)
        run("ip", "link", "set", BAD, "up")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.relay.terminate()
        self.relay.wait()
        for device in ("va", "wirebr", "bad1"):
            machines.run("ip", "link", "del", device)


def _ten_times(site, **faults):
    image, want, _ = site.big()
    with BadWire(**faults), machines.Machine("tap", [image, "tap=bad1", f"ip={GUEST}/24"]) as machine:
        for i in range(10):
            got = fetch_sha256(machine.url + "/one.bin", seconds=120)
            assert got == want, f"copy {i + 1} differs"


def one_megabyte_ten_times_with_5_percent_loss_each_way(site):
    _ten_times(site, loss=5, duplication=0, reordering=0, seed=1)


def one_megabyte_ten_times_with_reordering_and_duplication(site):
    _ten_times(site, loss=0, duplication=10, reordering=20, seed=2)


def one_megabyte_ten_times_with_all_of_it(site):
    _ten_times(site, loss=3, duplication=5, reordering=10, seed=3)


TESTS = [one_megabyte_ten_times_with_5_percent_loss_each_way, one_megabyte_ten_times_with_reordering_and_duplication,
         one_megabyte_ten_times_with_all_of_it]
