package io.weft.vswitch.datapath;

import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.program.Rewriter;

/**
 * Executes one program for a group of packets, instruction by instruction, each for all of them. An OUTPUT sends a copy, but for the last
 * one that uses the packet, which sends the packet itself.
 */
final class ProgramRunner {
    private static final DropReason[] REASONS = DropReason.values();

    private final Burst burst;
    private final Egress egress;
    private final FrameCache frames;
    private final Rewriter rewriter;
    private final PacketInRing controller;
    private final DropCounters drops;
    private final long[] places = new long[Burst.SIZE];
    private final int[] kinds = new int[Burst.SIZE];

    ProgramRunner(Burst burst, Egress egress, FrameCache frames, PacketInRing controller, DropCounters drops) {
        this.burst = burst;
        this.egress = egress;
        this.frames = frames;
        this.controller = controller;
        this.drops = drops;
        this.rewriter = new Rewriter(frames.memory());
    }

    /** Uses up the packets at the given positions of the burst. */
    void run(PreparedProgram prepared, int[] members, int count) {
        if (prepared.onlyOutput >= 0) {
            output(prepared.onlyOutput, members, count);
            return;
        }
        Program program = prepared.program;
        boolean located = false;
        for (int i = 0; i < program.length(); i = program.next(i)) {
            long operand = Program.operand(program.word(i));
            switch (Program.opcode(program.word(i))) {
                case Program.OUTPUT -> {
                    if (i == prepared.lastOutput) {
                        output((int) operand, members, count);
                        return;
                    }
                    outputCopies((int) operand, members, count);
                }
                case Program.SET -> {
                    if (!located) {
                        locate(members, count);
                        located = true;
                    }
                    set((int) operand, program.word(i + 1), program.word(i + 2), members, count);
                }
                case Program.PUSH_VLAN -> {
                    if (!located) {
                        locate(members, count);
                        located = true;
                    }
                    pushVlan((int) (operand >>> 16) & 0xFFFF, (int) operand & 0xFFFF, members, count);
                }
                case Program.POP_VLAN -> {
                    if (!located) {
                        locate(members, count);
                        located = true;
                    }
                    popVlan(members, count);
                }
                case Program.CONTROLLER -> punt((int) (operand >>> 32), (int) operand & 0xFFFF, members, count);
                default -> drop((int) operand, members, count);
            }
        }
        free(members, count);
    }

    /** Notes where headers are, before anything moves. */
    private void locate(int[] members, int count) {
        for (int n = 0; n < count; n++) {
            int i = members[n];
            places[i] = burst.place(i);
            kinds[i] = burst.kind(i);
        }
    }

    private void output(int port, int[] members, int count) {
        TxPort tx = egress.port(port);
        if (tx == null) {
            for (int n = 0; n < count; n++) {
                if (burst.packets[members[n]] != Packet.NONE) {
                    egress.add(port, burst.packets[members[n]]);
                }
            }
            return;
        }
        for (int n = 0; n < count; n++) {
            long packet = burst.packets[members[n]];
            if (packet != Packet.NONE) {
                tx.add(packet);
            }
        }
    }

    private void outputCopies(int port, int[] members, int count) {
        for (int n = 0; n < count; n++) {
            long packet = burst.packets[members[n]];
            if (packet == Packet.NONE) {
                continue;
            }
            if (egress.port(port) == null) {
                drops.add(DropReason.TX_PORT_GONE, 1);
                continue;
            }
            long copy = frames.copy(packet);
            if (copy == Packet.NONE) {
                drops.add(DropReason.NO_FRAMES, 1);
            } else {
                egress.add(port, copy);
            }
        }
    }

    private void set(int word, long value, long mask, int[] members, int count) {
        for (int n = 0; n < count; n++) {
            int i = members[n];
            if (burst.packets[i] != Packet.NONE) {
                rewriter.set(burst.packets[i], places[i], kinds[i], word, value, mask);
            }
        }
    }

    private void pushVlan(int tpid, int tci, int[] members, int count) {
        for (int n = 0; n < count; n++) {
            int i = members[n];
            long packet = burst.packets[i];
            if (packet == Packet.NONE) {
                continue;
            }
            long pushed = rewriter.pushVlan(packet, tpid, tci);
            if (pushed == Packet.NONE) {
                frames.free(packet);
                drops.add(DropReason.NO_HEADROOM, 1);
            }
            burst.packets[i] = pushed;
        }
    }

    private void popVlan(int[] members, int count) {
        for (int n = 0; n < count; n++) {
            int i = members[n];
            if (burst.packets[i] != Packet.NONE) {
                burst.packets[i] = rewriter.popVlan(burst.packets[i]);
            }
        }
    }

    private void punt(int reason, int maxLength, int[] members, int count) {
        for (int n = 0; n < count; n++) {
            int i = members[n];
            long packet = burst.packets[i];
            if (packet != Packet.NONE && !controller.offer(frames.memory(), packet, inPort(i), reason, maxLength)) {
                drops.add(DropReason.CONTROLLER_OVERFLOW, 1);
            }
        }
    }

    private int inPort(int i) {
        return (int) (io.weft.flow.memory.Memory.getLong(burst.key(i)) >>> 32);
    }

    private void drop(int reason, int[] members, int count) {
        int live = 0;
        for (int n = 0; n < count; n++) {
            live += burst.packets[members[n]] != Packet.NONE ? 1 : 0;
        }
        drops.add(REASONS[reason], live);
    }

    private void free(int[] members, int count) {
        for (int n = 0; n < count; n++) {
            if (burst.packets[members[n]] != Packet.NONE) {
                frames.free(burst.packets[members[n]]);
            }
        }
    }
}
