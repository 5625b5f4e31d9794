package io.weft.vswitch.datapath;

import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.fragment.Datagram;
import io.weft.vswitch.fragment.Fragment;
import io.weft.vswitch.fragment.FragmentTable;
import io.weft.vswitch.fragment.Outcome;
import io.weft.vswitch.fragment.Owner;
import io.weft.vswitch.fragment.WholeDatagram;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.track.CtWords;
import io.weft.vswitch.track.TrackOrder;
import io.weft.vswitch.track.TrackReason;

/**
 * What TRACK does with fragments: they wait in the table of the switch until their datagram is whole; then the tracker sees the datagram, and each
 * fragment goes on, in the program in which it waited, with what the tracker said.
 */
final class FragmentRunner implements AutoCloseable {
    private final TrackRunner tracks;
    private final Burst burst;
    private final FragmentTable waiting;
    private final Owner owner;
    private final FrameCache frames;
    private final RecirculationQueue queue;
    private final Fragment part = new Fragment();
    private final WholeDatagram whole;
    private final long[] words = new long[CtWords.COUNT];

    FragmentRunner(TrackRunner tracks, Burst burst, FragmentTable waiting, Owner owner, RecirculationQueue queue) {
        this.tracks = tracks;
        this.burst = burst;
        this.waiting = waiting;
        this.owner = owner;
        this.frames = owner.frames();
        this.queue = queue;
        whole = new WholeDatagram(frames.memory());
    }

    /** The next fragment goes on behind the TRACK at {@code place} of the program. */
    void goesOn(TrackOrder order, Program program, int place, int round, long prior) {
        part.goesOn(order, program, place, burst.datapathPort(), round, prior);
    }

    /**
     * Takes a fragment.
     *
     * @param to where is written, from {@code at} on, what the tracker says of it when it does not wait
     * @return the packet when it goes on at once, being invalid; {@link Packet#NONE} when it waits, was dropped or is in the queue
     */
    long take(long packet, long layers, long key, long nowMs, long[] to, int at) {
        TrackReason fault = part.read(packet, layers, key);
        if (fault != null) {
            tracks.refuse(part.order(), fault, to, at);
            return packet;
        }
        long kept = inOneFrame(packet);
        if (kept == Packet.NONE) {
            return Packet.NONE;
        }
        part.packet(kept);
        Outcome outcome = waiting.take(part, nowMs, owner);
        if (outcome == Outcome.WAITS) {
            return Packet.NONE;
        }
        if (outcome == Outcome.WHOLE) {
            goOn(part.whole(), nowMs);
            return Packet.NONE;
        }
        if (outcome == Outcome.DUPLICATE) {
            drop(kept, DropReason.FRAGMENT_DUPLICATE);
            return Packet.NONE;
        }
        tracks.refuse(part.order(), reason(outcome), to, at);
        return kept;
    }

    private static TrackReason reason(Outcome outcome) {
        return switch (outcome) {
            case OVERLAP -> TrackReason.INVALID_FRAGMENT_OVERLAP;
            case SMALL -> TrackReason.INVALID_FRAGMENT_SIZE;
            default -> TrackReason.INVALID_FRAGMENT;
        };
    }

    /** The packet in an ordinary frame if it fits, for there are few large ones, in a large one otherwise; dropped where there is none. */
    private long inOneFrame(long packet) {
        PacketMemory memory = frames.memory();
        int length = memory.length(packet);
        boolean fits = length <= memory.frameCapacity();
        boolean isPlain = !Packet.isExtended(packet);
        if (isPlain && (memory.isFrame(Packet.address(packet)) || !fits)) {
            return packet;
        }
        long base = fits ? frames.allocate() : frames.allocateLarge();
        long copy = Packet.NONE;
        if (base == 0) {
            owner.drops().add(DropReason.NO_FRAMES, 1);
        } else {
            frames.gather(packet, base + PacketMemory.DATA_OFFSET);
            copy = Packet.of(base + PacketMemory.DATA_OFFSET, length);
        }
        frames.free(packet);
        return copy;
    }

    private void goOn(Datagram parts, long nowMs) {
        boolean refused = false;
        if (whole.assemble(parts)) {
            refused = tracks.trackWhole(whole, parts, nowMs, words);
        } else {
            tracks.refuse(parts.order(), TrackReason.INVALID_FRAGMENT_LENGTH, words, 0);
        }
        for (int i = 0; i < parts.count(); i++) {
            if (refused && TrackRunner.leaks(parts.program(i), parts.place(i), words, 0)) {
                drop(parts.packet(i), DropReason.NAT_EXHAUSTED);
            } else if (!queue.add(parts, i, words)) {
                drop(parts.packet(i), DropReason.RECIRCULATION_OVERFLOW);
            }
        }
        waiting.giveBack(parts);
    }

    private void drop(long packet, DropReason reason) {
        frames.free(packet);
        owner.drops().add(reason, 1);
    }

    @Override
    public void close() {
        whole.close();
    }
}
