"""A host of its own for libvirt: folders, a bridge, libvirtd; and sitegen on it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from runner import Skip

B = os.path.abspath(os.environ.get("B", "build"))
SITEGEN = os.path.join(B, "sitegen")
BRIDGE = "br0"
NET = "192.0.2"
HOST = NET + ".1"
SITE = NET + ".10"
SPARE = NET + ".11"
WORK = "/run/publish"  # on the tmpfs
HOME = WORK + "/root"


def run(*command, ok=True, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **options)
    if ok:
        assert done.returncode == 0, f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def read(path):
    with open(path, "rb") as f:
        return f.read()


def wait_for(what, test, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := test():
            return found
        time.sleep(0.02)
    raise AssertionError(f"not in {seconds} s: {what}")


def set_up_folders():
    """What libvirt and sitegen write to is empty, and ours alone."""
    run("mount", "--make-rprivate", "/")
    for folder in ("/etc/libvirt", "/var/lib", "/var/log", "/var/cache", "/run"):
        run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", folder)
    if not os.path.islink("/var/run"):
        run("mount", "--bind", "/run", "/var/run")
    for folder in ("/var/lib/libvirt", "/var/lib/dnsmasq", "/var/log/libvirt", WORK):
        os.makedirs(folder)
    with open("/etc/libvirt/qemu.conf", "w", encoding="ascii") as f:
        f.write('security_driver = "none"\nuser = "root"\ngroup = "root"\nstdio_handler = "logd"\n'
                'cgroup_controllers = [ ]\nnamespaces = [ ]\n')
    with open("/etc/libvirt/libvirtd.conf", "w", encoding="ascii") as f:
        f.write('auth_unix_rw = "none"\nauth_unix_ro = "none"\n')
    os.makedirs(HOME, mode=0o700)
    set_up_users()


def set_up_users():
    """libvirtd looks for its usual user, whichever it is told to take; a Debian without libvirt-daemon-system has none. sshd wants
    one too. ssh looks for its files where root is at home, whatever HOME says."""
    users = {"libvirt-qemu": "64055:64055::/nonexistent", "sshd": "64056:65534::/run/sshd"}
    tables = {"passwd": {name: f"{name}:x:{rest}:/usr/sbin/nologin" for name, rest in users.items()},
              "group": {"libvirt-qemu": "libvirt-qemu:x:64055:"}}
    for table, wanted in tables.items():
        with open(f"/etc/{table}", encoding="utf-8") as f:
            lines = {line.partition(":")[0]: line for line in f.read().splitlines()}
        lines = wanted | lines
        if table == "passwd":
            lines["root"] = f"root:x:0:0:root:{HOME}:/bin/sh"
        with open(f"{WORK}/{table}", "w", encoding="utf-8") as f:
            f.write("\n".join(lines.values()) + "\n")
        run("mount", "--bind", f"{WORK}/{table}", f"/etc/{table}")


def set_up_network():
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", BRIDGE, "type", "bridge", "forward_delay", "0")
    run("ip", "addr", "add", HOST + "/24", "dev", BRIDGE)
    run("ip", "link", "set", BRIDGE, "up")


class Libvirtd:
    """The daemon; domains outlive it."""

    def __init__(self):
        self.log = tempfile.TemporaryFile("w+b")
        self.process = None
        # As on a host with systemd: consoles are written by virtlogd.
        self.logd = subprocess.Popen(["virtlogd"], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        wait_for("virtlogd listens", lambda: os.path.exists("/run/libvirt/virtlogd-sock"))
        self.start()

    def start(self):
        self.process = subprocess.Popen(["libvirtd", "-f", "/etc/libvirt/libvirtd.conf"], stdin=subprocess.DEVNULL, stdout=self.log,
                                        stderr=self.log, start_new_session=True)
        try:
            wait_for("libvirtd answers", lambda: "QEMU" in run("virsh", "-c", "qemu:///system", "version", ok=False))
        except AssertionError as why:
            raise AssertionError(f"{why}\n{self.said()}") from None

    def stop(self):
        self.process.terminate()
        self.process.wait(20)

    def said(self):
        return os.pread(self.log.fileno(), 1 << 16, 0).decode(errors="replace")


class Sshd:
    """Lets in whoever has the key that was made for it."""

    def __init__(self):
        if not shutil.which("sshd"):
            raise Skip("there is no sshd here (openssh-server)")
        os.makedirs("/run/sshd", exist_ok=True)
        self.key = WORK + "/key"
        for key in (self.key, WORK + "/host_key"):
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key)
        with open(WORK + "/sshd_config", "w", encoding="ascii") as f:
            f.write(f"ListenAddress {HOST}\nHostKey {WORK}/host_key\nAuthorizedKeysFile {self.key}.pub\nPermitRootLogin yes\n"
                    f"PasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\nStrictModes no\nPidFile none\n")
        self.process = subprocess.Popen([shutil.which("sshd"), "-D", "-e", "-f", WORK + "/sshd_config"], stdin=subprocess.DEVNULL,
                                        stderr=open(WORK + "/sshd.log", "wb"))
        wait_for("sshd listens", lambda: "SSH" in run("sh", "-c", f"echo | curl -s --max-time 1 telnet://{HOST}:22", ok=False))
        self.uri = f"qemu+ssh://root@{HOST}/system?keyfile={self.key}&no_verify=1"

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


def virsh(*words):
    return run("virsh", "-c", "qemu:///system", "-q", *words)


def domains():
    return virsh("list", "--all", "--name").split()


def qemu_pid(domain):
    with open(f"/run/libvirt/qemu/{domain}.pid", encoding="ascii") as f:
        return int(f.read())


class Site:
    """A folder with one page, in which a text changes; published under its folder's name."""

    def __init__(self, name, publish):
        self.dir = os.path.join(WORK, name)
        self.name = name
        shutil.rmtree(self.dir, ignore_errors=True)
        os.makedirs(self.dir)
        self.configure(publish)
        self.write("first")

    def configure(self, publish):
        with open(os.path.join(self.dir, "_config.yml"), "w", encoding="ascii") as f:
            f.write("title: A site   # of a test\ntheme: plain\n")
            f.write("publish:\n" + "".join(f"  {key}: {value}\n" for key, value in publish.items()))

    def write(self, text):
        with open(os.path.join(self.dir, "index.md"), "w", encoding="ascii") as f:
            f.write(f"# Home\n\nversion {text}\n")

    def environment(self):
        return dict(os.environ, LC_ALL="C", TMPDIR=WORK, XDG_CACHE_HOME=WORK + "/cache", HOME=WORK)

    def sitegen(self, command, *words, ok=True, where=None, before=()):
        said = run(*before, SITEGEN, command, where or self.dir, *words, ok=ok, env=self.environment())
        assert ok or "error: " in said, said
        return said

    def start(self, command, *words, to=subprocess.PIPE):
        """In the background, with its output in a pipe or a file."""
        return subprocess.Popen([SITEGEN, command, self.dir, *words], env=self.environment(), text=True, stdin=subprocess.DEVNULL,
                                stdout=to, stderr=subprocess.STDOUT)

    def publish(self, *words, ok=True):
        return self.sitegen("publish", *words, ok=ok)


