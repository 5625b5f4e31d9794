package io.weft.vswitch.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.action.Action;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.key.Subfield;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.flow.wire.FrameBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever actions write into a packet, its checksums are afterwards what {@link FullChecksum} computes over all of it: of every protocol, with
 * options and extension headers, whole, in fragments, cut off, with and without a checksum, and with one that the device completes.
 */
final class ChecksumsAfterActionsTest {
    private static final int PACKETS = 150_000;

    /** Packets in which an action alone must have changed bytes, for every field and every other action. */
    private static final int ENOUGH = 3;

    private static final List<Field> WRITABLE = writable();
    private static final List<Action> OTHERS = FlowText.parseActions(
            "dec_ttl,push_vlan:0x8100,push_vlan:0x88a8,pop_vlan,mod_vlan_vid:5,mod_vlan_pcp:3,mod_dl_src:02:00:00:00:00:77,"
                    + "mod_dl_dst:02:00:00:00:00:78,mod_nw_src:10.2.3.4,mod_nw_dst:10.4.3.2,mod_nw_tos:44,mod_nw_ecn:1,"
                    + "mod_nw_ttl:9,mod_tp_src:77,mod_tp_dst:78",
            PortNames.NUMBERS);

    /** What of a packet there is. */
    private enum Shape {
        WHOLE,
        WITHOUT_CHECKSUM,
        FIRST_FRAGMENT,
        LATER_FRAGMENT,
        CUT_OFF,
        PARTIAL,
        PARTIAL_UNSAID
    }

