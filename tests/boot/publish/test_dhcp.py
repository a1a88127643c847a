"""On a network of libvirt's, with its addresses from DHCP: what a site without any settings gets."""

import re
import shutil

import host
from host import Client, Site, domains, version

NETWORK = """<network><name>default</name><forward mode="nat"/><bridge name="virbr0" stp="off" delay="0"/>
<ip address="198.51.100.1" netmask="255.255.255.0"><dhcp><range start="198.51.100.100" end="198.51.100.200"/></dhcp></ip></network>"""
site = address = None


def published_with_dhcp(_):
    global site, address
    if not shutil.which("dnsmasq") or not shutil.which("iptables"):
        raise host.Skip("there is no dnsmasq or no iptables here")
    xml = host.WORK + "/network.xml"
    with open(xml, "w", encoding="ascii") as f:
        f.write(NETWORK)
    host.virsh("net-define", xml)
    host.virsh("net-start", "default")
    site = Site("leased", {"accel": "tcg"})
    said = site.publish()
    address = re.search(r"release 1 is served at http://(198\.51\.100\.\d+)/", said)[1]
    assert version(address) == "first"


def next_version_with_dhcp_keeps_the_address(_):
    if not address:
        raise host.Skip("nothing is published")
    site.write("second")
    with Client(address) as client:
        said = site.publish()
    assert f"release 2 is served at http://{address}/" in said and re.search(r"answers, tried at 198\.51\.100\.", said), said
    assert version(address) == "second" and domains() == ["leased.2"] and client.failed == 0, (client.errors, client.failed)
    return f"{client.asked} requests, none failed, longest wait {client.longest_s:.2f} s; {said.splitlines()[-1]}"


def rolled_back_with_dhcp(_):
    if not address:
        raise host.Skip("nothing is published")
    with Client(address) as client:
        said = site.sitegen("rollback")
    assert f"release 1 is served at http://{address}/" in said and version(address) == "first" and client.failed == 0, said
    assert re.search(rf"leased +1 +running +{address}", site.sitegen("status"))
    site.sitegen("unpublish", "--yes")
    assert domains() == []
    return f"longest wait {client.longest_s:.2f} s; {said.splitlines()[-1]}"


TESTS = [published_with_dhcp, next_version_with_dhcp_keeps_the_address, rolled_back_with_dhcp]