STATIC = {"accel": "tcg", "bridge": BRIDGE, "ip": SITE + "/24", "check_ip": SPARE}


def get(address=SITE, seconds=3):
    return run("curl", "-sS", "--max-time", str(seconds), f"http://{address}/", ok=False)


def version(address=SITE, seconds=3):
    found = re.search(r"version (\w+)", get(address, seconds))
    return found[1] if found else None


class Client(threading.Thread):
    """Asks for the page every 10 ms, each time over a new connection, whatever became of those before."""

    def __init__(self, address=SITE):
        super().__init__()
        self.address = address
        self.ending = False
        self.lock = threading.Lock()
        self.asked = self.failed = 0
        self.longest_s = 0.0
        self.errors = set()
        self.versions = []

    def ask(self):
        import http.client
        start = time.monotonic()
        error = None
        text = ""
        try:
            connection = http.client.HTTPConnection(self.address, timeout=20)
            connection.request("GET", "/")
            text = connection.getresponse().read().decode()
            connection.close()
        except Exception as e:  # whatever: it is a failed request
            error = repr(e)
        found = re.search(r"version (\w+)", text)
        with self.lock:
            self.asked += 1
            self.longest_s = max(self.longest_s, time.monotonic() - start)
            if error or not found:
                self.failed += 1
                self.errors.add(error or text[:80])
            elif found[1] not in self.versions:
                self.versions.append(found[1])

    def run(self):
        asking = []
        while not self.ending:
            asking.append(threading.Thread(target=self.ask))
            asking[-1].start()
            asking = [t for t in asking if t.is_alive()]
            time.sleep(0.01)
        for t in asking:
            t.join()

    def __enter__(self):
        self.start()
        time.sleep(0.3)
        return self

    def __exit__(self, kind, value, trace):
        time.sleep(0.3)
        self.ending = True
        self.join()


def note(text):
    print("     " + text, file=sys.stderr)
