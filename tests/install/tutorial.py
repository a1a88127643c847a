"""Types the tutorial of README.md at a terminal in the Debian that ./chroot has made; in namespaces of its own.

A block of the tutorial is an indented one behind a comment of its own:

    <!-- tutorial -->                                each line is typed, and ends with status 0
    <!-- tutorial says TEXT -->                      and the last one prints TEXT
    <!-- tutorial says TEXT but not TEXT -->
    <!-- tutorial until URL says TEXT -->            the last line runs until Ctrl-C, which is typed when curl has got TEXT
                                                     from URL; the shell is back then

The shell is one bash for all blocks, of an ordinary user who may use sudo. What a Debian with systemd has running by itself
is started here, as its services would, when the packages are there: virtlogd and libvirtd, with their own configuration
but for control groups and namespaces, which a chroot has not. The network "default" of libvirt's is the user's to start.
"""
import os
import pty
import re
import select
import socket
import subprocess
import sys
import time

README = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../README.md")
USER = "ada"
MARK = re.compile(r"<!-- tutorial(?: until (?P<url>\S+))?(?: says (?P<says>.+?))?(?: but not (?P<lacks>.+?))? -->$")
LINE_S = 900  # for one line: nothing is timed, but nothing waits for ever


class Block:
    def __init__(self, mark):
        self.url, self.says, self.lacks = mark["url"], mark["says"], mark["lacks"]
        self.lines = []


def blocks():
    with open(README, encoding="utf-8") as f:
        text = f.read().splitlines()
    found = []
    for number, line in enumerate(text):
        if not line.startswith("<!-- tutorial"):
            continue
        mark = MARK.match(line)
        assert mark, f"README.md:{number + 1}: what does this say? {line}"
        block = Block(mark)
        for later in text[number + 1:]:
            if later.startswith("    "):
                block.lines.append(later[4:])
            elif later or block.lines:
                break
        assert block.lines, f"README.md:{number + 1}: no lines follow"
        found.append(block)
    return found


def lines():
    """Those of all blocks; one that goes on in the next is one."""
    return "\n".join(line for block in blocks() for line in block.lines).replace("\\\n", " ").splitlines()


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


# ---------------------------------------------------------------- the machine

def set_up(root):
    run("mount", "--make-rprivate", "/")
    run("mount", "-t", "proc", "proc", root + "/proc")
    run("mount", "-t", "sysfs", "sysfs", root + "/sys")
    run("mount", "-t", "cgroup2", "cgroup2", root + "/sys/fs/cgroup")
    run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", root + "/run")
    run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", root + "/dev")
    for name, major, minor in (("null", 1, 3), ("zero", 1, 5), ("full", 1, 7), ("random", 1, 8), ("urandom", 1, 9), ("tty", 5, 0)):
        os.mknod(f"{root}/dev/{name}", 0o20666, os.makedev(major, minor))
        os.chmod(f"{root}/dev/{name}", 0o666)
    for folder in ("pts", "shm", "net"):
        os.mkdir(f"{root}/dev/{folder}")
    os.mknod(f"{root}/dev/net/tun", 0o20666, os.makedev(10, 200))
    run("mount", "-t", "devpts", "-o", "newinstance,mode=620,ptmxmode=666", "devpts", root + "/dev/pts")
    run("mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", root + "/dev/shm")
    os.symlink("pts/ptmx", f"{root}/dev/ptmx")
    for name, to in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        os.symlink(to, f"{root}/dev/{name}")
    run("ip", "link", "set", "lo", "up")
    socket.sethostname("debian")
    for file, text in (("hostname", "debian\n"), ("hosts", "127.0.0.1\tlocalhost\n127.0.1.1\tdebian\n")):
        with open(f"{root}/etc/{file}", "w", encoding="ascii") as f:
            f.write(text)


