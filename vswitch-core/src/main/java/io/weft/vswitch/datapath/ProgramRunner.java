package io.weft.vswitch.datapath;

import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.program.HeaderPlace;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.program.RejectOrder;
import io.weft.vswitch.program.Rewriter;
import io.weft.vswitch.program.SampleOrder;
import io.weft.vswitch.program.Upcall;
import io.weft.vswitch.track.TrackOrder;
import io.weft.vswitch.tunnel.TunnelOrders;

/**
 * Executes one program for a group of packets, instruction by instruction, each for all of them. An OUTPUT sends a copy, but for the last
 * one that uses the packet, which sends the packet itself. Between CLONE_BEGIN and CLONE_END copies stand in for the packets; at a CHECK_LENGTH
 * the group parts and meets again.
 */
final class ProgramRunner {
    private static final DropReason[] REASONS = DropReason.values();

    private final Burst burst;
    private final Egress egress;
    private final FrameCache frames;
    private final Rewriter rewriter;
    private final PacketRing<Upcall> controller;
    private final Sampler sampler;
    private final DropCounters drops;
    private final PacketRing<RejectOrder> rejects;
    private final MeterRunner meters;
    private final TrackRunner tracks;

    /** Whether the packets come round, so that the tracker has told of them. */
    private final boolean areRound;

    private final long[] places = new long[Burst.SIZE];
    private final int[] kinds = new int[Burst.SIZE];
    private boolean located;
    private long[][] savedPackets = {};
    private long[][] savedPlaces = {};
    private int cloneLevel;

    /** Of the ports that the packets are sent to, as set_queue has chosen it. */
    private int queue;

    private int[] savedQueues = {};
    private int[][] branches = {};
    private int checkLevel;

    ProgramRunner(
            Burst burst,
            Egress egress,
            FrameCache frames,
            PacketRing<Upcall> controller,
            PacketRing<RejectOrder> rejects,
            Sampler sampler,
            DropCounters drops,
            TrackRunner tracks,
            boolean areRound) {
        this.tracks = tracks;
        this.areRound = areRound;
        this.burst = burst;
        this.egress = egress;
        this.frames = frames;
        this.controller = controller;
        this.rejects = rejects;
        this.sampler = sampler;
        this.drops = drops;
        this.rewriter = new Rewriter(frames.memory());
        this.meters = new MeterRunner(burst, frames, rewriter, drops);
    }

    /** What the following groups go by: meters of a version, and the time. */
    void begin(SwitchSnapshot snapshot, long nowNs) {
        tracks.begin(nowNs);
        meters.begin(snapshot, nowNs);
    }

    /** Uses up the packets at the given positions of the burst. */
    void run(PreparedProgram prepared, int[] members, int size) {
        if (prepared.onlyOutput >= 0) {
            outputOnly(prepared.onlyOutput, members, size);
            return;
        }
        int count = tracks.sift(prepared, members, size);
        if (prepared.onlyTracks != null && isDoneAsKnown(prepared, members, count)) {
            return;
        }
        located = false;
        cloneLevel = 0;
        queue = 0;
        reserve(prepared);
        if (prepared.tracks && !areRound) {
            tracks.arrive(members, count);
        }
        if (!run(prepared, 0, prepared.code.length, members, count)) {
            free(members, count);
        }
    }

    /**
     * As {@link #run(PreparedProgram, int[], int)}, from behind the instruction at {@code behind} on. In a clone that is the rest of the clone, for this
     * is the copy; in a branch its rest, and what follows the branches.
     */
    void resume(PreparedProgram prepared, int behind, int[] members, int count) {
        located = false;
        cloneLevel = 0;
        queue = 0;
        reserve(prepared);
        resume(prepared, behind, 0, prepared.code.length, members, count);
        free(members, count);
    }

    /** Resumes in the block from {@code from} to {@code end}; returns whether the packets go on behind it. */
    private boolean resume(PreparedProgram prepared, int behind, int from, int end, int[] members, int count) {
        long[] code = prepared.code;
        for (int i = from; i < behind; ) {
            int opcode = Program.opcode(code[i]);
            int next = i + Program.length(opcode);
            if (opcode == Program.CLONE_BEGIN) {
                next = prepared.cloneEnd(i);
                if (behind < next) {
                    resume(prepared, behind, i + 1, next, members, count);
                    return false;
                }
            } else if (opcode == Program.SET_PRIORITY) {
                queue = (int) Program.operand(code[i]);
            } else if (opcode == Program.CHECK_LENGTH) {
                int elseAt = Program.elseOf(code[i + 1]);
                next = Program.endOf(code[i + 1]);
                if (behind < next) {
                    boolean longer = behind < elseAt;
                    return resume(prepared, behind, longer ? i + 2 : elseAt, longer ? elseAt : next, members, count)
                            && !run(prepared, next, end, members, count);
                }
            }
            i = next;
        }
        return !run(prepared, behind + 1, end, members, count);
    }