    private final long seed = Long.getLong("weft.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Scenario scenario = new Scenario().ports(2).flow(0, new Action.Output(2));
    private final Map<String, Integer> changes = new HashMap<>();
    private Shape shape;
    private byte[] rest;
    private int sent;

    private static List<Field> writable() {
        List<Field> fields = new ArrayList<>();
        for (Field field : Fields.all()) {
            if (field.writable() && field.word() > 0 && field.word() < FlowKey.PACKET_WORDS) {
                fields.add(field);
            }
        }
        fields.add(Fields.TP_SRC);
        fields.add(Fields.TP_DST);
        return fields;
    }

    @Test
    void everyActionLeavesTheChecksumsRight() {
        run(PACKETS);
        List<String> all = new ArrayList<>();
        WRITABLE.forEach(field -> all.add(field.name()));
        OTHERS.forEach(action -> all.add(action.toString()));
        assertThat(all)
                .allSatisfy(name -> assertThat(changes.getOrDefault(name, 0))
                        .as("packets that %s alone changed, seed %d", name, seed)
                        .isGreaterThan(ENOUGH));
    }

    @Test
    @Tag("long")
    void everyActionForLong() {
        run(200 * PACKETS);
    }

    private void run(int packets) {
        try (ProgramRunner runner = new ProgramRunner()) {
            for (int i = 0; i < packets; i++) {
                shape = Shape.values()[random.nextInt(Shape.values().length)];
                byte[] frame = frame();
                List<Action> actions = new ArrayList<>();
                String only = null;
                for (int n = random.nextInt(4); n >= 0; n--) {
                    only = action(actions);
                }
                only = actions.size() == 1 ? only : null;
                actions.add(new Action.Output(2));
                pass(runner, frame, actions, only);
            }
        }
        System.out.printf("checksums after actions: %d of %d packets sent, -Dweft.seed=%d%n", sent, packets, seed);
    }

    private void pass(ProgramRunner runner, byte[] frame, List<Action> actions, String only) {
        scenario.translator.execute(
                scenario.snapshot(),
                scenario.snapshot().bridge(1),
                KeyExtractor.extract(frame, 1),
                actions,
                scenario.translation);
        boolean marked = shape == Shape.PARTIAL;
        List<String> out =
                runner.run(scenario.translation.program(), frame, marked).sentTo(2);
        if (out.isEmpty()) {
            return; // the TTL expired, or too many tags
        }
        sent++;
        String where = "seed " + seed + " " + shape + " " + actions + " "
                + HexFormat.of().formatHex(frame) + " became " + out.getFirst();
        byte[] after = HexFormat.of().parseHex(out.getFirst());
        if (shape == Shape.CUT_OFF) {
            assertThat(tail(after, FullChecksum.l3(after))).as(where).isEqualTo(tail(frame, FullChecksum.l3(frame)));
        } else {
            check(where, new FullChecksum(frame), new FullChecksum(after));
        }
        if (only != null && !Arrays.equals(frame, after)) {
            changes.merge(only, 1, Integer::sum);
        }
    }

    // ---- actions

    /** Adds one; returns what to call it. */
    private String action(List<Action> to) {
        if (random.nextInt(4) == 0) {
            Action other = OTHERS.get(random.nextInt(OTHERS.size()));
            to.add(other);
            return other.toString();
        }
        Field field = WRITABLE.get(random.nextInt(WRITABLE.size()));
        int kind = random.nextInt(3);
        if (kind == 0) {
            to.add(set(field));
        } else {
            int width = 1 + random.nextInt(Math.min(field.width(), 64));
            Subfield target = new Subfield(field, random.nextInt(field.width() - width + 1), width);
            Field from = WRITABLE.get(random.nextInt(WRITABLE.size()));
            long value = random.nextLong() & (width == 64 ? -1 : (1L << width) - 1);
            to.add(
                    kind == 1 || from.width() < width
                            ? new Action.Load(target, value)
                            : new Action.Move(new Subfield(from, from.width() - width, width), target));
        }
        return field.name();
    }

    private Action set(Field field) {
        boolean masked = field.maskable() && random.nextBoolean();
        long mask = masked ? random.nextLong() & field.ones() : field.ones();
        long maskHigh = field.isWide() ? masked ? random.nextLong() : -1 : 0;
        long low = random.nextInt(4) == 0 ? 0 : random.nextLong();
        return new Action.SetField(field, random.nextLong() & maskHigh, low & mask, maskHigh, mask);
    }

    // ---- frames

    private byte[] frame() {
        FrameBuilder frame = new FrameBuilder().ethernet(random.nextLong(), random.nextLong());
        if (random.nextInt(3) == 0) {
            frame.tag(random.nextBoolean() ? 0x8100 : 0x88a8, random.nextInt(65_536));
        }
        rest = new byte[0];
        if (random.nextInt(20) == 0) {
            shape = shape == Shape.CUT_OFF ? shape : Shape.WHOLE;
            return shaped(frame.arp(1, random.nextLong(), random.nextInt(), random.nextLong(), random.nextInt())
                    .build());
        }
        boolean ipv4 = random.nextBoolean();
        if (ipv4) {
            frame.ipv4(random.nextInt(), random.nextInt())
                    .ipv4Options(new byte[4 * Math.max(0, random.nextInt(8) - 4)]);
        } else {
            frame.ipv6(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
            extensions(frame);
        }
        transport(frame, ipv4);
        byte[] payload = new byte[40 + random.nextInt(60)];
        random.nextBytes(payload);
        return shaped(frame.raw(payload).build());
    }

    private void extensions(FrameBuilder frame) {
        switch (random.nextInt(6)) {
            case 0 -> frame.extension(0, 0, new byte[6]);
            case 1 -> frame.extension(0, 0, new byte[6]).extension(60, 1, new byte[14]);
            case 2, 3 -> {
                byte[] routing = new byte[22];
                random.nextBytes(routing);
                routing[0] = (byte) (4 * random.nextInt(2)); // of both orders
                routing[1] = (byte) random.nextInt(2); // segments left
                frame.extension(43, 2, routing);
            }
            default -> frame.label(random.nextInt(1 << 20));
        }
    }

    private void transport(FrameBuilder frame, boolean ipv4) {
        int source = random.nextInt(65_536);
        int kinds = shape == Shape.PARTIAL_UNSAID ? 6 : shape == Shape.PARTIAL ? 9 : 10;
        switch (shape == Shape.WITHOUT_CHECKSUM ? 3 : random.nextInt(kinds)) {
            case 0, 1, 2 -> frame.tcp(source, random.nextInt(65_536), random.nextInt(64));
            case 3, 4, 5 -> frame.udp(source, random.nextInt(65_536));
            case 9 -> frame.sctp(source, random.nextInt(65_536));
            case 6 -> frame.icmp(ipv4 ? 8 : 128, 0, random.nextInt());
            default -> {
                if (ipv4) {
                    frame.icmp(random.nextInt(256), random.nextInt(256), random.nextInt());
                } else {
                    int type = 135 + random.nextInt(2);
                    frame.neighbour(type, random.nextLong(), random.nextLong());
                    frame.addressOption(type - 134, random.nextLong());
                }
            }
        }
    }

    /** Gives the frame the checksums of its shape. */
    private byte[] shaped(byte[] whole) {
        FullChecksum headers = new FullChecksum(whole);
        if (headers.l4 > 0) {
            int pseudo = headers.pseudo(headers.end - headers.l4);
            switch (shape) {
                case WITHOUT_CHECKSUM -> headers.put(headers.field(), 0);
                case PARTIAL, PARTIAL_UNSAID -> headers.put(headers.field(), headers.protocol == 1 ? 0 : pseudo);
                default -> {
                    int checksum = headers.transport(rest);
                    if (headers.fieldBytes() == 4) {
                        headers.put(headers.field() + 2, checksum);
                        checksum >>>= 16;
                    }
                    headers.put(headers.field(), checksum);
                }
            }
        }
        return switch (shape) {
            case FIRST_FRAGMENT -> fragment(headers, true);
            case LATER_FRAGMENT -> fragment(headers, false);
            case CUT_OFF -> Arrays.copyOf(whole, 22 + random.nextInt(whole.length - 22));
            default -> whole;
        };
    }

    /** The first 40 bytes of the transport, or what is behind them. */
    private byte[] fragment(FullChecksum whole, boolean first) {
        int cut = whole.l4 + 40;
        byte[] part = Arrays.copyOfRange(whole.frame, first ? whole.l4 : cut, first ? cut : whole.end);
        rest = first ? Arrays.copyOfRange(whole.frame, cut, whole.end) : rest;
        int between = whole.isIpv4() ? 0 : 8;
        byte[] frame = Arrays.copyOf(whole.frame, whole.l4 + between + part.length);
        System.arraycopy(part, 0, frame, whole.l4 + between, part.length);
        int offset = first ? 0 : 40;
        if (whole.isIpv4()) {
            FullChecksum headers = new FullChecksum(frame);
            headers.put(headers.l3 + 2, frame.length - headers.l3);
            headers.put(headers.l3 + 6, first ? 0x2000 : offset / 8);
            headers.put(headers.l3 + 10, headers.header());
        } else {
            Arrays.fill(frame, whole.l4, whole.l4 + 8, (byte) 0);
            frame[whole.protocolAt] = 44;
            frame[whole.l4] = (byte) whole.protocol;
            frame[whole.l4 + 3] = (byte) (offset | (first ? 1 : 0));
            int length = frame.length - whole.l3 - 40;
            frame[whole.l3 + 4] = (byte) (length >> 8);
            frame[whole.l3 + 5] = (byte) length;
        }
        return frame;
    }

    // ---- laws

    private void check(String where, FullChecksum before, FullChecksum after) {
        if (after.isIpv4()) {
            assertThat(after.number(after.l3 + 10, 2)).as(where).isEqualTo(after.header());
        }
        if (shape == Shape.LATER_FRAGMENT) {
            assertThat(tail(after.frame, after.l4)).as(where).isEqualTo(tail(before.frame, before.l4));
        } else if (after.l4 > 0) {
            checkTransport(where, before, after);
        }
    }

    private void checkTransport(String where, FullChecksum before, FullChecksum after) {
        int now = after.number(after.field(), after.fieldBytes());
        int pseudo = after.pseudo(after.end - after.l4);
        switch (shape) {
            case WITHOUT_CHECKSUM -> assertThat(now).as(where).isZero();
            case PARTIAL -> assertThat(now).as(where).isEqualTo(after.protocol == 1 ? 0 : pseudo);
            // A frame that says nothing may be both: what is complete already needs no completion.
            case PARTIAL_UNSAID -> assertThat(now).as(where).isIn(pseudo, after.transport(rest));
            default -> {
                if (after.protocol == 132
                        && shape == Shape.FIRST_FRAGMENT) { // a CRC over what is not at hand: left as it is
                    assertThat(now).as(where).isEqualTo(before.number(before.field(), 4));
                } else {
                    assertThat(now).as(where).isEqualTo(after.transport(rest));
                }
            }
        }
    }

    private static byte[] tail(byte[] frame, int from) {
        return Arrays.copyOfRange(frame, from, frame.length);
    }
}
