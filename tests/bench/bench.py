"""How long a large site takes beside hugo; requests per second and CPU beside nginx; time to the first page beside Linux with busybox. Hardware is noisy: compare
within a run, and read the ratios."""

import os
import shutil
import socket
import subprocess
import sys
import time

import bake
import linux_guest
import machines
from clients import wrk

WORK = "build/bench"
SECONDS = int(os.environ.get("BENCH_SECONDS", "5"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
PAGES = {"100 B": ("small.html", 100), "6 KiB": ("page.html", 6144)}

NGINX = """
worker_processes 1; daemon off; master_process off; pid {work}/nginx.pid; error_log {work}/nginx.log;
events {{ worker_connections 4096; multi_accept on; }}
http {{
    types {{ text/html html; }}
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
    open_file_cache max=1000; open_file_cache_valid 60s;
    client_body_temp_path {work}/t1; proxy_temp_path {work}/t2; fastcgi_temp_path {work}/t3; uwsgi_temp_path {work}/t4; scgi_temp_path {work}/t5;
    server {{ listen 127.0.0.1:8081 backlog=4096; root {folder}; }}
}}
"""


def make_site():
    """Two pages that gzip cannot help, so that both servers send the same bytes."""
    folder = os.path.join(WORK, "site")
    shutil.rmtree(WORK, ignore_errors=True)
    os.makedirs(folder)
    for name, size in PAGES.values():
        text = ("<!doctype html><title>page</title><p>" + "bread rises while the oven warms up. " * (size // 30 + 1))[:size]
        with open(os.path.join(folder, name), "w") as f:
            f.write(text)
    image = os.path.join(WORK, "site.img")
    subprocess.run(["build/sitegen", folder, "-o", image], check=True, capture_output=True)
    return folder, image


class Nginx:
    """nginx with one worker, no log and an open file cache."""

    def __init__(self, folder):
        config = os.path.abspath(os.path.join(WORK, "nginx.conf"))
        with open(config, "w") as f:
            f.write(NGINX.format(work=os.path.abspath(WORK), folder=os.path.abspath(folder)))
        self.process = subprocess.Popen(["taskset", "-c", "0", "nginx", "-c", config], stderr=subprocess.DEVNULL)
        self.url = "http://127.0.0.1:8081"
        for _ in range(200):
            if subprocess.run(["curl", "-so", "/dev/null", self.url + "/page.html"], check=False).returncode == 0:
                return
            time.sleep(0.02)
        raise AssertionError("nginx does not answer")

    cpu_s = machines.Machine.cpu_s
    resident_kib = machines.Machine.resident_kib

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def load(server, path, *options, connections=16):
    """Requests per second, and CPU seconds of the server for 100,000 requests. wrk has the other core."""
    before = server.cpu_s()
    os.sched_setaffinity(0, {1})  # inherited by wrk
    count, rate = wrk(server.url + "/" + path, *options, connections=connections, seconds=SECONDS)
    os.sched_setaffinity(0, {0, 1})
    return rate, (server.cpu_s() - before) / count * 100000


def bench_server():
    folder, image = make_site()
    machines.run("ip", "link", "set", "lo", "up")
    cases = [("keep-alive, 16 connections", 16, ()), ("one request each, 16 connections", 16, ("-H", "Connection: close")),
             ("keep-alive, 256 connections", 256, ())]
    results = {}
    resident = {}
    for _ in range(ROUNDS):  # interleaved: what the machine does meanwhile falls on both
        for name in ("sitegen", "nginx"):
            with Nginx(folder) if name == "nginx" else machines.Machine(
                    "sockets", ["taskset", "-c", "0", os.path.abspath(image), "port=8080"]) as server:
                for page, (path, _) in PAGES.items():
                    for title, connections, options in cases:
                        results.setdefault((page, title), {}).setdefault(name, []).append(
                            load(server, path, *options, connections=connections))
                resident[name] = server.resident_kib()
    print(f"\nAs a process on loopback, one core for the server, medians of {ROUNDS} rounds of {SECONDS} s")
    print(f"{'page, clients':44} {'sitegen req/s':>13} {'nginx req/s':>12} {'ratio':>6} "
          f"{'sitegen CPU s':>14} {'nginx CPU s':>12} {'ratio':>6}   (CPU s for 100,000 requests)")
    for (page, title), by_name in results.items():
        (ours, our_cpu), (theirs, their_cpu) = (tuple(sorted(v)[len(v) // 2] for v in zip(*by_name[n]))
                                                for n in ("sitegen", "nginx"))
        print(f"{page + ', ' + title:44} {ours:13.0f} {theirs:12.0f} {ours / theirs:6.2f} "
              f"{our_cpu:14.3f} {their_cpu:12.3f} {our_cpu / their_cpu:6.2f}")
    print(f"resident KiB after the load: sitegen {resident['sitegen']}, nginx {resident['nginx']}")


def answers(address):
    """Whether a GET gets a 200 now."""
    try:
        with socket.create_connection((address, 80), timeout=0.03) as s:
            s.settimeout(5)
            s.sendall(b"GET /page.html HTTP/1.0\r\nHost: a\r\n\r\n")
            return s.recv(64).split()[1] == b"200"
    except (OSError, IndexError):
        return False


def first_page(command, address):
    """Milliseconds from exec to the first 200."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.monotonic() - start < 60:
            if process.poll() is not None:
                raise AssertionError("QEMU ended: " + " ".join(command))
            if answers(address):
                return (time.monotonic() - start) * 1000
            time.sleep(0.001)
        raise AssertionError("no answer: " + " ".join(command))
    finally:
        process.kill()
        process.wait()


def bench_boot():
    _, image = make_site()
    machines.set_up_network()
    machines.run("sysctl", "-qw", f"net.ipv4.neigh.{machines.TAP}.retrans_time_ms=20")
    kernel, initrd = linux_guest.make(WORK)
    print("\nFrom exec of QEMU to the first 200, software emulation (TCG), virtio-net on a tap, 6 KiB page; ms, three runs")
    for machine in ("microvm", "q35"):
        arguments, net = machines.MACHINES[machine]
        common = [*machines.QEMU, *arguments, "-accel", "tcg", "-netdev",
                  f"tap,id=n,ifname={machines.TAP},script=no,downscript=no", "-device", net + ",netdev=n"]
        ours = [*common, "-m", "64", "-kernel", image, "-append", f"ip={machines.GUEST}/24"]
        linux = [*common, "-m", "256", "-kernel", kernel, "-initrd", initrd, "-append", "console=ttyS0 quiet"]
        times = {}
        for _ in range(3):
            for name, command in (("sitegen", ours), ("Linux + busybox httpd", linux)):
                subprocess.run(["ip", "neigh", "flush", "dev", machines.TAP], check=True)
                times.setdefault(name, []).append(first_page(command, machines.GUEST))
        for name, values in times.items():
            print(f"{machine:8} {name:24} " + " ".join(f"{v:7.0f}" for v in sorted(values)))


def main():
    wanted = sys.argv[1:] or ["bake", "server", "boot"]
    os.makedirs(WORK, exist_ok=True)
    if "bake" in wanted:
        bake.bench_bake()
    if "server" in wanted:
        bench_server()
    if "boot" in wanted:
        bench_boot()


if __name__ == "__main__":
    main()
