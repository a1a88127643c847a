"""The doors that one image file goes through: each starts it and waits for its "ready:" line."""

import hashlib
import os
import re
import signal
import subprocess
import tempfile
import time

from runner import Skip

HOST = "192.0.2.1"
GUEST = "192.0.2.2"
TAP = "tap0"
# "max" has RDRAND. Some kernels' KVM refuses the register behind arch-capabilities, which we do not need.
QEMU = ["qemu-system-x86_64", "-cpu", "max,-arch-capabilities", "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none",
        "-serial", "stdio", "-monitor", "none"]
MACHINES = {
    "microvm": (["-M", "microvm"], "virtio-net-device"),
    "microvm-v2": (["-M", "microvm", "-global", "virtio-mmio.force-legacy=false"], "virtio-net-device"),
    "q35": (["-M", "q35"], "virtio-net-pci"),
    "q35-modern": (["-M", "q35"], "virtio-net-pci,disable-legacy=on"),
    "q35-legacy": (["-M", "q35"], "virtio-net-pci,disable-modern=on,disable-legacy=off"),
    "pc": (["-M", "pc"], "virtio-net-pci"),
}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"
    return done.stdout


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as f:
        while block := f.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def set_up_network():
    """A tap device with us on one side; loopback."""
    run("ip", "link", "set", "lo", "up")
    run("ip", "tuntap", "add", TAP, "mode", "tap")
    run("ip", "addr", "add", HOST + "/24", "dev", TAP)
    run("ip", "link", "set", TAP, "up")


def kvm_opens():
    try:
        os.close(os.open("/dev/kvm", os.O_RDWR))
        return True
    except OSError:
        return False


class Machine:
    """A running image. Use as a context manager: it is ended by its pid, and only it."""

    def __init__(self, name, command, ready_s=60, stdin=subprocess.DEVNULL):
        self.name = name
        self.log = tempfile.TemporaryFile("w+b")
        self.start = time.monotonic()
        self.process = subprocess.Popen(command, stdin=stdin, stdout=self.log, stderr=self.log)
        try:
            match = self.wait_for(rb"ready: http://([0-9.]+):(\d+)/ \((\d+) ms\)", ready_s)
        except BaseException:
            self.stop()
            raise
        self.address, self.port = match[1].decode(), int(match[2])
        self.ready_ms = int(match[3])
        self.url = f"http://{self.address}:{self.port}"

    def output(self):
        # Not by seek(): the offset is the child's as well, and it would write over what it has said.
        return os.pread(self.log.fileno(), 1 << 20, 0)

    def wait_for(self, pattern, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if match := re.search(pattern, self.output()):
                return match
            if self.process.poll() is not None:
                break
            time.sleep(0.005)
        raise AssertionError(f"{self.name}: no {pattern} in:\n{self.output().decode(errors='replace')[-3000:]}")

    def cpu_s(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_kib(self):
        return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{self.process.pid}/status").read())[1])

    def stop(self, with_signal=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        try:
            return self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"{self.name}: did not end") from None

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        code = self.process.poll()
        if code is not None and kind is None:
            raise AssertionError(f"{self.name}: ended by itself with {code}:\n{self.output().decode(errors='replace')}")
        self.stop()


class Silent(Machine):
    """One without a console: whoever uses it finds out when it is ready."""

    def __init__(self, command):
        self.log = tempfile.TemporaryFile("w+b")
        self.name = "silent"
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)


def sockets(image, *words, port=8080, listener=None):
    stdin = listener.fileno() if listener else subprocess.DEVNULL
    return Machine("sockets", [os.path.abspath(image), f"port={port}", *words], stdin=stdin)


def tap(image, *words, device=TAP):
    return Machine("tap", [os.path.abspath(image), f"tap={device}", f"ip={GUEST}/24", *words])


def qemu(image, machine, *words, accel="tcg", memory=64, device=TAP, extra=(), ready_s=120):
    arguments, net = MACHINES[machine]
    append = " ".join([f"ip={GUEST}/24", *words])
    return Machine(f"{machine}/{accel}", [
        *QEMU, *arguments, "-accel", accel, "-m", str(memory), "-kernel", image, "-append", append,
        "-netdev", f"tap,id=n,ifname={device},script=no,downscript=no", "-device", net + ",netdev=n", *extra], ready_s)


def door(name, image, *words, **options):
    """Start by name: "sockets", "tap", a machine of MACHINES, or one of them with "/kvm"."""
    if name == "sockets":
        return sockets(image, *words)
    if name == "tap":
        return tap(image, *words)
    machine, _, accel = name.partition("/")
    return qemu(image, machine, *words, accel=accel or "tcg", **options)


