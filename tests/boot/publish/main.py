"""Runs the tests of this folder; see ./run."""

import os
import sys

sys.path[:0] = [os.path.dirname(__file__), os.path.dirname(os.path.dirname(__file__))]
sys.dont_write_bytecode = True

import host
import runner
import test_dhcp
import test_publish
import test_ssh


def main():
    words = sys.argv[1:]
    host.set_up_folders()
    host.set_up_network()
    daemon = host.Libvirtd()
    passed, failed, skipped = runner.run(test_publish.TESTS + test_ssh.TESTS + test_dhcp.TESTS, daemon, words)
    print(f"publish: {passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed or not passed else 0)


def be_init(child):
    """The first process of a namespace has to look after those whose parents have ended, or libvirt waits for them for ever."""
    while True:
        pid, status = os.wait()
        if pid == child:
            # Whatever is left ends with this process.
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


if __name__ == "__main__":
    tests = os.fork()
    if tests:
        be_init(tests)
    main()
