"""Boot an image on Xen and look at it; see ./try."""

import os
import sys
import time

sys.path[:0] = [os.path.dirname(__file__), os.path.join(os.path.dirname(__file__), "..")]

import machines
from guest import Guest
from lab import Lab


def main():
    image, words, seconds = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "", float(os.environ.get("SECONDS_MAX", "15"))
    memory, command = int(os.environ.get("MEMORY", "32")), os.environ.get("THEN", "")
    machines.set_up_network()
    with Lab() as lab:
        print(f"---- dom0 is up after {lab.boot_s:.1f} s", flush=True)
        guest = Guest(lab, image, words, address=None if "ip=" in words else machines.GUEST, memory=memory, ready=False)
        end = time.monotonic() + seconds
        while time.monotonic() < end and guest.exists() and "ready: " not in guest.console():
            time.sleep(0.2)
        print(f"---- console of {guest.name}\n{guest.console()}")
        if command:
            print(f"---- {command}", flush=True)
            os.system(command)
            print(f"---- console of {guest.name}\n{guest.console()}")
        print(f"---- dom0\n{lab.try_sh('xl list; xenstore-ls -f /local/domain | grep -E vif')[1]}")
        print(f"---- Xen\n{guest.xen_log()}")


main()
