"""The same over ssh, as to a rented machine."""

import os
import pty
import re
import time

import host
from host import Client, STATIC, SITE, Site, Sshd, domains, version, wait_for

site = sshd = None


def need_sshd():
    if not sshd:
        raise host.Skip("there is no sshd here (openssh-server)")


def published_over_ssh(_):
    global site, sshd
    sshd = Sshd()
    site = Site("far", STATIC)
    said = site.publish("--to", sshd.uri)
    assert f"release 1 is served at http://{SITE}/ by {sshd.uri}" in said, said
    assert '"sitegen keep" has to run on that host' in said and version() == "first"
    with open(site.dir + "/_config.yml", encoding="ascii") as f:
        assert f"  to: {sshd.uri}\n" in f.read()


def next_version_over_ssh(_):
    need_sshd()
    site.write("second")
    with Client() as client:
        said = site.publish()
    assert "release 2 is served" in said and version() == "second" and domains() == ["far.2"], said
    assert client.failed == 0, client.errors
    return said.splitlines()[-2]


def keys_of_a_terminal_do_not_break_a_switch(_):
    """Ctrl-C goes to all processes of the terminal: to libvirt's ssh as well."""
    need_sshd()
    site.write("third")
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(host.SITEGEN, ["sitegen", "publish", site.dir], site.environment())
    wait_for("the next one is there", lambda: "far.3" in domains())
    time.sleep(0.05)
    os.write(terminal, b"\x03")
    said = b""
    try:
        while piece := os.read(terminal, 4096):
            said += piece
    except OSError:  # the terminal's other end is closed
        pass
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert status == 0 and version() == "third" and domains() == ["far.3"], (status, said)


def rolled_back_and_unpublished_over_ssh(_):
    need_sshd()
    assert "release 2 is served" in site.sitegen("rollback") and version() == "second"
    assert re.search(rf"far +2 +running +{SITE}", site.sitegen("status"))
    assert "ready: " in site.sitegen("logs")
    site.sitegen("unpublish", "--yes")
    assert domains() == [] and not os.path.exists("/var/lib/libvirt/images/sitegen")


def host_that_is_not_there_is_said(_):
    need_sshd()
    sshd.stop()
    said = site.publish(ok=False)
    assert f"sitegen: error: cannot connect to {sshd.uri}: " in said and 'Does "ssh" reach the host without a password' in said, said


TESTS = [published_over_ssh, next_version_over_ssh, keys_of_a_terminal_do_not_break_a_switch, rolled_back_and_unpublished_over_ssh,
         host_that_is_not_there_is_said]
