"""What cannot be baked: a clear error, and the old image as it was."""

import os
import shutil
import subprocess

import machines

SITEGEN = os.path.abspath("build/sitegen")


def _fresh(site, name):
    folder = os.path.join(site.work, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    return folder


def _refused(folder, image, *expected, **options):
    """The bake fails with these texts, the image is untouched, and nothing else is left beside it."""
    with open(image, "wb") as f:
        f.write(b"the old image")
    before = sorted(os.listdir(os.path.dirname(image)))
    done = subprocess.run([SITEGEN, folder, "-o", image], capture_output=True, text=True, check=False, **options)
    assert done.returncode == 1, done
    for text in expected:
        assert text in done.stderr, (text, done.stderr)
    with open(image, "rb") as f:
        assert f.read() == b"the old image"
    assert sorted(os.listdir(os.path.dirname(image))) == before


def a_folder_that_is_not_there_is_an_error(site):
    _refused("build/no/such/folder", os.path.join(_fresh(site, "out"), "x.img"), "error: ", "build/no/such/folder")


def broken_front_matter_names_file_line_and_column(site):
    folder, out = _fresh(site, "in"), _fresh(site, "out")
    with open(os.path.join(folder, "a.md"), "wb") as f:
        f.write(b"---\ntitle: [one\nx: }\n---\ntext\n")
    with open(os.path.join(folder, "b.md"), "wb") as f:
        f.write(b"---\ntitle: caf\xe9\n---\ntext\n")
    _refused(folder, os.path.join(out, "x.img"), "a.md:", "b.md:2:", ": error: ")


def an_unreadable_file_is_an_error(site):
    """Root reads everything: so a reader without rights bakes."""
    folder, out = _fresh(site, "in"), _fresh(site, "out")
    for name in ("index.md", "secret.txt"):
        with open(os.path.join(folder, name), "w") as f:
            f.write("text\n")
    os.chmod(os.path.join(folder, "secret.txt"), 0)
    image = os.path.join(out, "x.img")
    if os.geteuid() != 0:
        _refused(folder, image, "secret.txt", "error: ")
        return
    with open(image, "wb") as f:
        f.write(b"the old image")
    # The capabilities that let root read are dropped; the owner is root all the same, and has no right to read.
    done = subprocess.run(["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all", SITEGEN, folder, "-o", image],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "secret.txt" in done.stderr, done
    with open(image, "rb") as f:
        assert f.read() == b"the old image"


def a_full_disk_is_an_error(site):
    """A file system of 600 KiB for the image, and a site that needs more."""
    folder, out = _fresh(site, "in"), _fresh(site, "out")
    with open(os.path.join(folder, "a.bin"), "wb") as f:
        f.write(os.urandom(1 << 20))
    # A mount of our own: the namespace of mounts ends with the command.
    script = f"mount -t tmpfs -o size=600k none {out} && printf old >{out}/x.img && " \
             f"{{ {SITEGEN} {folder} -o {out}/x.img; echo status $?; cat {out}/x.img; echo; ls -A {out}; }}"
    done = subprocess.run(["unshare", "--mount", "sh", "-c", script], capture_output=True, text=True, check=False)
    if done.stderr.startswith("unshare:"):
        raise machines.Skip(done.stderr.strip())
    assert done.stdout == "status 1\nold\nx.img\n", done
    assert "No space left on device" in done.stderr, done


def odd_names_are_served(site):
    """Spaces, percent signs, unicode, and a path of 300 characters."""
    folder, out = _fresh(site, "in"), _fresh(site, "out")
    names = ["with space.txt", "100%.txt", "a%20b.txt", "grüße.txt", "日本.txt", "q?#&+.txt", "quote\"'.txt",
             os.path.join("d" * 150, "f" * 146 + ".txt")]
    for name in names:
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "w") as f:
            f.write(name)
    image = os.path.join(out, "x.img")
    subprocess.run([SITEGEN, folder, "-o", image], check=True, capture_output=True)
    from clients import compare_site
    html = os.path.join(out, "html")
    subprocess.run([SITEGEN, folder, "--html", html], check=True, capture_output=True)
    with machines.sockets(image) as machine:
        count = compare_site(machine, html)
        assert count >= 2 * len(names)


def a_second_bake_is_bit_identical(site):
    other = os.path.join(_fresh(site, "out"), "again.img")
    subprocess.run([SITEGEN, "sites/blog", "-o", other], check=True, capture_output=True)
    assert machines.sha256(other) == site.sha256


TESTS = [a_folder_that_is_not_there_is_an_error, broken_front_matter_names_file_line_and_column,
         an_unreadable_file_is_an_error, a_full_disk_is_an_error, odd_names_are_served, a_second_bake_is_bit_identical]