    /** Lets packets of connections that are there go the short way, if that is worth it now. */
    private boolean isDoneAsKnown(PreparedProgram prepared, int[] members, int count) {
        int port = tracks.runKnown(prepared, !areRound, members, count);
        if (port >= 0) {
            outputOnly(port, members, count);
        } else if (port == ConnectionCache.SEVERAL) {
            int[] ports = tracks.knownPorts();
            for (int n = 0; n < count; n++) {
                egress.add(ports[n], burst.packets[members[n]], 0);
            }
        }
        return port != TrackRunner.NOT_NOW;
    }

    /** Room for clones within clones and branches within branches, as much as any program so far wanted. */
    private void reserve(PreparedProgram prepared) {
        if (prepared.cloneDepth > savedPackets.length) {
            savedPackets = new long[prepared.cloneDepth][Burst.SIZE];
            savedPlaces = new long[prepared.cloneDepth][Burst.SIZE];
            savedQueues = new int[prepared.cloneDepth];
        }
        if (prepared.checkDepth > branches.length) {
            branches = new int[prepared.checkDepth][Burst.SIZE];
        }
    }

    /** Executes the code from {@code from} to {@code end}; returns whether the packets themselves were sent by the last instruction. */
    private boolean run(PreparedProgram prepared, int from, int end, int[] members, int count) {
        long[] code = prepared.code;
        int limit = 0;
        int tunnel = TunnelOrders.NONE;
        for (int i = from; i < end; ) {
            long operand = Program.operand(code[i]);
            int opcode = Program.opcode(code[i]);
            int next = i + Program.length(opcode);
            switch (opcode) {
                case Program.OUTPUT -> {
                    outputCopies((int) operand, limit, tunnel, members, count);
                    limit = 0;
                    tunnel = TunnelOrders.NONE;
                }
                case PreparedProgram.LAST_OUTPUT -> {
                    if (limit > 0 || tunnel == TunnelTag.OVERFLOW) {
                        outputCopies((int) operand, limit, tunnel, members, count);
                        limit = 0;
                        tunnel = TunnelOrders.NONE;
                    } else {
                        if (tunnel != TunnelOrders.NONE) {
                            TunnelTag.tagAll(frames.memory(), burst.packets, tunnel, members, count);
                            tunnel = TunnelOrders.NONE;
                        }
                        output((int) operand, members, count);
                        if (next == code.length && cloneLevel == 0 && from == 0) {
                            return true;
                        }
                        forget(members, count);
                    }
                }
                case Program.SET -> {
                    locate(members, count);
                    set((int) operand, code[i + 1], code[i + 2], members, count);
                }
                case Program.PUSH_VLAN -> {
                    locate(members, count);
                    pushVlan((int) (operand >>> 16) & 0xFFFF, (int) operand & 0xFFFF, members, count);
                }
                case Program.POP_VLAN -> {
                    locate(members, count);
                    popVlan(members, count);
                }
                case Program.CONTROLLER -> punt(prepared.program.upcall((int) operand), members, count);
                case Program.METER -> {
                    locate(members, count);
                    meters.run((int) operand, places, kinds, members, count);
                }
                case Program.TRACK ->
                    tracks.track(
                            (TrackOrder) prepared.program.constant((int) operand), prepared.program, i, members, count);
                case Program.UNTRACK -> tracks.untrack(members, count);
                case Program.RECIRCULATE -> tracks.recirculate(prepared.nodes[(int) operand], true, members, count);
                case PreparedProgram.LAST_RECIRCULATE ->
                    tracks.recirculate(prepared.nodes[(int) operand], false, members, count);
                case Program.REJECT -> reject((RejectOrder) prepared.program.constant((int) operand), members, count);
                case Program.SAMPLE -> sample((SampleOrder) prepared.program.constant((int) operand), members, count);
                case Program.TRUNCATE -> limit = (int) operand;
                case Program.TUNNEL -> tunnel = prepared.tunnels[(int) operand];
                case Program.CLONE_BEGIN -> {
                    locate(members, count);
                    if (prepared.tracks) {
                        tracks.save(cloneLevel);
                    }
                    beginClone(members, count);
                }
                case Program.CLONE_END -> {
                    endClone(members, count);
                    if (prepared.tracks) {
                        tracks.restore(cloneLevel);
                    }
                }
                case Program.CHECK_LENGTH -> {
                    locate(members, count);
                    check(prepared, i, (int) operand, members, count);
                    next = Program.endOf(code[i + 1]);
                }
                case Program.DROP -> drop((int) operand, members, count);
                case Program.SET_PRIORITY -> queue = (int) operand;
                default -> {
                    // SET_MARK: nothing here reads it yet.
                }
            }
            i = next;
        }
        return false;
    }

    /** The packets longer than {@code length} go one way, the others the other. */
    private void check(PreparedProgram prepared, int at, int length, int[] members, int count) {
        int elseAt = Program.elseOf(prepared.code[at + 1]);
        int[] side = branches[checkLevel++];
        int longer = 0;
        int others = 0;
        for (int n = 0; n < count; n++) {
            if (isLonger(members[n], length)) {
                side[longer++] = members[n];
            } else {
                members[others++] = members[n];
            }
        }
        int before = queue;
        run(prepared, at + 2, elseAt, side, longer);
        queue = before;
        run(prepared, elseAt, Program.endOf(prepared.code[at + 1]), members, others);
        System.arraycopy(side, 0, members, others, longer);
        checkLevel--;
    }

