"""The process over kernel sockets: limits of the kernel, clients that mean no good, signals."""

import os
import resource
import select
import signal
import socket
import struct
import subprocess
import time

import machines
from clients import curl

# HTTP_SEND_TIMEOUT_NS. At first the kernel's buffers take much, which is progress: the second period ends it.
SEND_TIMEOUT_S = 30


def _connect(machine, request=b""):
    s = socket.create_connection((machine.address, machine.port), 10)
    s.sendall(request)
    return s


def _reset(s):
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    s.close()


def _files(machine):
    return len(os.listdir(f"/proc/{machine.process.pid}/fd"))


def without_file_descriptors_it_waits_and_goes_on(site):
    """No descriptor is left, and no connection is there whose end could bring one back."""
    with machines.sockets(site.image) as machine:
        curl(machine.url + "/")
        while _files(machine) > 6:  # 0, 1, 2, epoll, signals, listener
            time.sleep(0.01)
        pid, hard = machine.process.pid, resource.prlimit(machine.process.pid, resource.RLIMIT_NOFILE)[1]
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (_files(machine), hard))
        with _connect(machine, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") as s:
            before = machine.cpu_s()
            time.sleep(2)
            used = machine.cpu_s() - before
            assert used <= 0.1, f"{used} s of CPU in 2 s without a descriptor"
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (hard, hard))
            assert s.recv(4096).startswith(b"HTTP/1.1 200 ")


def it_ends_at_once_under_full_load(site):
    """Signals are seen although there is always an event."""
    machine = machines.sockets(site.image)
    os.sched_setaffinity(machine.process.pid, {min(os.sched_getaffinity(0))})
    os.setpriority(os.PRIO_PROCESS, machine.process.pid, 10)
    load = subprocess.Popen(["wrk", "-t2", "-c900", "-d20s", machine.url], stdout=subprocess.DEVNULL)
    try:
        time.sleep(2)
        start = time.monotonic()
        status = machine.stop(signal.SIGTERM)
        took = time.monotonic() - start
    finally:
        load.kill()
        load.wait()
    assert status == 0 and took < 1, (status, took)
    return f"{took * 1000:.0f} ms"


def _bad_clients(machine):
    """Open connections that nobody will make good use of; those to be reset in the end come first."""
    page, big = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"GET /big.bin HTTP/1.1\r\nHost: a\r\n\r\n"
    stuck = [_connect(machine, big), _connect(machine, big), _connect(machine, big * 300)]
    stuck[1].shutdown(socket.SHUT_WR)
    others = [_connect(machine, request) for request in (b"", page, page[:20], b"junk\r\n\r\n")]
    for s in (_connect(machine, page), _connect(machine, page[:20]), _connect(machine)):
        s.shutdown(socket.SHUT_WR)
        others.append(s)
    for request in (b"", page, page[:20], big, big * 300):
        s = _connect(machine, request)
        time.sleep(0.05)
        _reset(s)
    return stuck, others


def bad_clients_cost_no_cpu_and_are_reset_in_the_end(site):
    """Silent, half-closed, reset, or not reading what they asked for."""
    image, _, _ = site.big()
    with machines.sockets(image) as machine:
        stuck, others = _bad_clients(machine)
        time.sleep(1)
        before = machine.cpu_s()
        time.sleep(3)
        used = machine.cpu_s() - before
        assert used <= 0.1, f"{used} s of CPU in 3 s"
        # They do not read, so only a RST can tell them that they have been given up.
        for s in stuck:
            poll = select.poll()
            poll.register(s, 0)
            assert poll.poll((2 * SEND_TIMEOUT_S + 5) * 1000), "not reset"
        for s in stuck + others:
            s.close()
        deadline = time.monotonic() + 15
        while _files(machine) > 6 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert _files(machine) == 6, "a connection is left"
        curl(machine.url + "/one.bin", "-o", "/dev/null")


def half_requests_leave_room_for_requests_in_pieces(site):
    """More clients that send half a request than there are buffers for it."""
    with machines.sockets(site.image, "conns=256") as machine:
        slow = []
        for _ in range(40):
            slow.append(_connect(machine, b"GET / HTTP/1.1\r\nHo"))
        time.sleep(0.5)
        for _ in range(3):
            with _connect(machine, b"GET / HTTP/1.1\r\nHo") as s:
                time.sleep(0.2)
                s.sendall(b"st: a\r\n\r\n")
                assert s.recv(65536).startswith(b"HTTP/1.1 200 ")
        for s in slow:
            s.close()


