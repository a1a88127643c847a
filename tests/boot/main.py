"""Runs the tests of this folder; see ./run."""

import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(__file__))

import machines
import runner
import test_content
import test_disk
import test_end
import test_errors
import test_fault
import test_life
import test_load
import test_memory
import test_sockets
import test_wire

WORK = "build/boot"


def main():
    words = sys.argv[1:]
    os.makedirs(WORK, exist_ok=True)
    machines.set_up_network()
    site = test_content.Site(WORK)
    modules = (test_content, test_disk, test_memory, test_life, test_end, test_errors, test_fault, test_sockets, test_wire, test_load)
    tests = [f for module in modules for f in module.TESTS]
    passed, failed, skipped = runner.run(tests, site, words)
    print(f"boot: {passed} passed, {failed} failed, {skipped} skipped")
    if machines.sha256(site.image) != site.sha256:
        failed += 1
        print("FAIL the image changed while it was tested")
    print(f"boot: every door had the image with SHA-256 {site.sha256}")
    shutil.rmtree(os.path.join(WORK, "big"), ignore_errors=True)
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
