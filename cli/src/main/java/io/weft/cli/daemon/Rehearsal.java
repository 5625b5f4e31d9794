package io.weft.cli.daemon;

import io.weft.flow.match.Match;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowTables;
import io.weft.flow.text.FlowLineReader;
import io.weft.flow.text.PortNames;
import io.weft.northbound.codec.FlowLines;
import io.weft.southbound.linux.Precedence;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads and applies a few thousand flows to tables of its own, right after the start, so that the code that loads tables is compiled before a controller
 * loads those of the switch, which it mostly does at once; later in a switch that took the place of another. Half of the time of one processor for about a second; then nothing of it is left.
 *
 * <p>Threads: a daemon thread of its own, which touches nothing that others see.
 */
final class Rehearsal implements AutoCloseable {
    private static final int LINES_A_PART = 500;
    private static final int PARTS = 12;
    private static final int ROUNDS = 12;
    private static final long REST_NS = 2_000_000;
    private static final int SPREAD = 0x9E37_79B1;

    private final Thread thread = Thread.ofPlatform().daemon().name("rehearsal").unstarted(this::run);
    private final Duration delay;

    private final FlowLineReader reader = new FlowLineReader();
    private volatile boolean ended;

    private Rehearsal(Duration delay) {
        this.delay = delay;
    }

    /** Begins after {@code delay}, and then lets the compilers have processors as before, too. */
    static Rehearsal after(Duration delay) {
        Rehearsal rehearsal = new Rehearsal(delay);
        rehearsal.thread.start();
        return rehearsal;
    }

    private void run() {
        for (long endNs = System.nanoTime() + delay.toNanos(); System.nanoTime() - endNs < 0; ) {
            LockSupport.parkNanos(endNs - System.nanoTime());
        }
        if (!ended) {
            Precedence.resume();
            play();
        }
    }

    private void play() {
        for (int round = 0; round < ROUNDS; round++) {
            FlowTables tables = new FlowTables();
            long version = 1;
            for (int part = 0; part < PARTS; part++) {
                List<FlowMod> mods = FlowLines.parse(lines(part), 0, PortNames.NUMBERS, reader)
                        .mods();
                tables.apply(mods, version++, 0);
                if (ended) {
                    return;
                }
                LockSupport.parkNanos(REST_NS);
            }
            tables.apply(List.of(FlowMod.modify(FlowMod.ALL_TABLES, Match.ANY, List.of())), version++, 0);
            tables.collect(version - 1);
            tables.apply(List.of(FlowMod.delete(FlowMod.ALL_TABLES, Match.ANY)), version, 0);
            tables.collect(version);
        }
    }

    /** Connections, routes and stations in turn. */
    private static byte[] lines(int part) {
        StringBuilder lines = new StringBuilder();
        for (int i = part * LINES_A_PART; i < (part + 1) * LINES_A_PART; i++) {
            lines.append(
                    switch (i % 3) {
                        case 0 -> connection(i);
                        case 1 -> route(i);
                        default -> station(i);
                    });
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String connection(int i) {
        return "priority=" + (i & 63) + (i % 2 == 0 ? ",tcp" : ",udp") + ",nw_src=" + address(i * SPREAD) + ",nw_dst="
                + address(i * 31 * SPREAD) + ",tp_src=" + (i & 0xFFFF) + ",tp_dst=80,actions="
                + (i % 5 == 0 ? "drop" : "output:" + (i & 7)) + "\n";
    }

    private static String route(int i) {
        int length = 16 + i % 17;
        return "table=1,priority=" + length + ",ip,nw_dst=" + address(i * SPREAD & -1 << 32 - length) + "/" + length
                + ",actions=mod_dl_dst:02:00:00:00:" + Integer.toHexString(i >>> 8 & 0xFF) + ":"
                + Integer.toHexString(i & 0xFF) + ",dec_ttl,output:" + (i & 15) + "\n";
    }

    private static String station(int i) {
        return "table=2,dl_vlan=" + (i & 0xFFF) + ",dl_dst=02:00:00:01:" + Integer.toHexString(i >>> 8 & 0xFF) + ":"
                + Integer.toHexString(i & 0xFF) + ",actions=strip_vlan,output:" + (i & 31) + "\n";
    }

    private static String address(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }

    /** Ends it early, when the switch ends. */
    @Override
    public void close() {
        ended = true;
    }
}
