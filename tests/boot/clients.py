"""Real clients: curl, wrk, ping; and what they must find."""

import os
import re
import subprocess
import urllib.parse


def curl(url, *options, seconds=60):
    done = subprocess.run(["curl", "-sS", "--max-time", str(seconds), *options, url], capture_output=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"curl {url}: {done.stderr.decode()}")
    return done.stdout


def head(url, *options):
    text = curl(url, "-D", "-", "-o", "/dev/null", *options).decode()
    status, *lines = text.strip().split("\r\n")
    return int(status.split()[1]), {k.lower(): v for k, v in (line.split(": ", 1) for line in lines)}


def site_files(folder):
    """Every file of a rendered site, as (URL path, file)."""
    for top, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if top == folder and name == "404.html":  # the theme's: served for what is not there, without an address
                continue
            file = os.path.join(top, name)
            path = "/" + os.path.relpath(file, folder)
            yield urllib.parse.quote(path), file
            if name == "index.html":
                yield urllib.parse.quote(path[:-len("index.html")]), file


def compare_site(machine, folder):
    """Every resource byte for byte: all of them with one curl, so on one connection; then again as gzip."""
    count = 0
    pages = list(site_files(folder))
    assert len(pages) > 10, "nothing to compare"
    for options in ((), ("--compressed",)):
        for at in range(0, len(pages), 50):
            batch = pages[at:at + 50]
            command = ["curl", "-sS", "--fail", "--max-time", "300", *options]
            for i, (path, _) in enumerate(batch):
                command += ["-o", f"{folder}.got.{i}", machine.url + path]
            subprocess.run(command, check=True)
            for i, (path, file) in enumerate(batch):
                with open(f"{folder}.got.{i}", "rb") as got, open(file, "rb") as want:
                    assert got.read() == want.read(), f"{machine.name}: {path} differs"
                os.unlink(f"{folder}.got.{i}")
                count += 1
    return count


def fetch_sha256(url, *options, seconds=600):
    """The SHA-256 of a body, however long, without keeping it."""
    command = subprocess.Popen(["curl", "-sS", "--fail", "--max-time", str(seconds), *options, url], stdout=subprocess.PIPE)
    summed = subprocess.run(["sha256sum"], stdin=command.stdout, capture_output=True, text=True, check=True).stdout
    assert command.wait() == 0, f"curl {url} failed"
    return summed.split()[0]


def wrk(url, *options, connections=256, seconds=10):
    """Requests per second; any error is one too many."""
    text = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", *options, url],
                          capture_output=True, text=True, check=True).stdout
    assert "Socket errors" not in text and "Non-2xx" not in text, f"wrk {url}:\n{text}"
    count = int(re.search(r"(\d+) requests in", text)[1])
    assert count > 0, text
    return count, float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])
