"""Many clients at once, and clients that mean no good. Bounded in count and time."""

import os
import socket
import subprocess
import time

import machines
from clients import curl, head, wrk

SECONDS = int(os.environ.get("WRK_SECONDS", "4"))


def many_clients(door, **options):
    def test(site):
        with machines.door(door, site.image, **options) as machine:
            kept, kept_rate = wrk(machine.url + "/", seconds=SECONDS)
            new, new_rate = wrk(machine.url + "/", "-H", "Connection: close", seconds=SECONDS)
            return f"256 connections, {SECONDS} s: keep-alive {kept} ({kept_rate:.0f}/s), one request each {new} ({new_rate:.0f}/s)"
    test.__name__ = "many_clients_" + door
    return test


def a_hundred_thousand_connects_lose_none(site):
    count = int(os.environ.get("CONNECTS", "100000"))
    with machines.sockets(site.image) as machine:
        done = subprocess.run(["build/tests/boot/connects", str(machine.port), str(count)], capture_output=True, text=True,
                              timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()


def slow_clients_do_not_hold_the_house(site):
    """More clients that send half a request than there are connections: a good one still gets its page at once."""
    for door in ("sockets", "tap"):
        with machines.door(door, site.image, "conns=64") as machine:
            slow = []
            for _ in range(200):
                s = socket.socket()
                s.settimeout(5)
                try:
                    s.connect((machine.address, machine.port))
                except OSError:  # the table is full of them: new ones wait their turn
                    s.close()
                    break
                slow.append(s)
            start = time.monotonic()
            curl(machine.url + "/", seconds=20)
            took = time.monotonic() - start
            for s in slow:
                s.close()
            assert took < 3, f"{door}: {took:.1f} s"


def clients_that_take_nothing_make_room(site):
    """As many clients as there are connections ask for a megabyte and read none of it: a good one gets in."""
    image, _, _ = site.big()
    with machines.tap(image, "conns=64") as machine:
        takers = []
        for _ in range(64):
            takers.append(s := socket.socket())
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            s.connect((machine.address, machine.port))
            s.sendall(b"GET /one.bin HTTP/1.1\r\nHost: a\r\n\r\n")
        time.sleep(2)
        start = time.monotonic()
        head(machine.url + "/one.bin")
        took = time.monotonic() - start
        for s in takers:
            s.close()
        assert took < 6, f"{took:.1f} s"


def a_request_that_never_ends_gets_408(site):
    for door in ("sockets", "tap"):
        with machines.door(door, site.image) as machine, socket.create_connection((machine.address, machine.port)) as s:
            s.settimeout(20)
            s.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n")
            start = time.monotonic()
            answer = s.recv(4096)
            assert answer.startswith(b"HTTP/1.1 408 "), answer
            assert 9 < time.monotonic() - start < 15


def requests_in_pieces_and_in_heaps(site):
    """A byte at a time, and a hundred in one write: the answers are the same."""
    request = b"GET /style.css HTTP/1.1\r\nHost: a\r\n\r\n"
    for door in ("sockets", "tap", "microvm"):
        with machines.door(door, site.image) as machine:
            want = _answers(machine, [request], 1)[0]
            assert want.startswith(b"HTTP/1.1 ")
            pieces = [request[i:i + 1] for i in range(len(request))]
            assert len(_answers(machine, pieces, 1)[0]) == len(want)
            heap = _answers(machine, [request * 100], 100)
            assert [len(a) for a in heap] == [len(want)] * 100


def _answers(machine, writes, count):
    """The answers to count requests on one connection."""
    answers = []
    with socket.create_connection((machine.address, machine.port)) as s:
        s.settimeout(20)
        for piece in writes:
            s.sendall(piece)
        data = b""
        while len(answers) < count:
            end = data.find(b"\r\n\r\n")
            if end >= 0:
                fields = data[:end].lower().split(b"\r\n")
                body = next(int(f.split(b":")[1]) for f in fields if f.startswith(b"content-length:"))
                if len(data) >= end + 4 + body:
                    answers.append(data[:end + 4 + body])
                    data = data[end + 4 + body:]
                    continue
            got = s.recv(65536)
            assert got, "closed too early"
            data += got
    return answers


TESTS = [many_clients("sockets"), many_clients("tap"), many_clients("microvm", memory=64), many_clients("q35", memory=64),
         a_hundred_thousand_connects_lose_none, slow_clients_do_not_hold_the_house,
         clients_that_take_nothing_make_room, a_request_that_never_ends_gets_408,
         requests_in_pieces_and_in_heaps]
