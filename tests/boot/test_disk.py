"""Disks that "sitegen pack" makes, booted by QEMU's BIOS: no -kernel, nothing but the disk."""

import os

import machines
import test_content
from clients import compare_site, head

FORMS, BUSES = ("raw", "qcow2"), ("virtio", "ide")  # "ide" is AHCI on q35


def _pack(site, form, *words):
    file = os.path.join(site.work, f"disk.{form}")
    machines.run(test_content.SITEGEN, "pack", site.image, "--as", form, "-o", file, *words)
    return file


def _boot(file, machine, netdev, bus="virtio", memory=32):
    arguments, net = machines.MACHINES[machine]
    form = file.rsplit(".", 1)[1]
    return machines.Machine(f"{form}/{machine}/{bus}", [
        *machines.QEMU, *arguments, "-accel", "tcg", "-m", str(memory), "-drive", f"file={file},format={form},if={bus}",
        "-netdev", netdev, "-device", net + ",netdev=n"], 120)


def every_page_from_disk(form):
    def test(site):
        file = _pack(site, form, f"ip={machines.GUEST}/24")
        tap = f"tap,id=n,ifname={machines.TAP},script=no,downscript=no"
        notes = []
        for machine in ("pc", "q35"):
            for bus in BUSES:
                with _boot(file, machine, tap, bus) as running:
                    count = compare_site(running, site.folder)
                    test_content.checks(running)
                    notes.append(f"{machine} {bus} {count}")
        return "resources: " + ", ".join(notes)
    test.__name__ = f"every_page_from_disk_{form}"
    return test


def a_disk_without_words_asks_for_an_address(site):
    with _boot(_pack(site, "raw"), "q35", "user,id=n,hostfwd=tcp:127.0.0.1:8093-:80", memory=16):
        assert head("http://127.0.0.1:8093/")[0] == 200


def the_words_of_a_disk_are_changed_without_sitegen(site):
    """As the manual says: two sectors, with GRUB's own tool."""
    file, block = _pack(site, "raw", "port=81"), os.path.join(site.work, "disk.words")
    machines.run("dd", f"if={file}", f"of={block}", "bs=512", "skip=2046", "count=2")
    assert "words=port=81\n" in machines.run("grub-editenv", block, "list") + "\n"
    machines.run("grub-editenv", block, "set", "words=port=8080 hostname=other")
    machines.run("dd", f"if={block}", f"of={file}", "bs=512", "seek=2046", "conv=notrunc")
    with _boot(file, "pc", "user,id=n,hostfwd=tcp:127.0.0.1:8093-:8080"):
        assert head("http://127.0.0.1:8093/")[0] == 200


def a_machine_without_a_serial_port_boots_from_disk(site):
    file = _pack(site, "raw")
    arguments, net = machines.MACHINES["pc"]
    command = ["none" if word == "stdio" else word for word in machines.QEMU]
    with machines.Silent([*command, *arguments, "-accel", "tcg", "-m", "32", "-drive", f"file={file},format=raw,if=virtio",
                          "-netdev", "user,id=n,hostfwd=tcp:127.0.0.1:8093-:80", "-device", net + ",netdev=n"]):
        assert head("http://127.0.0.1:8093/", "--retry", "60", "--retry-delay", "1", "--retry-all-errors")[0] == 200


TESTS = [*map(every_page_from_disk, FORMS), a_disk_without_words_asks_for_an_address,
         the_words_of_a_disk_are_changed_without_sitegen, a_machine_without_a_serial_port_boots_from_disk]
