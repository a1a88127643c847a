"""Runs the tests of this folder; see ./run."""

import concurrent.futures
import os
import random
import subprocess
import sys
import time
import traceback

sys.path[:0] = [os.path.dirname(__file__), os.path.join(os.path.dirname(__file__), "..")]

import machines
import test_content
import test_xen_config
import test_xen_life
import test_xen_serving
from lab import BUILD, Lab

WORK = f"{BUILD}/boot"


class Site(test_content.Site):
    """The image of tests/boot, a second one with big.bin (20 MB) and page.bin (6 KiB), and one that faults."""

    def __init__(self, work):
        image = os.path.join(work, "blog.img")
        self.tested_before = machines.sha256(image) if os.path.exists(image) else None
        super().__init__(work)
        self.fault = f"{BUILD}/tests/boot/fault.elf"
        self.files = os.path.join(work, "files.img")
        folder = os.path.join(work, "files")
        os.makedirs(folder, exist_ok=True)
        chance = random.Random(1)
        for name, size in (("big.bin", 20 << 20), ("page.bin", 6 << 10)):
            with open(os.path.join(folder, name), "wb") as f:
                f.write(chance.randbytes(size))
        subprocess.run([test_content.SITEGEN, folder, "-o", self.files], check=True, stdout=subprocess.DEVNULL)
        self.big_sha256 = machines.sha256(os.path.join(folder, "big.bin"))


def run(tests, lab, site):
    """Returns how many have failed."""
    failed = 0
    for test in tests:
        start = time.monotonic()
        try:
            note = test(lab, site)
            print(f"ok   {test.__name__} ({time.monotonic() - start:.1f} s){': ' + note if note else ''}", flush=True)
        except Exception:
            failed += 1
            print(f"FAIL {test.__name__}\n{traceback.format_exc()}", flush=True)
    return failed


def chosen(tests, words):
    return [test for test in tests if not words or any(word in test.__name__ for word in words)]


def main():
    words = sys.argv[1:]
    first = chosen(test_xen_serving.FIRST, words)
    aside = chosen(test_xen_serving.ASIDE, words)
    last = chosen(test_xen_config.LAST, words)
    rest = chosen([test for module in (test_xen_serving, test_xen_life, test_xen_config) for test in module.TESTS], words)
    os.makedirs(WORK, exist_ok=True)
    test_content.SITEGEN = f"{BUILD}/sitegen"
    machines.set_up_network()
    site = Site(WORK)
    with Lab() as lab, concurrent.futures.ThreadPoolExecutor() as pool:
        print(f"xen: dom0 is up after {lab.boot_s:.1f} s", flush=True)
        failed = run(first, lab, site)
        waiting = pool.submit(run, aside, lab, site)  # these wait more than they work
        failed += run(rest, lab, site) + waiting.result()
        failed += run(last, lab, site)
        seconds = time.monotonic() - lab.start
    count = len(first + aside + rest + last)
    print(f"xen: {count - failed} passed, {failed} failed in {seconds:.0f} s")
    if site.tested_before not in (None, site.sha256):
        print(f"xen: note: {site.image} was another one before: run tests/boot/run again for the same hash")
    if machines.sha256(site.image) != site.sha256:
        failed += 1
        print("FAIL the image changed while it was tested")
    print(f"xen: dom0 booted the image with SHA-256 {site.sha256}")
    sys.exit(1 if failed or not count else 0)


if __name__ == "__main__":
    main()
