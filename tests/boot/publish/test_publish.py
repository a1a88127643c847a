"""A site's life on a target, in its order: each test goes on from the one before."""

import os
import shutil
import signal
import time

import host
from host import Client, STATIC, SITE, Site, domains, qemu_pid, version, wait_for

FOLDER = "/var/lib/libvirt/images/sitegen"
site = None


def published_and_served(_):
    global site
    site = Site("blog", STATIC)
    said = site.publish()
    assert f"release 1 is served at http://{SITE}/" in said, said
    assert version() == "first" and domains() == ["blog.1"]
    assert "is this image already" in site.publish()


def next_version_without_a_failed_request(_):
    site.write("second")
    with Client() as client:
        said = site.publish()
    assert f"release 2 is served at http://{SITE}/" in said and "answers, tried at" in said, said
    assert client.failed == 0, client.errors
    assert client.versions == ["first", "second"] and domains() == ["blog.2"]
    return f"{client.asked} requests, none failed, longest wait {client.longest_s:.2f} s; {said.splitlines()[-1]}"


def broken_version_is_not_let_in(_):
    fault = os.path.join(host.B, "tests/boot/fault.elf")
    if not os.path.exists(fault):
        raise host.Skip("there is no image that faults: make boot makes it")
    options = [word for key, value in STATIC.items() for word in ("--" + key.replace("_", "-"), value)]
    with Client() as client:
        said = site.sitegen("publish", "--name", "blog", "--timeout", "5", *options, ok=False, where=fault)
    assert "error: blog.3 " in said and "release 2 stays" in said, said
    assert client.failed == 0 and client.versions == ["second"] and domains() == ["blog.2"], client.errors
    assert "blog.3.img" not in os.listdir(FOLDER)


def version_that_fails_in_its_place_makes_room_again(_):
    """It answers where it is tried, and has an address where nobody reaches it afterwards."""
    site.write("lost")
    said = site.publish("--ip", "198.51.100.7/24", "--check-ip", host.SPARE, "--check", "http", "--timeout", "2", ok=False)
    assert "error: blog.3 does not answer" in said, said
    assert version() == "second" and domains() == ["blog.2"]


def killed_machine_is_back_in_five_seconds(_):
    os.kill(qemu_pid("blog.2"), signal.SIGKILL)
    start = time.monotonic()
    time.sleep(0.1)
    wait_for("the page is back", lambda: version(seconds=1) == "second", 5)
    return f"{time.monotonic() - start:.2f} s"


def keep_survives_a_restart_of_libvirtd(daemon):
    keeper = next(pid for pid in os.listdir("/proc") if pid.isdigit() and b"\0keep\0" in host.read(f"/proc/{pid}/cmdline"))
    before = len(os.listdir(f"/proc/{keeper}/fd"))
    daemon.stop()
    daemon.start()
    time.sleep(2.5)
    assert len(os.listdir(f"/proc/{keeper}/fd")) == before, "it has kept the old connection"
    os.kill(qemu_pid("blog.2"), signal.SIGKILL)
    time.sleep(0.1)
    wait_for("the page is back", lambda: version(seconds=1) == "second", 5)


def rolled_back(_):
    with Client() as client:
        said = site.sitegen("rollback")
    assert "release 1 is served" in said and version() == "first" and domains() == ["blog.1"], said
    assert client.failed == 0, client.errors
    said = site.sitegen("rollback", "7", ok=False)
    assert "the image of release 7 is not there (there are: 1 (current) 2)" in said, said


def status_and_logs(_):
    table = site.sitegen("status").splitlines()
    assert table[0].split()[:4] == ["SITE", "RELEASE", "STATE", "ADDRESS"]
    assert table[1].split()[:4] == ["blog", "1", "running", SITE] and table[1].endswith("  2"), table
    assert f"ready: http://{SITE}:80/" in site.sitegen("logs")


def logs_go_on_with_the_next_release(_):
    """Only with what that has said since it came, though its log has an earlier life in it; until Ctrl-C."""
    said = host.WORK + "/logs"
    ready = f"ready: http://{SITE}:80/"

    def read():
        with open(said, encoding="utf-8") as f:
            return f.read()

    with open(said, "wb") as out:
        logs = site.start("logs", "-f", to=out)
    wait_for("what it has said", lambda: ready in read())
    before = read()
    site.sitegen("rollback", "2")
    wait_for("what the next one says", lambda: ready in read()[len(before):])
    assert read().startswith(before) and read()[len(before):].count(ready) == 1, read()
    site.sitegen("rollback", "1")
    wait_for("what the one after it says", lambda: read()[len(before):].count(ready) == 2)
    logs.send_signal(signal.SIGINT)
    assert logs.wait(5) == -signal.SIGINT and "error" not in read()


def full_disk_leaves_the_last_release(_):
    """The pool gets a file system with no room for another image; then with room for the upload, but not for the copy of it."""
    site.write("large")
    for size in ("64k", "220k"):
        host.run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", FOLDER)
        try:
            said = site.publish(ok=False)
            assert "img cannot be brought to the storage pool sitegen: " in said and "No space left" in said, said
            assert os.listdir(FOLDER) == [] and version() == "first" and domains() == ["blog.1"]
        finally:
            host.run("umount", FOLDER)


