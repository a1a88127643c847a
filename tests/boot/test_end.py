"""Being asked to end: nobody is cut off, nobody new is taken, and nobody is waited for long."""

import hashlib
import json
import os
import signal
import socket
import threading
import time

import machines

DRAIN_S = 1  # APPLIANCE_DRAIN_NS
PAGE = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


def _connect(machine, request=b"", window=None):
    s = socket.socket()
    if window:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    s.settimeout(10)
    s.connect((machine.address, machine.port))
    s.sendall(request)
    return s


def _reply(s):
    """A whole reply: its head, and what is behind that."""
    text = b""
    while b"\r\n\r\n" not in text:
        text += _more(s)
    head, _, body = text.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    while len(body) < int(fields[b"content-length"]):
        body += _more(s)
    return fields, body


def _more(s):
    piece = s.recv(65536)
    assert piece, "cut off"
    return piece


def _start(site, door, image, *words, **options):
    """The machine, and how to ask it to end."""
    if door in ("sockets", "tap"):
        machine = machines.door(door, image, *words)
        return machine, lambda: machine.process.send_signal(signal.SIGTERM)
    path = os.path.join(site.work, "qmp")
    machine = machines.door(door, image, *words, extra=("-qmp", f"unix:{path},server=on,wait=off"), **options)

    def press():
        with socket.socket(socket.AF_UNIX) as s:
            s.connect(path)
            with s.makefile("rw") as talk:
                talk.readline()
                for command in ("qmp_capabilities", "system_powerdown"):
                    print(json.dumps({"execute": command}), file=talk, flush=True)
                    while "return" not in talk.readline():
                        pass
    return machine, press


def _ended(machine, within_s):
    start = time.monotonic()
    status = machine.process.wait(within_s + 10)
    took = time.monotonic() - start
    assert status == 0 and took < within_s, (machine.name, status, took)
    return took


def _nobody_new(machine):
    """Own TCP: silence, so that the client asks again. The kernel's: a RST, for the socket is closed."""
    with socket.socket() as late:
        late.settimeout(0.3)
        try:
            late.connect((machine.address, machine.port))
            raise AssertionError("somebody new was taken")
        except socket.timeout:
            return "silence"
        except ConnectionRefusedError:
            return "refused"


def drains(door, **options):
    def test(site):
        image, want, _ = site.big()
        machine, ask = _start(site, door, image, **options)
        try:
            idle, silent = _connect(machine, PAGE), _connect(machine)
            slow = _connect(machine, PAGE.replace(b"/", b"/one.bin", 1), window=65536)
            _reply(idle)
            first = _more(slow)
            time.sleep(0.4)
            new, under_way = _connect(machine), _connect(machine, PAGE[:10])
            time.sleep(0.05)
            ask()
            assert idle.recv(1) == b"", "what is idle is closed"
            assert silent.recv(1) == b"", "so is what never asked for anything"
            new.sendall(PAGE)
            under_way.sendall(PAGE[10:])
            for s in (new, under_way):
                assert _reply(s)[0][b"connection"] == b"close"
                assert s.recv(1) == b""
            late = _nobody_new(machine)
            assert late == ("refused" if door == "sockets" else "silence"), late
            body = first.partition(b"\r\n\r\n")[2]
            while len(body) < 1 << 20:
                body += _more(slow)
            assert hashlib.sha256(body).hexdigest() == want, "a reply under way arrives whole"
            for s in (idle, slow, silent, new, under_way):
                s.close()
            return f"over {_ended(machine, DRAIN_S) * 1000:.0f} ms behind the last reply; who is late meets {late}"
        finally:
            machine.stop()
    test.__name__ = "drains_" + door
    return test


def who_asks_twice_does_not_wait(site):
    for door in ("sockets", "q35"):
        machine, ask = _start(site, door, site.image)
        try:
            with _connect(machine, PAGE[:10]) as half:
                time.sleep(0.1)
                ask()
                time.sleep(0.1)
                assert machine.process.poll() is None
                ask()
                _ended(machine, DRAIN_S / 2)
                try:
                    assert half.recv(1) == b""
                except ConnectionResetError:
                    pass
        finally:
            machine.stop()


def nobody_is_waited_for_long(site):
    notes = []
    for door in ("sockets", "tap"):
        machine, ask = _start(site, door, site.image)
        try:
            with _connect(machine, PAGE[:10]) as half:
                time.sleep(0.1)
                ask()
                notes.append(f"{door} {_ended(machine, DRAIN_S + 0.5) * 1000:.0f} ms")
                try:
                    half.recv(1)
                    raise AssertionError("what is left is reset")
                except ConnectionResetError:
                    pass
        finally:
            machine.stop()
    return ", ".join(notes)


def a_socket_is_handed_on_under_full_load(site):
    """Twenty times, with a connection for each request and with connections that are kept: nobody notices."""
    done, failures, ended = [0], [], threading.Event()
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        address = listener.getsockname()

        def ask(keep):
            while not ended.is_set():
                try:
                    with socket.create_connection(address, 10) as s:
                        closes = False
                        while not closes:
                            s.sendall(PAGE)
                            closes = _reply(s)[0].get(b"connection") == b"close" or not keep or ended.is_set()
                            done[0] += 1
                except (OSError, AssertionError) as error:
                    failures.append(error)

        threads = [threading.Thread(target=ask, args=(i % 2 == 0,)) for i in range(6)]
        image = machines.sockets(site.image, listener=listener)
        for thread in threads:
            thread.start()
        try:
            for _ in range(20):
                time.sleep(0.05)
                image, old = machines.sockets(site.image, listener=listener), image
                old.process.send_signal(signal.SIGTERM)
                _ended(old, DRAIN_S)
        finally:
            ended.set()
            for thread in threads:
                thread.join()
            image.stop()
    assert not failures and done[0] > 0, f"{len(failures)} of {done[0]}: {failures[:3]}"
    return f"{done[0]} requests"


TESTS = [drains("sockets"), drains("tap"), drains("microvm", memory=256), drains("q35", memory=256),
         who_asks_twice_does_not_wait, nobody_is_waited_for_long, a_socket_is_handed_on_under_full_load]
