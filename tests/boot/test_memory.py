"""What "sitegen inspect --memory" says of an image, and how many connections real machines then have."""

import json

import machines
import test_content

# Rings and firmware take less on QEMU than is reckoned with, for Xen takes more: so much room stays, in connections.
SPARE = 1000


def conns_said(image, memory):
    said = json.loads(machines.run(test_content.SITEGEN, "inspect", image, "--json", "--memory", str(memory)))
    assert [row["mib"] for row in said["memory"]] == [memory]
    return said["memory"][0]["connections"]


def a_machine_serves_what_inspect_says_and_hardly_more(site):
    notes = []
    for machine, memory in (("microvm", 16), ("q35", 40), ("pc", 64), ("q35", 256)):
        conns = conns_said(site.image, memory)
        with machines.qemu(site.image, machine, "log=info", f"conns={conns}", memory=memory) as running:
            running.wait_for(rf"tcp: listen port=80 conns={conns}\b".encode(), 1)
        try:
            machines.qemu(site.image, machine, f"conns={conns + SPARE}", memory=memory).stop()
        except AssertionError as end:
            assert f"memory: too little for conns={conns + SPARE}:" in str(end), end
        else:
            raise AssertionError(f"{machine}, {memory} MiB: {conns + SPARE} connections fit, and {conns} were said")
        notes.append(f"{machine} {memory} MiB {conns}")
    return ", ".join(notes)


def without_a_word_a_machine_takes_what_there_is(site):
    conns = conns_said(site.image, 16)
    with machines.qemu(site.image, "q35", "log=info", memory=16) as running:
        has = int(running.wait_for(rb"tcp: listen port=80 conns=(\d+)\b", 1)[1])
        assert conns <= has < conns + SPARE, (conns, has)


TESTS = [a_machine_serves_what_inspect_says_and_hardly_more, without_a_word_a_machine_takes_what_there_is]
