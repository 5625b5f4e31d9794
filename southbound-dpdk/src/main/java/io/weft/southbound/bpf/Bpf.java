package io.weft.southbound.bpf;

import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.LinuxConstants;
import io.weft.southbound.linux.NativeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The commands of bpf(2) that the drivers need, with the attribute layouts of {@code union bpf_attr}. All cold. */
final class Bpf {
    static final int MAP_XSKMAP = 17;
    static final int PROGRAM_XDP = 6;
    static final int ATTACH_XDP = 37;

    private static final int MAP_CREATE = 0;
    private static final int MAP_UPDATE = 2;
    private static final int PROG_LOAD = 5;
    private static final int LINK_CREATE = 28;
    private static final int ATTRIBUTES = 144;
    private static final int LOG_LENGTH = 64 * 1024;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private Bpf() {}

    /** A map of {@code entries} u32 keys and u32 values. */
    static int createMap(int type, int entries, String device) throws NativeException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES, 8);
            attributes.set(INT, 0, type);
            attributes.set(INT, 4, Integer.BYTES);
            attributes.set(INT, 8, Integer.BYTES);
            attributes.set(INT, 12, entries);
            return command(MAP_CREATE, attributes, "BPF_MAP_CREATE", device);
        }
    }

    static void updateMap(int mapFd, int key, int value, String device) throws NativeException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES, 8);
            attributes.set(INT, 0, mapFd);
            attributes.set(LONG, 8, arena.allocateFrom(INT, key).address());
            attributes.set(LONG, 16, arena.allocateFrom(INT, value).address());
            command(MAP_UPDATE, attributes, "BPF_MAP_UPDATE_ELEM", device);
        }
    }

    /** Loads a program; the verifier's words are part of the error. */
    static int loadProgram(byte[] code, int type, int attachType, int flags, String device) throws NativeException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment log = arena.allocate(LOG_LENGTH);
            MemorySegment attributes = arena.allocate(ATTRIBUTES, 8);
            attributes.set(INT, 0, type);
            attributes.set(INT, 4, code.length / 8);
            attributes.set(
                    LONG, 8, arena.allocateFrom(ValueLayout.JAVA_BYTE, code).address());
            attributes.set(LONG, 16, arena.allocateFrom("Apache-2.0").address());
            attributes.set(INT, 24, 1);
            attributes.set(INT, 28, LOG_LENGTH);
            attributes.set(LONG, 32, log.address());
            attributes.set(INT, 44, flags);
            attributes.set(INT, 68, attachType);
            int fd = Libc.bpf(PROG_LOAD, attributes.address(), ATTRIBUTES);
            if (fd < 0) {
                throw refused("BPF_PROG_LOAD", device, -fd, log.getString(0).strip());
            }
            return fd;
        }
    }

    /** Attaches a program to a device until the returned descriptor is closed. */
    static int createLink(int programFd, int ifindex, int attachType, int flags, String device) throws NativeException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES, 8);
            attributes.set(INT, 0, programFd);
            attributes.set(INT, 4, ifindex);
            attributes.set(INT, 8, attachType);
            attributes.set(INT, 12, flags);
            return command(LINK_CREATE, attributes, "BPF_LINK_CREATE", device);
        }
    }

    private static int command(int command, MemorySegment attributes, String name, String device)
            throws NativeException {
        int result = Libc.bpf(command, attributes.address(), ATTRIBUTES);
        if (result < 0) {
            throw refused(name, device, -result, "");
        }
        return result;
    }

    private static NativeException refused(String name, String device, int errno, String log) {
        if (errno == LinuxConstants.EPERM) {
            return new NativeException(
                    name, device, errno, name + " on " + device + ": needs CAP_BPF and CAP_NET_ADMIN (run as root)");
        }
        NativeException plain = new NativeException(name, device, errno);
        return log.isEmpty()
                ? plain
                : new NativeException(name, device, errno, plain.getMessage() + "; the verifier says: " + log);
    }
}
