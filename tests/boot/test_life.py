"""Starting and ending, words, addresses."""

import os
import signal
import socket
import subprocess
import time

import machines
from clients import curl, head


def signals_end_a_process_cleanly(site):
    for number in (signal.SIGINT, signal.SIGTERM):
        machine = machines.sockets(site.image)
        try:
            curl(machine.url + "/")
        finally:
            status = machine.stop(number)
        assert status == 0, (number, status)


def _started(site, *words, seconds=10):
    return subprocess.run([os.path.abspath(site.image), *words], capture_output=True, text=True, timeout=seconds,
                          check=False)


def a_wrong_word_is_named_and_refused(site):
    for word in ("prot=80", "port=0", "ip=1.2.3", "--port", "tap=", "conns=1"):
        done = _started(site, word)
        assert done.returncode == 2 and word in done.stdout, (word, done)


def a_wrong_word_stops_a_guest_too(site):
    append = "ip=192.0.2.2/24 prot=80"
    done = subprocess.run([*machines.QEMU, "-M", "microvm", "-accel", "tcg", "-m", "16", "-kernel", site.image,
                           "-append", append], capture_output=True, text=True, timeout=60, check=False)
    assert 'unknown word "prot=80"' in done.stdout, done


def help_says_what_is_inside(site):
    done = _started(site, "--help")
    assert done.returncode == 0 and "port=N" in done.stdout and "/index.html" in done.stdout, done
    done = _started(site, "--version")
    assert done.returncode == 0 and done.stdout.startswith("sitegen "), done


def a_taken_port_is_a_clear_error(site):
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 8090))
        taken.listen()
        done = _started(site, "port=8090", "ip=127.0.0.1")
        assert done.returncode == 1 and "already in use" in done.stdout, done


def a_guest_without_a_network_device_says_so_and_ends(site):
    for machine in ("microvm", "q35", "pc"):
        done = subprocess.run([*machines.QEMU, *machines.MACHINES[machine][0], "-accel", "tcg", "-m", "16", "-kernel",
                               site.image], capture_output=True, text=True, timeout=60, check=False)
        assert "ready" not in done.stdout and "net" in done.stdout, done


def dhcp_gives_an_address(site):
    arguments, net = machines.MACHINES["q35"]
    with machines.Machine("dhcp", [*machines.QEMU, *arguments, "-accel", "tcg", "-m", "32", "-kernel", site.image,
                                   "-netdev", "user,id=n,hostfwd=tcp:127.0.0.1:8092-:80", "-device", net + ",netdev=n"]):
        assert head("http://127.0.0.1:8092/")[0] == 200


def the_arguments_of_urunc_start_it(site):
    """Of its QEMU back end and its kind "mewz", as its source has them, but for KVM."""
    with machines.Machine("urunc", [
            "qemu-system-x86_64", "-m", "64M", "-cpu", "max,-arch-capabilities", "-display", "none", "-vga", "none", "-monitor", "null",
            "-serial", "stdio", "-kernel", site.image, "-device",
            "virtio-net-pci,netdev=net0,disable-legacy=on,disable-modern=off,mac=02:00:00:00:00:09", "-netdev",
            f"tap,script=no,downscript=no,id=net0,ifname={machines.TAP}", "-no-reboot", "-device",
            "isa-debug-exit,iobase=0x501,iosize=2", "-append", f"ip={machines.GUEST}/24 gateway={machines.HOST}"]) as machine:
        assert machine.url == f"http://{machines.GUEST}:80" and head(machine.url + "/")[0] == 200


def an_idle_machine_costs_no_cpu(site):
    notes = []
    for door in ("sockets", "tap", "microvm", "q35"):
        with machines.door(door, site.image) as machine:
            curl(machine.url + "/")
            time.sleep(0.5)
            before = machine.cpu_s()
            time.sleep(5)
            used = machine.cpu_s() - before
            assert used <= 0.25, f"{door}: {used} s of CPU in 5 s"
            notes.append(f"{door} {used:.2f} s")
    return "CPU in 5 s: " + ", ".join(notes)


def it_answers_ping_of_any_size(site):
    for door in ("tap", "microvm"):
        with machines.door(door, site.image) as machine:
            for size in ("0", "56", "1472"):
                machines.run("ping", "-c", "2", "-i", "0.2", "-W", "5", "-s", size, machine.address)


TESTS = [signals_end_a_process_cleanly, a_wrong_word_is_named_and_refused, a_wrong_word_stops_a_guest_too,
         help_says_what_is_inside, a_taken_port_is_a_clear_error, a_guest_without_a_network_device_says_so_and_ends,
         dhcp_gives_an_address, the_arguments_of_urunc_start_it, an_idle_machine_costs_no_cpu, it_answers_ping_of_any_size]
