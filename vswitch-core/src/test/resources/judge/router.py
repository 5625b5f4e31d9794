"""A router of Linux with connection tracking, alone in a network namespace (unshare -n): frames in, frames out.

Lines on standard input:  rules N          the next N lines are rules of nft, which take the place of all others; connections are forgotten
                          send a|b HEX     a frame for the router on this side, sent on with the MAC addresses that are needed
Answers:                  a|b HEX          a frame that the router sent on that side
                          .                done
A frame is followed by a marker that no rule stops; when the marker is through, so is all that came before.
"""
import os
import socket
import struct
import subprocess
import sys

HOST = {"a": bytes.fromhex("020000000a02"), "b": bytes.fromhex("020000000b02")}
ROUTER = {"a": bytes.fromhex("020000000a01"), "b": bytes.fromhex("020000000b01")}
ADDRESS = {"a": "10.1.0.", "b": "10.2.0."}
PREFIX = {"a": "fd01::", "b": "fd02::"}
OTHER = {"a": "b", "b": "a"}


def run(*command, text=None):
    done = subprocess.run(command, input=text, text=True, capture_output=True)
    if done.returncode:
        sys.exit("%s: %s" % (" ".join(command), done.stderr))


def setting(path, value):
    with open("/proc/sys/net/" + path, "w") as file:
        file.write(value)


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def marker(side, number):
    source = socket.inet_aton(ADDRESS[side] + "9")
    destination = socket.inet_aton(ADDRESS[OTHER[side]] + "9")
    header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 32, 0, 0, 64, 17, 0, source, destination)
    header = header[:10] + struct.pack("!H", checksum(header)) + header[12:]
    return header + struct.pack("!HHHHI", 4, 4, 12, 0, number)


def prepare():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    setting("ipv4/ip_forward", "1")
    setting("ipv6/conf/all/forwarding", "1")
    setting("ipv6/conf/default/accept_dad", "0")
    sockets = {}
    for side in "ab":
        near, far = "r" + side, "w" + side
        run("ip", "link", "add", near, "address", ROUTER[side].hex(":"), "type", "veth", "peer", "name", far)
        setting("ipv6/conf/" + far + "/disable_ipv6", "1")
        for device in near, far:
            setting("ipv4/conf/" + device + "/rp_filter", "0")
            run("ip", "link", "set", device, "mtu", "9000", "up")
        run("ip", "address", "add", ADDRESS[side] + "1/24", "dev", near)
        run("ip", "-6", "address", "add", PREFIX[side] + "1/64", "dev", near, "nodad")
        for host in range(2, 10):
            run("ip", "neigh", "add", ADDRESS[side] + str(host), "lladdr", HOST[side].hex(":"), "dev", near)
            run("ip", "neigh", "add", PREFIX[side] + str(host), "lladdr", HOST[side].hex(":"), "dev", near)
        raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        raw.bind((far, 0))
        raw.settimeout(5)
        sockets[side] = raw
    setting("ipv4/conf/all/rp_filter", "0")
    return sockets


def wanted(frame, side):
    """Sent by the router to a host, and about none of the neighbours."""
    return frame[:12] == HOST[side] + ROUTER[side] and frame[12:14] in (b"\x08\x00", b"\x86\xdd")


def received(raw, side):
    while True:
        frame, address = raw.recvfrom(70000)
        if address[2] != socket.PACKET_OUTGOING and wanted(frame, side):
            return frame


def send(sockets, side, frame, number):
    sockets[side].send(ROUTER[side] + HOST[side] + frame[12:])
    for way in (side, OTHER[side]):
        mark = marker(way, number)
        sockets[way].send(ROUTER[way] + HOST[way] + b"\x08\x00" + mark)
        out = OTHER[way]
        while True:
            frame = received(sockets[out], out)
            if frame[14 + 9] == 17 and frame[34:38] == b"\0\4\0\4" and frame[42:46] == mark[28:32]:
                break
            print(out, frame.hex())
    print(".", flush=True)


def main():
    sockets = prepare()
    print(".", flush=True)
    number = 0
    for line in sys.stdin:
        words = line.split()
        if words[0] == "rules":
            rules = "".join(sys.stdin.readline() for _ in range(int(words[1])))
            run("nft", "-f", "-", text="flush ruleset\n" + rules)
            run("conntrack", "-F")
            print(".", flush=True)
        else:
            number += 1
            send(sockets, words[1], bytes.fromhex(words[2]), number)


main()
