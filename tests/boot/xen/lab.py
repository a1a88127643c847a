"""A machine with Xen on it: QEMU's software emulation, a small dom0, and a bridge that ends in our tap device.

    this host  192.0.2.1  tap0 --- eth0 \\
                          tap1 --- eth1 -- xenbr0  192.0.2.3  (dom0)
                    guest 192.0.2.2 vif /

dom0 takes orders over HTTP (dom0/run). What ./lab built is what boots."""

import http.client
import itertools
import os
import socket
import subprocess
import tempfile
import threading
import time

import machines

BUILD = os.environ.get("B", "build")
BUILT = f"{BUILD}/xen/lab"
SECOND_TAP = "tap1"
LAST_LOG = f"{BUILD}/xen/last.log"  # what Xen has said, kept for whoever wants to know why
DOM0 = "192.0.2.3"
CPU = "EPYC,-smap,-monitor,-rdtscp"  # Xen stumbles over each of these three as QEMU emulates them
MEMORY_MB, DOM0_MB = 768, 512
# dom0 gets frames as another machine's, checksums of large ones not yet filled in; what it sends is complete, as on a wire.
NET = "virtio-net-pci,csum=off,host_tso4=off,host_tso6=off,host_ufo=off,host_ecn=off"


def _send_file(server, file):
    client, _ = server.accept()
    with client:
        client.sendfile(file)


class Lab:
    """Use as a context manager; QEMU is ended by its pid."""

    def __init__(self):
        self.log = tempfile.TemporaryFile("w+b")
        self.errors = tempfile.TemporaryFile("w+b")
        self.numbers = itertools.count(1)
        self.images, self.lock = {}, threading.Lock()
        machines.run("ip", "tuntap", "add", SECOND_TAP, "mode", "tap")
        machines.run("ip", "link", "set", SECOND_TAP, "up")
        self.start = time.monotonic()
        self.process = subprocess.Popen(self._command(), stdin=subprocess.DEVNULL, stdout=self.errors, stderr=self.errors,
                                        pass_fds=[self.log.fileno()])
        try:
            self._wait_for_dom0()
        except BaseException:
            self.stop()
            raise
        self.boot_s = time.monotonic() - self.start

    def _command(self):
        xen = f"console=com1 com1=115200,8n1 loglvl=all guest_loglvl=all dom0_mem={DOM0_MB}M,max:{DOM0_MB}M dom0_max_vcpus=1"
        dom0 = "console=hvc0 nokaslr rdinit=/init quiet loglevel=4"
        nets = [("-netdev", f"tap,id={tap},ifname={tap},script=no,downscript=no", "-device", f"{NET},netdev={tap}")
                for tap in (machines.TAP, SECOND_TAP)]
        # setpriv: ended with us even where we are killed and cannot end it.
        return ["setpriv", "--pdeathsig", "KILL", "qemu-system-x86_64", "-M", "q35", "-accel", "tcg", "-cpu", CPU, "-smp", "1",
                "-m", str(MEMORY_MB), "-no-reboot", "-display", "none", "-vga", "none", "-nodefaults", "-no-user-config",
                "-serial", f"file:/dev/fd/{self.log.fileno()}", *itertools.chain(*nets), "-kernel", f"{BUILT}/xen", "-append", xen,
                "-initrd", f"{BUILT}/vmlinux {dom0},{BUILT}/initramfs.cpio"]

    def _wait_for_dom0(self, seconds=120):
        end = time.monotonic() + seconds
        while b"dom0: ready" not in self.xen_log():
            if self.process.poll() is not None or time.monotonic() > end:
                self.errors.seek(0)
                raise AssertionError(f"the lab did not boot:\n{self.errors.read().decode()}{self.tail()}")
            time.sleep(0.05)

    def xen_log(self):
        """What Xen and dom0's kernel have said so far."""
        return os.pread(self.log.fileno(), 1 << 24, 0)

    def tail(self):
        return self.xen_log().decode(errors="replace")[-3000:]

    def _post(self, body, seconds):
        connection = http.client.HTTPConnection(DOM0, timeout=seconds)
        try:
            connection.request("POST", "/cgi-bin/run", body)
            return connection.getresponse().read().decode(errors="replace")
        except OSError as why:
            raise AssertionError(f"dom0 does not answer ({why}); its last words:\n{self.tail()}") from None
        finally:
            connection.close()

    def try_sh(self, script, seconds=60):
        """Run a shell script in dom0: its exit status, and what it said."""
        answer, code = self._post(script, seconds).rstrip("\n").rsplit("\n", 1)
        return int(code), answer

    def sh(self, script, seconds=60):
        code, answer = self.try_sh(script, seconds)
        assert code == 0, f"dom0: {script}: exit status {code}\n{answer}"
        return answer

    def put(self, file):
        """Copy an image into dom0, once. Returns its path there; the hash is the one that dom0 reads."""
        digest = machines.sha256(file)
        path = "/tmp/" + os.path.basename(file)
        with self.lock:
            if self.images.get(path) == digest:
                return path
            with socket.create_server((machines.HOST, 0)) as server, open(file, "rb") as f:
                sender = threading.Thread(target=_send_file, args=(server, f))
                sender.start()
                port = server.getsockname()[1]
                got = self.sh(f"nc {machines.HOST} {port} </dev/null >{path}; sha256sum <{path}", 120).split()[0]
                sender.join()
            assert got == digest, f"{file}: dom0 has {got}, not {digest}"
            self.images[path] = digest
            return path

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with open(LAST_LOG, "wb") as f:
            f.write(self.xen_log())
        self.log.close()
        self.errors.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
