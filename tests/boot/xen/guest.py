"""A domain in the lab that boots an image."""

import re

import machines

LOGS = "/var/log/xen"
ENDED = "has shut down, reason code ([013-9])"
READY = r"ready: http://([0-9.]+):([0-9]+)/ \(([0-9]+) ms\)"


class Guest:
    """Made as the xl.cfg below says. A context manager: what is left of it at the end is destroyed.

    Patterns are extended regular expressions that grep in dom0 and Python's re read alike."""

    def __init__(self, lab, image, *words, address=machines.GUEST, memory=32, vifs=("",), config=(), ready=True, create="xl create -q"):
        number = next(lab.numbers)
        self.lab = lab
        self.name = f"g{number}"
        self.url = self.ready_ms = None
        self.seen = len(lab.xen_log())
        self.macs = [f"00:16:3e:00:{number:02x}:{i:02x}" for i in range(max(len(vifs), 1))]
        cmdline = " ".join([f"ip={address}/24", *words] if address else words)
        vif = ", ".join(f"'{self.vif(i)}{more}'" for i, more in enumerate(vifs))
        lines = [f"name = '{self.name}'", "type = 'pvh'", f"kernel = '{lab.put(image)}'", f"cmdline = '{cmdline}'",
                 f"memory = {memory}", "shadow_memory = 4", f"vif = [{vif}]", "tsc_mode = 'native'", "on_poweroff = 'destroy'", "on_crash = 'destroy'",
                 "on_reboot = 'restart'", *config]
        text = "\n".join(lines)
        lab.sh(f"cat >/tmp/{self.name}.cfg <<'END'\n{text}\nEND\n{create} /tmp/{self.name}.cfg")
        if ready:
            try:
                self.wait_until_ready()
            except BaseException:
                self.destroy()
                raise

    def vif(self, number=0):
        """A vif's configuration."""
        return f"mac={self.macs[number]},bridge=xenbr0"

    def attach(self):
        """Attach the first vif again."""
        self.xl("network-attach", f"mac={self.macs[0]} bridge=xenbr0")

    def xl(self, command, *more, seconds=60):
        return self.lab.sh(" ".join(["xl", command, self.name, *more]), seconds)

    def console(self):
        """What the guest has said, as xenconsoled wrote it down."""
        return self.lab.try_sh(f"cat {LOGS}/console/guest-{self.name}.log")[1]

    def xen_log(self):
        """What Xen has said since this domain was made."""
        return self.lab.xen_log()[self.seen:].decode(errors="replace")

    def _wait(self, file, pattern, seconds, count):
        # dom0 looks, not we: each look of ours costs its only processor, which is the guest's too, several times as much.
        looks = int(seconds / 0.1)
        self.lab.try_sh(f"i=0\nwhile [ $i -lt {looks} ] && [ \"$(grep -scE '{pattern}' {file})\" -lt {count} ] 2>/dev/null\n"
                        "do usleep 100000; i=$((i + 1)); done", seconds + 60)
        text = self.lab.try_sh(f"cat {file}")[1]
        found = list(re.finditer(pattern, text))
        assert len(found) >= count, f"{self.name}: no {pattern} in:\n{self.console()}\n---- Xen:\n{self.xen_log()[-2000:]}"
        return found[count - 1]

    def wait_for(self, pattern, seconds=30, count=1):
        """Wait until so many lines of the console are so. Returns the last one's match."""
        return self._wait(f"{LOGS}/console/guest-{self.name}.log", pattern, seconds, count)

    def wait_until_ready(self, count=1):
        match = self.wait_for(READY, count=count)
        self.url, self.ready_ms = f"http://{match[1]}:{match[2]}", int(match[3])

    def wait_for_end(self, seconds=30):
        """Wait until the domain has shut down. Returns Xen's reason code, from the log of the xl that waits for it."""
        # Not 2: a suspend, which is no end.
        return int(self._wait(f"{LOGS}/xl-{self.name}.log", ENDED, seconds, 1)[1])

    def shut_down(self):
        """xl shutdown; returns the reason code and how many seconds it took from then on."""
        times = self.lab.sh(f"xl shutdown {self.name} >/dev/null; read start rest </proc/uptime; i=0\n"
                            f"while [ $i -lt 600 ] && ! grep -qsE '{ENDED}' {LOGS}/xl-{self.name}.log\n"
                            "do usleep 50000; i=$((i + 1)); done; read end rest </proc/uptime; echo $start $end").split()[-2:]
        return self.wait_for_end(), float(times[1]) - float(times[0])

    def id(self):
        return int(self.xl("domid"))

    def cpu_s(self):
        return float(self.xl("list").split()[-1])

    def exists(self):
        return self.lab.try_sh(f"xl domid {self.name}")[0] == 0

    def destroy(self):
        self.lab.try_sh(f"xl destroy {self.name}")

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            print(f"---- {self.name}, console:\n{self.console()}\n---- dom0:\n"
                  + self.lab.try_sh("xl list; dmesg | tail -20; xenstore-ls -f | grep vif.*state")[1], flush=True)
        self.destroy()