def broken_off_upload_is_removed(_):
    for name in ("blog.2.img.part", "blog.7.img.part", "blog.7.img"):
        shutil.copy(os.path.join(FOLDER, "blog.1.img"), os.path.join(FOLDER, name))
    site.write("whole")
    said = site.publish()
    images = sorted(name for name in os.listdir(FOLDER) if ".img" in name)
    assert "release 2 is served" in said and images == ["blog.1.img", "blog.2.img"], (said, images)


def foreign_domain_is_left_alone(_):
    """It has the name that the next release would have; and a rollback passes over an image that was never served."""
    xml = f"{host.WORK}/foreign.xml"
    with open(xml, "w", encoding="ascii") as f:
        f.write("<domain type='qemu'><name>blog.3</name><memory>1024</memory><os><type arch='x86_64'>hvm</type></os></domain>")
    host.virsh("define", xml)
    shutil.copy(os.path.join(FOLDER, "blog.1.img"), os.path.join(FOLDER, "blog.3.img"))
    site.write("other")
    assert "release 4 is served" in site.publish() and "blog.3" in domains()
    assert "release 2 is served" in site.sitegen("rollback") and version() == "whole"
    assert "blog.3" in domains()
    host.virsh("undefine", "blog.3")
    os.unlink(os.path.join(FOLDER, "blog.3.img"))


def one_at_a_time_changes_a_site(_):
    """One waits for a version that does not answer; it is seen by others here, and by those to whom its process is unknown."""
    lock = os.path.join(FOLDER, "blog.lock")
    site.write("never")
    first = site.start("publish", "--ip", "198.51.100.7/24", "--check-ip", "198.51.100.8", "--check", "http", "--timeout", "60")
    wait_for("the lock is there", lambda: os.path.exists(lock))
    wait_for("it is tried", lambda: "blog.5.check" in domains())
    for command in (["publish"], ["unpublish", "--yes"]):
        said = site.sitegen(*command, ok=False)
        assert "error: blog is being changed by root@" in said and f"(process {first.pid})" in said, said
    said = site.sitegen("rollback", ok=False, before=["unshare", "--pid", "--fork", "--mount-proc"])
    assert "error: blog is being changed by root@" in said, said
    first.kill()
    first.wait()
    wait_for("what it tried goes with it", lambda: domains() == ["blog.2"])
    assert os.path.exists(lock) and version() == "whole"
    site.write("free")
    said = site.publish()
    assert "has left behind is removed" in said and version() == "free" and not os.path.exists(lock), said


def switch_comes_to_its_end(_):
    """Whoever reads has gone, and somebody wants it ended, when the new version takes the place of the old one and fails."""
    old = domains()
    site.write("interrupted")
    publish = site.start("publish", "--ip", "198.51.100.7/24", "--check-ip", host.SPARE, "--check", "http", "--timeout", "2")
    publish.stdout.close()
    wait_for("the new one is there", lambda: [name for name in domains() if name not in old and ".check" not in name])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        publish.send_signal(number)
    assert publish.wait(30) < 0, "it was not ended by the signal"
    assert version() == "free" and domains() == old, domains()


def daemon_that_ends_in_a_switch_is_reached_again(daemon):
    old = domains()
    publish = site.start("publish", "--ip", "198.51.100.7/24", "--check-ip", host.SPARE, "--check", "http", "--timeout", "60")
    wait_for("the old one is off", lambda: old[0] not in host.virsh("list", "--name").split())
    daemon.process.kill()
    daemon.process.wait()
    daemon.start()
    said = publish.communicate(timeout=30)[0]
    assert "is lost: it is tried again" in said and f"{old[0]} serves again, at http://{SITE}/" in said, said
    assert version() == "free" and domains() == old, domains()


def five_images_stay(_):
    number = 0
    while number == 0 or len([name for name in os.listdir(FOLDER) if name.endswith(".img")]) < 5:
        site.write(f"v{number}")
        site.publish()
        number += 1
    current = int(domains()[0].removeprefix("blog."))
    images = {name for name in os.listdir(FOLDER) if name.endswith(".img")}
    assert len(images) == 5 and f"blog.{current}.img" in images, images
    assert {name for name in os.listdir(FOLDER) if name.replace(".log", ".img") not in images} == set()


def nothing_is_left_of_an_unpublished_site(_):
    said = site.sitegen("unpublish", ok=False)
    assert "say --yes" in said and len(domains()) == 1, said
    site.sitegen("unpublish", "--yes")
    assert domains() == [] and not os.path.exists(FOLDER)
    assert host.virsh("pool-list", "--all", "--name").split() == []
    assert "blog is not published" in site.sitegen("status")
    assert not [name for name in os.listdir("/run") if name.startswith("sitegen-keep")]


TESTS = [published_and_served, next_version_without_a_failed_request, broken_version_is_not_let_in,
         version_that_fails_in_its_place_makes_room_again, killed_machine_is_back_in_five_seconds, keep_survives_a_restart_of_libvirtd,
         rolled_back, status_and_logs, logs_go_on_with_the_next_release, full_disk_leaves_the_last_release, broken_off_upload_is_removed, foreign_domain_is_left_alone, one_at_a_time_changes_a_site,
         switch_comes_to_its_end, daemon_that_ends_in_a_switch_is_reached_again, five_images_stay, nothing_is_left_of_an_unpublished_site]
