package io.weft.southbound.tunnel;

import io.weft.flow.memory.Memory;
import io.weft.southbound.linux.DatagramCalls;
import io.weft.southbound.linux.Libc;
import io.weft.southbound.offload.ChainWriter;
import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.ArrivalQueue;
import io.weft.vswitch.tunnel.Decapsulator;
import org.agrona.concurrent.NanoClock;

/**
 * Receives at one UDP port for all tunnel ports that have it.
 *
 * <pre>
 *   recvmmsg, up to 64 --> frame: | descriptor | headroom | tunnel header | packet ...        overflow: | rest of a jumbo packet
 *                                                         ^ 248           ^ 256 (without Geneve options)
 *     --> Decapsulator: in_port, or a reason to drop --> waiting, in the order of arrival
 *   each receive(): the packets that wait with the in_port of the first of them
 * </pre>
 *
 * Packets of one flow have one header, so they keep their order.
 *
 * <p>Thread-safety: the agent that runs the queue. Allocation: for an outer header that is new alone.
 */
final class TunnelRxQueue implements ArrivalQueue {
    private static final int SLOTS = 64;
    private static final int NAME_ROOM = 32;
    private static final int VECTOR_ROOM = 2 * MessageDescriptor.VECTOR;
    private static final int CONTROL_ROOM = 192;
    private static final int SLOT_ROOM = NAME_ROOM + VECTOR_ROOM + CONTROL_ROOM;
    private static final int OVERFLOW = 1 << 16;
    private static final int LEAD = 8;
    private static final long MAPPED = 0xFFFFL << 32;

    private final int fd;
    private final PacketMemory memory;
    private final Decapsulator decapsulator;
    private final NanoClock clock;
    private final ChainWriter writer;
    private final Memory.Block messages = Memory.allocate((long) SLOTS * MessageDescriptor.LENGTH, 64);
    private final Memory.Block rooms = Memory.allocate((long) SLOTS * SLOT_ROOM, 64);
    private final Memory.Block overflow = Memory.reserve((long) SLOTS * OVERFLOW, 4096);
    private final long[] frameOfSlot = new long[SLOTS];
    private final long[] waiting = new long[SLOTS];
    private final int[] waitingInPorts = new int[SLOTS];
    private int waitingCount;
    private int inPort = -1;
    private DropCounters drops;
    private volatile long lost;

    // of the datagram in hand

    private long localHigh;
    private long localLow;
    private int tos;
    private int ttl;

    TunnelRxQueue(int fd, PacketMemory memory, Decapsulator decapsulator, NanoClock clock) {
        this.fd = fd;
        this.memory = memory;
        this.decapsulator = decapsulator;
        this.clock = clock;
        writer = new ChainWriter(memory);
        for (int slot = 0; slot < SLOTS; slot++) {
            long room = rooms.address() + (long) slot * SLOT_ROOM;
            long message = message(slot);
            MessageDescriptor.name(message, room, MessageDescriptor.ADDRESS6);
            MessageDescriptor.vectors(message, room + NAME_ROOM, 2);
            MessageDescriptor.control(message, room + NAME_ROOM + VECTOR_ROOM, CONTROL_ROOM);
            MessageDescriptor.vector(
                    room + NAME_ROOM + MessageDescriptor.VECTOR, overflow.address() + (long) slot * OVERFLOW, OVERFLOW);
        }
    }

    private long message(int slot) {
        return messages.address() + (long) slot * MessageDescriptor.LENGTH;
    }

    @Override
    public int pollFd() {
        return fd;
    }

    @Override
    public void drops(DropCounters counters) {
        drops = counters;
    }

    @Override
    public int inPort() {
        return inPort;
    }

    @Override
    public long missed() {
        return lost;
    }

    @Override
    public int receive(FrameCache frames, long[] packets, int limit) {
        if (waitingCount == 0) {
            read(frames);
        }
        if (waitingCount == 0) {
            return 0;
        }
        inPort = waitingInPorts[0];
        int taken = 0;
        int left = 0;
        for (int i = 0; i < waitingCount; i++) {
            if (waitingInPorts[i] == inPort && taken < limit) {
                packets[taken++] = waiting[i];
            } else {
                waiting[left] = waiting[i];
                waitingInPorts[left++] = waitingInPorts[i];
            }
        }
        waitingCount = left;
        return taken;
    }

    private void read(FrameCache frames) {
        int ready = provide(frames);
        int count = ready == 0 ? 0 : DatagramCalls.receive(fd, messages.address(), ready);
        if (count <= 0) {
            return; // EAGAIN: nothing there; other errors are of datagrams that were sent, and concern nobody here
        }
        long nowNs = clock.nanoTime();
        for (int slot = 0; slot < count; slot++) {
            take(frames, slot, nowNs);
        }
    }

