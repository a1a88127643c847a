"""How long a large site takes: sitegen to the finished image, hugo to a folder of HTML."""

import os
import resource
import shutil
import subprocess
import sys
import time

import posts

WORK = os.path.abspath("build/bench-bake")
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
COUNT = int(os.environ.get("BENCH_POSTS", "10000"))


def measure(command, env):
    """Seconds, CPU seconds with those of children, and the most KiB that one process had at once."""
    pid_before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    if status != 0:
        sys.exit(f"{command[0]}: {error.decode()[:2000]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - pid_before.ru_utime - pid_before.ru_stime
    return wall, cpu, usage.ru_maxrss


def median(values):
    return tuple(sorted(v)[len(v) // 2] for v in zip(*values))


class Bench:
    def __init__(self, count):
        self.folder = os.path.join(WORK, str(count))
        posts.make(self.folder, count)
        self.jekyll = os.path.join(self.folder, "jekyll")
        self.cache = os.path.join(self.folder, "cache")
        self.out = os.path.join(self.folder, "out")
        self.image = os.path.join(self.folder, "site.img")
        self.env = dict(os.environ, XDG_CACHE_HOME=self.cache, HUGO_CACHEDIR=os.path.join(self.folder, "hugo-cache"))

    def sitegen(self, *options):
        return measure(["build/sitegen", self.jekyll, "-o", self.image, *options], self.env)

    def full(self):
        """With a cache that is empty, and is filled."""
        shutil.rmtree(self.cache, ignore_errors=True)
        return self.sitegen()

    def hugo(self):
        shutil.rmtree(self.out, ignore_errors=True)
        return measure(["hugo", "--quiet", "-s", os.path.join(self.folder, "hugo"), "-d", self.out], self.env)

    def post(self):
        folder = os.path.join(self.jekyll, "_posts")
        return os.path.join(folder, sorted(os.listdir(folder))[len(os.listdir(folder)) // 2])

    def text_changed(self):
        with open(self.post(), "a", encoding="utf-8") as f:
            f.write("\nOne more line.\n")
        return self.sitegen()

    def title_changed(self):
        with open(self.post(), encoding="utf-8") as f:
            text = f.read()
        with open(self.post(), "w", encoding="utf-8") as f:
            f.write(text.replace('title: "', 'title: "New ', 1))
        return self.sitegen()


def show(what, figures, peer=None):
    wall, cpu, kib = figures
    ratio = f"{wall / peer[0]:6.2f} of hugo's time" if peer else ""
    print(f"{what:58} {wall:7.2f} s {cpu:7.2f} CPU s {kib / 1024:7.0f} MiB  {ratio}", flush=True)


def count_files(folder):
    return sum(len(files) for _, _, files in os.walk(folder))


def bench_bake():
    """Interleaved: what the machine does meanwhile falls on both."""
    print(f"\nA site of {COUNT} posts, {os.cpu_count()} processors, medians of {ROUNDS} rounds; MiB: the most at once")
    bench = Bench(COUNT)
    cases = {"hugo": bench.hugo, "sitegen, everything, image included": bench.full, "sitegen, nothing changed": bench.sitegen,
             "sitegen, the text of one post changed": bench.text_changed,
             "sitegen, the title of one post changed": bench.title_changed}
    found = {what: [] for what in cases}
    for _ in range(ROUNDS):
        for what, run in cases.items():
            found[what].append(run())
    hugo = median(found["hugo"])
    for what, values in found.items():
        show(what, median(values), None if what == "hugo" else hugo)
    single = measure(["build/sitegen", bench.jekyll, "-o", bench.image, "--no-cache", "--jobs", "1"], bench.env)
    show("sitegen, everything, one processor, no cache", single, hugo)
    print(f"hugo wrote {count_files(bench.out)} files; the image holds {os.path.getsize(bench.image) / 1e6:.0f} MB")
    small = Bench(COUNT // 10)
    _, _, little = small.full()
    _, _, much = median(found["sitegen, everything, image included"])
    print(f"memory: {little / 1024:.0f} MiB for {COUNT // 10} posts, {much / 1024:.0f} MiB for {COUNT}: "
          f"{(much - little) / (COUNT - COUNT // 10):.1f} KiB a post")
    shutil.rmtree(WORK, ignore_errors=True)


if __name__ == "__main__":
    bench_bake()
