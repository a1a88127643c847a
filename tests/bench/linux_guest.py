"""A Linux guest with busybox httpd, from Debian's packages: the peer for boot times."""

import glob
import os
import re
import shutil
import subprocess

import machines

# In the order in which they can be loaded.
MODULES = ["virtio_ring", "virtio", "virtio_pci_modern_dev", "virtio_pci_legacy_dev", "virtio_pci", "virtio_mmio", "failover",
           "net_failover", "virtio_net"]
INIT = f"""#!/bin/busybox sh
/bin/busybox mount -t devtmpfs none /dev
for m in {' '.join(MODULES)}; do [ -e /$m.ko ] && /bin/busybox insmod /$m.ko; done
/bin/busybox ip link set lo up
/bin/busybox ip addr add {machines.GUEST}/24 dev eth0
/bin/busybox ip link set eth0 up
exec /bin/busybox httpd -f -p 80 -h /www
"""


def fetch_kernel(cache):
    """Debian's cloud kernel, unpacked once below build/."""
    if not glob.glob(os.path.join(cache, "boot/vmlinuz-*")):
        os.makedirs(cache, exist_ok=True)
        text = machines.run("apt-cache", "depends", "linux-image-cloud-amd64")
        package = re.search(r"Depends: (linux-image-\S+)", text)[1]
        subprocess.run(["apt-get", "-o", "APT::Sandbox::User=root", "download", package], cwd=cache, check=True,
                       stdout=subprocess.DEVNULL)
        subprocess.run(["dpkg", "-x", glob.glob(os.path.join(cache, "*.deb"))[0], cache], check=True)
    return glob.glob(os.path.join(cache, "boot/vmlinuz-*"))[0]


def make(work):
    """Returns the kernel and an initramfs that serves the bench's pages."""
    cache = "build/linux-guest"
    kernel = fetch_kernel(cache)
    root = os.path.join(work, "initramfs")
    shutil.rmtree(root, ignore_errors=True)
    for folder in ("bin", "dev", "www"):
        os.makedirs(os.path.join(root, folder))
    shutil.copy("/bin/busybox", os.path.join(root, "bin/busybox"))
    for name in os.listdir(os.path.join(work, "site")):
        shutil.copy(os.path.join(work, "site", name), os.path.join(root, "www"))
    for module in MODULES:
        for found in glob.glob(f"{cache}/lib/modules/*/kernel/**/{module}.ko", recursive=True):
            shutil.copy(found, os.path.join(root, module + ".ko"))
    with open(os.path.join(root, "init"), "w") as f:
        f.write(INIT)
    os.chmod(os.path.join(root, "init"), 0o755)
    initrd = os.path.join(work, "initramfs.cpio")
    with open(initrd, "wb") as f:
        names = subprocess.run(["find", "."], cwd=root, capture_output=True, check=True).stdout
        subprocess.run(["cpio", "-o", "-H", "newc", "--quiet"], cwd=root, input=names, stdout=f, check=True)
    return kernel, initrd