    /** Sees to it that slots have frames; returns how many do. */
    private int provide(FrameCache frames) {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (frameOfSlot[slot] == 0) {
                long base = frames.allocate();
                if (base == 0) {
                    return slot;
                }
                frameOfSlot[slot] = base;
                MessageDescriptor.vector(
                        rooms.address() + (long) slot * SLOT_ROOM + NAME_ROOM,
                        base + PacketMemory.DATA_OFFSET - LEAD,
                        memory.frameCapacity() + LEAD);
            }
        }
        return SLOTS;
    }

    private void take(FrameCache frames, int slot, long nowNs) {
        long message = message(slot);
        int bytes = MessageDescriptor.bytes(message);
        long name = rooms.address() + (long) slot * SLOT_ROOM;
        readControl(name + NAME_ROOM + VECTOR_ROOM, MessageDescriptor.controlLength(message));
        readAddresses(name);
        MessageDescriptor.nameLength(message, MessageDescriptor.ADDRESS6);
        MessageDescriptor.controlLength(message, CONTROL_ROOM);
        long datagram = frameOfSlot[slot] + PacketMemory.DATA_OFFSET - LEAD;
        int room = memory.frameCapacity() + LEAD;
        int where = decapsulator.judge(datagram, Math.min(bytes, room), tos, ttl, nowNs);
        if (where == Decapsulator.DROP) {
            drops.add(decapsulator.reason(), 1);
            return;
        }
        int header = decapsulator.headerLength();
        long packet;
        if (bytes <= room) {
            packet = Packet.of(datagram + header, bytes - header);
            frameOfSlot[slot] = 0;
        } else {
            packet = chain(frames, datagram + header, room - header, slot, bytes - room);
        }
        if (packet == Packet.NONE) {
            drops.add(DropReason.NO_FRAMES, 1);
            return;
        }
        waiting[waitingCount] = packet;
        waitingInPorts[waitingCount++] = where;
    }

    private long chain(FrameCache frames, long first, int firstLength, int slot, int rest) {
        boolean whole = writer.begin(frames)
                && writer.append(first, firstLength)
                && writer.append(overflow.address() + (long) slot * OVERFLOW, Math.min(rest, OVERFLOW));
        return whole ? writer.finish() : Packet.NONE;
    }

    private void readAddresses(long name) {
        if (Memory.getInt(name) << 16 >>> 16 == UdpSocket.AF_INET6) {
            decapsulator.addresses(
                    Memory.getLongNetwork(name + 8), Memory.getLongNetwork(name + 16), localHigh, localLow);
        } else {
            decapsulator.addresses(0, MAPPED | Memory.getIntNetwork(name + 4) & 0xFFFF_FFFFL, localHigh, localLow);
        }
    }

    private void readControl(long control, int length) {
        localHigh = 0;
        localLow = 0;
        tos = 0;
        ttl = 0;
        long end = control + length;
        long at = control;
        while (at + MessageDescriptor.CONTROL_HEADER <= end) {
            long data = at + MessageDescriptor.CONTROL_HEADER;
            int level = Memory.getInt(at + 8);
            int type = Memory.getInt(at + 12);
            if (level == UdpSocket.SOL_IP) {
                readIpv4(type, data);
            } else if (level == UdpSocket.SOL_IPV6) {
                readIpv6(type, data);
            } else if (level == UdpSocket.SOL_SOCKET && type == UdpSocket.SO_RXQ_OVFL) {
                lost = Memory.getInt(data) & 0xFFFF_FFFFL;
            }
            at += Math.max(MessageDescriptor.CONTROL_HEADER, Memory.getLong(at) + 7 & -8L);
        }
    }

    private void readIpv4(int type, long data) {
        switch (type) {
            case UdpSocket.IP_TOS -> tos = Memory.getByte(data);
            case UdpSocket.IP_TTL -> ttl = Memory.getInt(data);
            case UdpSocket.IP_PKTINFO -> localLow = MAPPED | Memory.getIntNetwork(data + 8) & 0xFFFF_FFFFL;
            default -> {
                // not asked for
            }
        }
    }

    private void readIpv6(int type, long data) {
        switch (type) {
            case UdpSocket.IPV6_TCLASS -> tos = Memory.getInt(data);
            case UdpSocket.IPV6_HOPLIMIT -> ttl = Memory.getInt(data);
            case UdpSocket.IPV6_PKTINFO -> {
                localHigh = Memory.getLongNetwork(data);
                localLow = Memory.getLongNetwork(data + 8);
            }
            default -> {
                // not asked for
            }
        }
    }

    /** Gives back all frames and closes the socket. No agent runs the queue any more. */
    void close(FrameCache frames) {
        for (int i = 0; i < waitingCount; i++) {
            frames.free(waiting[i]);
        }
        waitingCount = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (frameOfSlot[slot] != 0) {
                frames.freeFrame(frameOfSlot[slot]);
                frameOfSlot[slot] = 0;
            }
        }
        Libc.close(fd);
        messages.close();
        rooms.close();
        overflow.close();
    }
}