    private boolean isLonger(int i, int length) {
        return burst.packets[i] != Packet.NONE && frames.memory().length(burst.packets[i]) > length;
    }

    /** Puts the packets aside and copies in their place. */
    private void beginClone(int[] members, int count) {
        long[] packets = savedPackets[cloneLevel];
        long[] saved = savedPlaces[cloneLevel];
        savedQueues[cloneLevel] = queue;
        cloneLevel++;
        for (int n = 0; n < count; n++) {
            int i = members[n];
            long packet = burst.packets[i];
            packets[i] = packet;
            saved[i] = places[i];
            if (packet != Packet.NONE) {
                long copy = frames.copy(packet);
                if (copy == Packet.NONE) {
                    drops.add(DropReason.NO_FRAMES, 1);
                } else {
                    places[i] = HeaderPlace.moved(places[i], Packet.address(copy) - Packet.address(packet));
                }
                burst.packets[i] = copy;
            }
        }
    }

    private void endClone(int[] members, int count) {
        free(members, count);
        cloneLevel--;
        queue = savedQueues[cloneLevel];
        for (int n = 0; n < count; n++) {
            int i = members[n];
            burst.packets[i] = savedPackets[cloneLevel][i];
            places[i] = savedPlaces[cloneLevel][i];
        }
    }

    private void forget(int[] members, int count) {
        for (int n = 0; n < count; n++) {
            burst.packets[members[n]] = Packet.NONE;
        }
    }

    /** Notes where headers are, before anything moves. */
    private void locate(int[] members, int count) {
        if (located) {
            return;
        }
        located = true;
        burst.completeKeys(members, count);
        for (int n = 0; n < count; n++) {
            int i = members[n];
            places[i] = burst.place(i);
            kinds[i] = burst.kind(i);
        }
    }

    /** Sends packets that nothing was done to; a whole burst goes in one piece. */
    private void outputOnly(int port, int[] members, int count) {
        TxPort tx = egress.port(port);
        queue = 0;
        if (tx != null && burst.isWhole(count)) {
            tx.select(queue);
            tx.addAll(burst.packets, count);
        } else {
            output(port, members, count);
        }
    }

    private void output(int port, int[] members, int count) {
        TxPort tx = egress.port(port);
        if (tx == null) {
            for (int n = 0; n < count; n++) {
                if (burst.packets[members[n]] != Packet.NONE) {
                    egress.add(port, burst.packets[members[n]], queue);
                }
            }
            return;
        }
        tx.select(queue);
        for (int n = 0; n < count; n++) {
            long packet = burst.packets[members[n]];
            if (packet != Packet.NONE) {
                tx.add(packet);
            }
        }
    }

    /** Sends copies of the packets, or of their first {@code limit} bytes, if that is not 0, into a tunnel, if that is not 0. */
    private void outputCopies(int port, int limit, int tunnel, int[] members, int count) {
        for (int n = 0; n < count; n++) {
            long packet = burst.packets[members[n]];
            if (packet == Packet.NONE) {
                continue;
            }
            if (egress.port(port) == null || tunnel == TunnelTag.OVERFLOW) {
                drops.add(tunnel < 0 ? DropReason.TUNNEL_OVERFLOW : DropReason.TX_PORT_GONE, 1);
                continue;
            }
            long copy = limit == 0 ? frames.copy(packet) : frames.copyFirst(packet, limit);
            if (copy == Packet.NONE) {
                drops.add(DropReason.NO_FRAMES, 1);
            } else {
                egress.add(port, tunnel == 0 ? copy : TunnelTag.tag(frames.memory(), copy, tunnel), queue);
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

    private void punt(Upcall upcall, int[] members, int count) {
        for (int n = 0; n < count; n++) {
            int i = members[n];
            long packet = burst.packets[i];
            if (packet != Packet.NONE
                    && !controller.offer(frames.memory(), packet, burst.datapathPort(), upcall, upcall.sentLength())) {
                drops.add(DropReason.CONTROLLER_OVERFLOW, 1);
            }
        }
    }

    private void reject(RejectOrder order, int[] members, int count) {
        for (int n = 0; n < count; n++) {
            long packet = burst.packets[members[n]];
            if (packet != Packet.NONE
                    && !rejects.offer(frames.memory(), packet, burst.datapathPort(), order, RejectOrder.MAX_BYTES)) {
                drops.add(DropReason.REJECT_OVERFLOW, 1);
            }
        }
    }

    private void sample(SampleOrder order, int[] members, int count) {
        for (int n = 0; n < count; n++) {
            int i = members[n];
            if (burst.packets[i] != Packet.NONE) {
                sampler.pass(order, burst.packets[i], burst.datapathPort());
            }
        }
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