def a_storm_of_resets_does_no_harm(site):
    with machines.sockets(site.image, "conns=64") as machine:
        for i in range(3000):
            s = _connect(machine, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"[:i % 30])
            _reset(s)
        curl(machine.url + "/", "-o", "/dev/null")
        time.sleep(0.5)
        assert _files(machine) <= 7, _files(machine)


def more_clients_than_connections_are_all_served(site):
    """Keep-alive connections make room for new clients; each gets its page."""
    request = b"GET /style.css HTTP/1.1\r\nHost: a\r\n\r\n"
    with machines.sockets(site.image, "conns=16") as machine:
        clients = []
        for _ in range(300):
            s = _connect(machine, request)
            assert s.recv(65536).startswith(b"HTTP/1.1 ")
            clients.append(s)
        for s in clients:
            s.close()


def closed_standard_files_are_replaced(site):
    command = ["sh", "-c", f"exec {os.path.abspath(site.image)} port=8093 <&- >&- 2>&-"]
    process = subprocess.Popen(command)
    try:
        deadline = time.monotonic() + 5
        while True:
            try:
                socket.create_connection(("127.0.0.1", 8093)).close()
                break
            except OSError:
                assert time.monotonic() < deadline, "does not serve"
        for fd in range(3):
            assert os.readlink(f"/proc/{process.pid}/fd/{fd}") == "/dev/null"
    finally:
        process.terminate()
        assert process.wait(5) == 0


def a_listening_socket_as_standard_input_is_served_on(site):
    """Two processes in turn on one socket, which stays open all the time: nobody is refused."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = "http://127.0.0.1:%d/" % listener.getsockname()[1]
        for _ in range(2):
            waiting = _connect_to(listener, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            process = subprocess.Popen([os.path.abspath(site.image), "port=1"], stdin=listener)
            try:
                assert waiting.recv(4096).startswith(b"HTTP/1.1 200 ")
                curl(url, "-o", "/dev/null")
            finally:
                waiting.close()
                process.terminate()
                assert process.wait(5) == 0


def _connect_to(listener, request):
    s = socket.create_connection(listener.getsockname(), 10)
    s.sendall(request)
    return s


def a_console_that_nobody_reads_holds_nothing_up(site):
    reading, writing = os.pipe()
    process = subprocess.Popen([os.path.abspath(site.image), "port=8094", "log=debug"], stdout=writing)
    try:
        said = b""
        while b"ready" not in said:
            said += os.read(reading, 4096)
        # An open file of our own: the image's one keeps on blocking.
        filling = os.open(f"/proc/self/fd/{writing}", os.O_WRONLY | os.O_NONBLOCK)
        try:
            while True:
                os.write(filling, b"x" * 4096)
        except BlockingIOError:
            os.close(filling)
        for _ in range(50):
            curl("http://127.0.0.1:8094/", "-o", "/dev/null")
    finally:
        process.terminate()
        status = process.wait(5)
        os.close(reading)
        os.close(writing)
    assert status == 0, status


def too_many_arguments_are_refused(site):
    command = [os.path.abspath(site.image), *["port=80"] * 1000]
    done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    assert done.returncode == 2 and "arguments-longer-than-4095-bytes" in done.stdout, done


def a_tap_device_that_vanishes_ends_the_process(site):
    machines.run("ip", "tuntap", "add", "gone0", "mode", "tap")
    machines.run("ip", "link", "set", "gone0", "up")
    machine = machines.Machine("tap", [os.path.abspath(site.image), "tap=gone0", "ip=198.51.100.2/24"])
    machines.run("ip", "link", "del", "gone0")
    assert machine.process.wait(5) == 1
    assert b"tap: the device is gone" in machine.output()


TESTS = [without_file_descriptors_it_waits_and_goes_on, it_ends_at_once_under_full_load,
         bad_clients_cost_no_cpu_and_are_reset_in_the_end, half_requests_leave_room_for_requests_in_pieces,
         a_storm_of_resets_does_no_harm,
         more_clients_than_connections_are_all_served, closed_standard_files_are_replaced,
         a_listening_socket_as_standard_input_is_served_on,
         a_console_that_nobody_reads_holds_nothing_up, too_many_arguments_are_refused,
         a_tap_device_that_vanishes_ends_the_process]
