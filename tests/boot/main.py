"""Runs the tests of this folder; see ./run."""

import os
import shutil
import sys
import time
import traceback

sys.path.insert(0, os.path.dirname(__file__))

import machines
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
    failed = passed = skipped = 0
    for test in tests:
        name = test.__name__
        if words and not any(word in name for word in words):
            continue
        start = time.monotonic()
        try:
            note = test(site)
            passed += 1
            print(f"ok   {name} ({time.monotonic() - start:.1f} s){': ' + note if note else ''}", flush=True)
        except machines.Skip as why:
            skipped += 1
            print(f"skip {name}: {why}", flush=True)
        except Exception:
            failed += 1
            print(f"FAIL {name}\n{traceback.format_exc()}", flush=True)
    print(f"boot: {passed} passed, {failed} failed, {skipped} skipped")
    if machines.sha256(site.image) != site.sha256:
        failed += 1
        print("FAIL the image changed while it was tested")
    print(f"boot: every door had the image with SHA-256 {site.sha256}")
    shutil.rmtree(os.path.join(WORK, "big"), ignore_errors=True)
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