class Services:
    """Those of libvirt's packages, once they are installed."""

    def __init__(self, root):
        self.root = root
        self.are_there = False

    def look(self):
        if self.are_there or not all(os.path.exists(self.root + file) for file in ("/usr/sbin/libvirtd", "/usr/bin/virsh")):
            return
        with open(self.root + "/etc/libvirt/qemu.conf", "a", encoding="ascii") as f:
            f.write("\n# A chroot has neither.\ncgroup_controllers = [ ]\nnamespaces = [ ]\n")
        for program in ("virtlogd", "libvirtd"):
            with open(f"{self.root}/var/log/{program}.test", "w", encoding="ascii") as log:
                subprocess.Popen(["chroot", self.root, program], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.are_there = True
        end = time.monotonic() + 60
        while subprocess.run(["chroot", self.root, "virsh", "-c", "qemu:///system", "version"], capture_output=True,
                             check=False).returncode != 0:
            assert time.monotonic() < end, "libvirtd does not answer: " + run("tail", self.root + "/var/log/libvirtd.test")
            time.sleep(0.2)


# ---------------------------------------------------------------- the user

class Terminal:
    """An interactive bash at a terminal. Its prompt says how the last line has ended."""

    PROMPT = re.compile(rb"<<(\d+)>>$")

    def __init__(self, root):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chroot(root)
            os.chdir("/")
            os.execvp("sudo", ["sudo", "-u", USER, "-i", "env", "TERM=dumb", "bash", "--norc", "-i"])
        self.said = b""
        self.type("cd ~/sitegen; stty -echo; bind 'set enable-bracketed-paste off'; PS1='<<$''?>>'; PS2=\n")
        self.wait(self.at_prompt, "a shell")
        self.said = b""

    def type(self, text):
        os.write(self.terminal, text.encode())

    def at_prompt(self):
        return self.PROMPT.search(self.said)

    def wait(self, test, what, seconds=LINE_S):
        """Until the test is true of what is there; what the shell says is read meanwhile, or it would wait for that."""
        end = time.monotonic() + seconds
        while not (found := test()):
            if time.monotonic() > end:
                raise AssertionError(f"not in {seconds} s: {what}\n{self.text()[-3000:]}")
            if select.select([self.terminal], [], [], 0.2)[0]:
                self.said += os.read(self.terminal, 65536)
        return found

    def text(self):
        return self.PROMPT.sub(b"", self.said).decode(errors="replace").replace("\r\n", "\n")

    def start(self, line):
        self.said = b""
        self.type(line + "\n")

    def end(self, line):
        status = int(self.wait(self.at_prompt, f"the end of {line!r}")[1])
        return status, self.text()


def curl(url):
    return subprocess.run(["curl", "-sS", "--max-time", "5", url], capture_output=True, text=True, check=False).stdout


def type_line(terminal, line):
    """One line to its end."""
    start = time.monotonic()
    terminal.start(line)
    status, said = terminal.end(line)
    print(f"$ {line}   [{time.monotonic() - start:.1f} s]", flush=True)
    shown = [text for text in said.splitlines() if text.strip()]
    print("\n".join("  " + text for text in shown[-6:]), flush=True)
    assert status == 0, f"{line}: status {status}\n{said[-4000:]}"
    return said


def type_until(terminal, line, block):
    """A line that goes on until Ctrl-C."""
    print(f"$ {line}   (until Ctrl-C)", flush=True)
    terminal.start(line)
    terminal.wait(lambda: terminal.at_prompt() or (block.says or "<html") in curl(block.url), f"{block.says!r} at {block.url}", 120)
    assert not terminal.at_prompt(), f"{line}: ended by itself\n{terminal.text()[-4000:]}"
    terminal.type("\x03")
    status, said = terminal.end(line)
    print("\n".join("  " + text for text in said.splitlines() if text.strip()), flush=True)
    assert status in (0, 130), f"{line}: status {status} after Ctrl-C\n{said[-4000:]}"
    assert curl(block.url) == "", f"{line}: somebody still serves at {block.url}"


def type_block(terminal, block, services):
    typed = re.split(r"(?<!\\)\n", "\n".join(block.lines))
    said = ""
    for i, line in enumerate(typed):
        services.look()
        if block.url and i == len(typed) - 1:
            type_until(terminal, line, block)
            return
        said = type_line(terminal, line)
    services.look()
    if block.says:
        assert block.says in said, f"{typed[-1]}: does not say {block.says!r}\n{said}"
    if block.lacks:
        assert block.lacks not in said, f"{typed[-1]}: says {block.lacks!r}\n{said}"


def tutorial(root, found):
    set_up(root)
    os.environ.clear()
    os.environ.update(PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL="C.UTF-8", HOME="/root")
    services, terminal = Services(root), Terminal(root)
    start = time.monotonic()
    for block in found:
        type_block(terminal, block, services)
    left = run("chroot", root, "find", "/var/lib/libvirt/images", "/run", "-name", "*sitegen*")
    assert left == "", "left behind:\n" + left
    run("chroot", root, "make", "-s", "-C", f"/home/{USER}/sitegen", "uninstall")
    left = run("chroot", root, "find", "/usr/local", "-name", "*sitegen*")
    assert left == "", "left behind by make uninstall:\n" + left
    print(f"tutorial: {len(found)} blocks, {sum(len(block.lines) for block in found)} lines, {time.monotonic() - start:.0f} s", flush=True)


def be_init(child):
    """The first process of a namespace has to look after those whose parents have ended."""
    while True:
        pid, status = os.wait()
        if pid == child:
            # Whatever is left ends with this process.
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


if __name__ == "__main__":
    README_BLOCKS = blocks()
    typist = os.fork()
    if typist:
        be_init(typist)
    try:
        tutorial(sys.argv[1], README_BLOCKS)
    except AssertionError as why:
        print(f"FAIL tutorial: {why}", flush=True)
        os._exit(1)
