"""Addresses, vifs, consoles: what a domain's configuration may say."""

import os
import re

import machines
import test_content
from clients import curl
from guest import Guest

OTHER = "192.0.2.12"
WRITTEN = "192.0.2.30"
PUBLISHED = "192.0.2.9"


def the_address_of_the_vif_is_used_where_no_word_gives_one(lab, site):
    with Guest(lab, site.image, address=None, vifs=(f",ip={PUBLISHED}",)) as guest:
        assert guest.url == f"http://{PUBLISHED}:80", guest.url
        curl(guest.url + "/")


def a_word_wins_over_the_address_of_the_vif_and_its_mtu_is_kept(lab, site):
    with Guest(lab, site.image, vifs=(f",ip={PUBLISHED},mtu=1400",)) as guest:
        assert guest.url == f"http://{machines.GUEST}:80", guest.url
        guest.wait_for("mtu=1400")
        with open(os.path.join(site.folder, "images", "south wall.jpg"), "rb") as f:
            assert curl(guest.url + "/images/south%20wall.jpg") == f.read()
        machines.run("ping", "-c", "2", "-i", "0.2", "-W", "5", "-s", "1372", machines.GUEST)


def dhcp_gives_an_address(lab, site):
    lab.sh("printf 'start 192.0.2.100\\nend 192.0.2.110\\ninterface xenbr0\\nlease_file /tmp/leases\\npidfile /tmp/udhcpd.pid\\n"
           "opt subnet 255.255.255.0\\nopt router 192.0.2.1\\n' >/tmp/udhcpd.conf; touch /tmp/leases; "
           "udhcpd -S /tmp/udhcpd.conf >/dev/null 2>&1")
    try:
        with Guest(lab, site.image, address=None) as guest:
            assert re.fullmatch(r"http://192\.0\.2\.1[01]\d:80", guest.url), guest.url
            curl(guest.url + "/")
    finally:
        lab.sh("kill $(cat /tmp/udhcpd.pid)")


def two_guests_with_two_vifs_each_use_the_first(lab, site):
    with Guest(lab, site.image, vifs=("", "")) as one, Guest(lab, site.image, vifs=("", ""), address=OTHER) as other:
        assert curl(one.url + "/") == curl(other.url + "/")
        for guest in (one, other):
            text = guest.console()
            assert "netfront: not used vif=1" in text and f"vif=0 mac={guest.macs[0]}" in text, text
            neighbour = machines.run("ip", "neigh", "show", guest.url[7:-3])
            assert guest.macs[0] in neighbour, neighbour


def a_console_that_nobody_reads_stops_nothing(lab, site):
    with Guest(lab, site.image) as guest:
        node = f"/local/domain/{guest.id()}/control/shutdown"
        lab.sh("kill -STOP $(pidof xenconsoled)")
        try:
            # Two lines for each of these orders, which nobody knows: more than the console's ring holds.
            lab.sh(f"i=0; while [ $i -lt 27 ]; do xenstore-write {node} nonsense-of-{guest.name}-$i; i=$((i + 1)); done")
            curl(guest.url + "/")
        finally:
            lab.sh("kill -CONT $(pidof xenconsoled)")
        assert guest.shut_down()[0] == 0
        dropped = int(guest.wait_for(r"console_dropped=([0-9]+)")[1])
        assert dropped > 0 and "ready: " in guest.console(), guest.console()
        return f"{dropped} bytes dropped"


def _serves_as_written(lab, site, file):
    """xl create with a file that names the image by its path on this machine, and WRITTEN."""
    path = os.path.abspath(site.image)
    with open(file) as f:
        lab.sh(f"mkdir -p {os.path.dirname(path)}; ln -sf {lab.put(site.image)} {path}\n"
               f"cat >/tmp/written.cfg <<'END'\n{f.read()}\nEND\nxl create -q /tmp/written.cfg")
    try:
        curl(f"http://{WRITTEN}/", "--retry", "10", "--retry-delay", "1", "--retry-connrefused", "--retry-all-errors", "--connect-timeout", "1")
    finally:
        lab.sh("xl destroy blog")


def the_configuration_that_sitegen_writes(lab, site):
    file = os.path.join(site.work, "written.cfg")
    machines.run(test_content.SITEGEN, "boot", site.image, "--on", "xen", "-o", file, "--mac", "00:16:3e:00:ff:01", f"ip={WRITTEN}/24")
    _serves_as_written(lab, site, file)


def the_configuration_that_pack_prints(lab, site):
    file = os.path.join(site.work, "packed.cfg")
    machines.run(test_content.SITEGEN, "pack", site.image, "--as", "xl", "-o", file, f"ip={WRITTEN}/24")
    # xl would make up another hardware address than that of the test before, and who has it in mind asks in vain.
    machines.run("ip", "neigh", "flush", "dev", machines.TAP)
    _serves_as_written(lab, site, file)


def nobody_has_complained(lab, site):
    """After all else: netback and Xen say so where a guest does what it should not."""
    log = lab.sh("dmesg") + lab.xen_log().decode(errors="replace")
    bad = [line for line in log.splitlines()
           if re.search(r"vif vif-.*(error|fatal|[Ii]nvalid|[Bb]ad|[Mm]alformed|[Tt]oo |range)|\(XEN\).*(gnttab|grant|Unhandled|Triple)", line)]
    assert not bad, "\n".join(bad)


LAST = [nobody_has_complained]
TESTS = [the_address_of_the_vif_is_used_where_no_word_gives_one, a_word_wins_over_the_address_of_the_vif_and_its_mtu_is_kept,
         dhcp_gives_an_address, two_guests_with_two_vifs_each_use_the_first, a_console_that_nobody_reads_stops_nothing,
         the_configuration_that_sitegen_writes, the_configuration_that_pack_prints]
