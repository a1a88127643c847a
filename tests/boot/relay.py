"""A bad wire: moves frames between two interfaces and loses, doubles and reorders some on the way.

    relay.py TAP DEVICE LOSS DUPLICATION REORDERING SEED      (percent, each way)

TAP is made here, plain, so that all checksums are complete; DEVICE is read and written raw. Ended by SIGTERM."""

import fcntl
import os
import random
import select
import socket
import struct
import sys

ETH_P_ALL = 3
PACKET_OUTGOING = 4
TUNSETIFF = 0x400454CA
IFF_TAP, IFF_NO_PI = 2, 0x1000


def main():
    name, device = sys.argv[1:3]
    loss, duplication, reordering = (float(x) / 100 for x in sys.argv[3:6])
    chance = random.Random(int(sys.argv[6]))
    tap = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
    raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    raw.bind((device, 0))
    print("relaying", flush=True)

    held = {tap: None, raw.fileno(): None}  # one frame each way that the next one overtakes

    def forward(to, frame):
        write = (lambda f: os.write(tap, f)) if to == tap else raw.send
        if chance.random() < loss:
            return
        if chance.random() < reordering and held[to] is None:
            held[to] = frame
            return
        write(frame)
        if chance.random() < duplication:
            write(frame)
        if held[to] is not None:
            late, held[to] = held[to], None
            write(late)

    while True:
        ready, _, _ = select.select([tap, raw], [], [], 0.05)
        if tap in ready:
            forward(raw.fileno(), os.read(tap, 2048))
        if raw in ready:
            frame, address = raw.recvfrom(65536)
            if address[2] != PACKET_OUTGOING:
                forward(tap, frame)
        if not ready:  # nothing came to overtake it
            for to in held:
                if held[to] is not None:
                    late, held[to] = held[to], None
                    os.write(tap, late) if to == tap else raw.send(late)


if __name__ == "__main__":
    main()
