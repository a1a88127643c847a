"""The same bytes through every door."""

import os
import shutil
import subprocess

import machines
from clients import compare_site, curl, fetch_sha256, head

SITEGEN = "build/sitegen"
BIG_MB = int(os.environ.get("BIG_MB", "100"))


class Site:
    """sites/blog baked once: the image, and the same site as a folder of files to compare with."""

    def __init__(self, work):
        self.work = work
        self.image = os.path.join(work, "blog.img")
        self.folder = os.path.join(work, "html")
        shutil.rmtree(self.folder, ignore_errors=True)
        subprocess.run([SITEGEN, "sites/blog", "-o", self.image], check=True)
        subprocess.run([SITEGEN, "sites/blog", "--html", self.folder], check=True, stdout=subprocess.DEVNULL)
        self.sha256 = machines.sha256(self.image)

    def big(self):
        """An image with files of 1 MB and of BIG_MB, that nothing can compress; made once."""
        image = os.path.join(self.work, "big.img")
        folder = os.path.join(self.work, "big")
        os.makedirs(folder, exist_ok=True)
        for name, size in (("one.bin", 1), ("big.bin", BIG_MB)):
            file = os.path.join(folder, name)
            if not os.path.exists(file) or os.path.getsize(file) != size << 20:
                with open(file, "wb") as f:
                    for _ in range(size):
                        f.write(os.urandom(1 << 20))
        subprocess.run([SITEGEN, folder, "-o", image], check=True, stdout=subprocess.DEVNULL)
        return image, machines.sha256(os.path.join(folder, "one.bin")), machines.sha256(os.path.join(folder, "big.bin"))


def every_page(door, **options):
    def test(site):
        with machines.door(door, site.image, **options) as machine:
            count = compare_site(machine, site.folder)
            checks(machine)
            return f"{count} resources, ready after {machine.ready_ms} ms by its own clock"
    test.__name__ = "every_page_" + door.replace("/", "_") + "".join(f"_{k}_{v}" for k, v in options.items())
    return test


def checks(machine):
    """What a browser relies on."""
    url = machine.url
    status, fields = head(url + "/")
    assert status == 200 and fields["content-type"] == "text/html; charset=utf-8", fields
    etag, modified = fields["etag"], fields["last-modified"]
    assert head(url + "/", "-H", f"If-None-Match: {etag}")[0] == 304
    assert head(url + "/", "-H", f"If-Modified-Since: {modified}")[0] == 304
    assert head(url + "/", "-H", 'If-None-Match: "other"')[0] == 200
    zipped = head(url + "/", "-H", "Accept-Encoding: gzip")[1]
    assert zipped["content-encoding"] == "gzip" and zipped["etag"] != etag and "vary" in zipped, zipped
    assert head(url + "/", "-I")[0] == 200
    status, fields = head(url + "/nowhere/at/all")
    assert status == 404 and "text/html" in fields["content-type"]
    assert b"</html>" in curl(url + "/nowhere/at/all")
    assert head(url + "/", "-X", "POST", "-d", "")[0] == 405
    assert head(url + "/a/%2e%2e/../../etc/passwd", "--path-as-is")[0] == 404
    assert head(url + "/%00")[0] == 400


def big_file(door, **options):
    def test(site):
        image, _, want = site.big()
        with machines.door(door, image, **options) as machine:
            got = fetch_sha256(machine.url + "/big.bin")
            assert got == want, f"{machine.name}: {got} is not {want}"
            return f"{BIG_MB} MB"
    test.__name__ = "big_file_" + door
    return test


def every_page_kvm(site):
    if not machines.kvm_opens():
        raise machines.Skip("/dev/kvm does not open")
    with machines.door("microvm/kvm", site.image, ready_s=300) as machine:
        status, _ = head(machine.url + "/", "--max-time", "200")
        assert status == 200
        return f"ready after {machine.ready_ms} ms by its own clock"


TESTS = [
    every_page("sockets"), every_page("tap"), every_page("microvm", memory=16), every_page("microvm-v2", memory=16),
    every_page("q35", memory=16), every_page("q35-modern", memory=64), every_page("q35-legacy", memory=64),
    every_page("pc", memory=64), every_page("microvm", memory=8), every_page("q35", memory=8), every_page_kvm,
    big_file("sockets"), big_file("tap"), big_file("microvm", memory=256), big_file("q35", memory=256),
]
