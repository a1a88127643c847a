"""When the kernel itself goes wrong: a readable report, and a reset. fault/fault.c commits the faults."""

import re
import subprocess

import machines

IMAGE = "build/tests/boot/fault.elf"
NO = "the page does not allow it"
REPORTS = {
    "null": r"fault: page fault at [0-9a-f]{16}, read of 0{14}10: null pointer",
    "text": rf"fault: page fault at [0-9a-f]{{16}}, write of [0-9a-f]{{16}}: {NO}",
    "rodata": rf"fault: page fault at [0-9a-f]{{16}}, write of [0-9a-f]{{16}}: {NO}",
    "payload": rf"fault: page fault at [0-9a-f]{{16}}, write of [0-9a-f]{{16}}: {NO}",
    "tables": rf"fault: page fault at [0-9a-f]{{16}}, write of [0-9a-f]{{16}}: {NO}",
    "run-data": rf"fault: page fault at ([0-9a-f]{{16}}), execute of \1: {NO}",
    "run-payload": rf"fault: page fault at ([0-9a-f]{{16}}), execute of \1: {NO}",
    "run-tables": rf"fault: page fault at ([0-9a-f]{{16}}), execute of \1: {NO}",
    "stack": r"fault: page fault at [0-9a-f]{16}, write of [0-9a-f]{16}: stack overflow",
    "divide": r"fault: divide error vector=0 code=0 at [0-9a-f]{16}",
    "canary": r"stack: canary overwritten",
    "assert": r"tests/boot/fault/fault.c:\d+: assertion failed: zero == 1",
}


def faults_are_reported_and_reset_the_machine(machine):
    def test(_):
        for fault, report in REPORTS.items():
            # With -no-reboot QEMU ends at a reset; a machine that hung would run into the time limit.
            command = [*machines.QEMU, *machines.MACHINES[machine][0], "-accel", "tcg", "-m", "16"]
            command += ["-kernel", IMAGE, "-append", "fault=" + fault]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            assert re.search(report, done.stdout), (machine, fault, done)
            assert "survived" not in done.stdout and done.stdout.count("fault: ") <= 1, (machine, fault, done)
            if "fault: " in report:
                registers = r"rax [0-9a-f]{16} .*\n(.*\n)*  stack [0-9a-f]{16}"
                assert re.search(registers, done.stdout), done.stdout
    test.__name__ = "faults_are_reported_and_reset_the_machine_" + machine
    return test


TESTS = [faults_are_reported_and_reset_the_machine(machine) for machine in ("microvm", "q35", "pc")]
