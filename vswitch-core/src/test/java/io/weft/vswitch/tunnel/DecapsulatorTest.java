package io.weft.vswitch.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.TlvMap;
import io.weft.flow.match.TlvMapping;
import io.weft.flow.memory.Memory;
import io.weft.flow.wire.GeneveHeader;
import io.weft.flow.wire.VxlanHeader;
import io.weft.vswitch.counters.DropReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whose a datagram is, against a plain search; and what hostile ones do. */
final class DecapsulatorTest {
    private static final int ROOM = 512;
    private static final TlvMap MAP = TlvMap.EMPTY.with(
            List.of(new TlvMapping(0x102, 0x80, 4, 0), new TlvMapping(0x102, 1, 16, 3), new TlvMapping(7, 7, 0, 63)));

    private final Memory.Block block = Memory.allocate(ROOM, 64);
    private final long at = block.address();

    @AfterEach
    void close() {
        block.close();
    }

    private static TunnelAddress address(int last) {
        return last % 2 == 0
                ? TunnelAddress.ofIpv4(0x0A00_0000 + last)
                : new TunnelAddress(0xFD00_0000_0000_0000L, last);
    }

    private static TunnelConfig config(TunnelType type, int local, int remote, int key) {
        return new TunnelConfig(
                type,
                type.port(),
                local == -2,
                local < 0 ? TunnelAddress.NONE : address(local),
                remote < 0,
                remote < 0 ? TunnelAddress.NONE : address(remote),
                key < 0,
                Math.max(0, key),
                key < 0,
                Math.max(0, key),
                0,
                64,
                true,
                false,
                true,
                false);
    }

    private static TunnelEnd add(Decapsulator decapsulator, TunnelConfig config, int port) {
        TunnelEnd end = new TunnelEnd(config, decapsulator.arrivals());
        end.datapathPort(port);
        decapsulator.matches(decapsulator.matches().with(end));
        return end;
    }

    private int vxlan(Decapsulator decapsulator, int remote, int local, int vni, int ttl) {
        TunnelAddress from = address(remote);
        TunnelAddress to = address(local);
        decapsulator.addresses(from.high(), from.low(), to.high(), to.low());
        VxlanHeader.write(at, vni);
        return decapsulator.judge(at, 64, 0, ttl, 0);
    }

    // ---- the right port

    @Test
    void theMostSpecificPortIsChosen() {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int world = 0; world < 100; world++) {
            Decapsulator decapsulator = new Decapsulator(TunnelType.VXLAN);
            List<TunnelEnd> ends = new ArrayList<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                TunnelConfig config =
                        config(TunnelType.VXLAN, random.nextInt(6) - 2, random.nextInt(5) - 1, random.nextInt(5) - 1);
                ends.removeIf(end -> end.config().isSameAs(config));
                ends.add(add(decapsulator, config, 1 + i));
            }
            Map<Integer, String> numbers = new HashMap<>();
            for (int i = 0; i < 500; i++) {
                int remote = random.nextInt(5);
                int local = random.nextInt(5);
                int vni = random.nextInt(5);
                int ttl = 60 + random.nextInt(3);
                int inPort = vxlan(decapsulator, remote, local, vni, ttl);
                TunnelEnd expected = search(ends, address(remote), address(local), vni);
                String what = "seed " + seed + ", world " + world + ": " + remote + " " + local + " " + vni + " " + ttl;
                if (expected == null) {
                    assertThat(inPort).as(what).isEqualTo(Decapsulator.DROP);
                    continue;
                }
                assertThat(Arrivals.port(inPort)).as(what).isEqualTo(expected.datapathPort());
                String header = remote + " " + local + " " + vni + " " + ttl;
                assertThat(numbers.merge(inPort, header, (one, _) -> one)).isEqualTo(header);
                long[] key = new long[FlowKey.WORDS];
                assertThat(decapsulator.arrivals().toKey(inPort, key, TlvMap.EMPTY))
                        .isTrue();
                assertThat(Fields.TUN_ID.low(key)).isEqualTo(vni);
                assertThat(Fields.TUN_TTL.low(key)).isEqualTo(ttl);
                assertThat(TunnelAddress.of(key, Fields.TUN_SRC, Fields.TUN_IPV6_SRC))
                        .isEqualTo(address(remote));
                assertThat(TunnelAddress.of(key, Fields.TUN_DST, Fields.TUN_IPV6_DST))
                        .isEqualTo(address(local));
            }
        }
    }

    /** All that fit, the most specific first: key, then remote, then local address. */
    private static TunnelEnd search(List<TunnelEnd> ends, TunnelAddress remote, TunnelAddress local, int vni) {
        return ends.stream()
                .filter(end -> end.config().inKeyFlow() || end.config().inKey() == vni)
                .filter(end ->
                        end.config().remoteFlow() || end.config().remote().equals(remote))
                .filter(end ->
                        end.config().local().isNone() || end.config().local().equals(local))
                .min(Comparator.comparing((TunnelEnd end) -> end.config().inKeyFlow())
                        .thenComparing(end -> end.config().remoteFlow())
                        .thenComparing(end -> end.config().localFlow())
                        .thenComparing(end -> end.config().local().isNone()))
                .orElse(null);
    }

    @Test
    void noVniLeaksToAnother() {
        Decapsulator decapsulator = new Decapsulator(TunnelType.VXLAN);
        for (int vni = 0; vni < 64; vni++) {
            add(decapsulator, config(TunnelType.VXLAN, -1, 2, vni * 0x3F_FFF), 1 + vni);
        }
        for (int round = 0; round < 2; round++) {
            for (int vni = 0; vni < 64; vni++) {
                assertThat(Arrivals.port(vxlan(decapsulator, 2, 4, vni * 0x3F_FFF, 64)))
                        .isEqualTo(1 + vni);
                assertThat(vxlan(decapsulator, 4, 2, vni * 0x3F_FFF, 64)).isEqualTo(Decapsulator.DROP);
                assertThat(decapsulator.reason()).isEqualTo(DropReason.TUNNEL_PEER);
                assertThat(vxlan(decapsulator, 2, 4, vni * 0x3F_FFF + 1, 64)).isEqualTo(Decapsulator.DROP);
                assertThat(decapsulator.reason()).isEqualTo(DropReason.TUNNEL_KEY);
            }
        }
    }

    @Test
    void aChangeOfPortsGivesHeadersOtherNumbersOnlyWhereTheyAreForAnotherPort() {
        Decapsulator decapsulator = new Decapsulator(TunnelType.VXLAN);
        TunnelEnd all = add(decapsulator, config(TunnelType.VXLAN, -1, -1, -1), 1);
        int first = vxlan(decapsulator, 2, 4, 5, 64);
        int second = vxlan(decapsulator, 2, 4, 6, 64);
        add(decapsulator, config(TunnelType.VXLAN, -1, 2, 5), 2);
        assertThat(vxlan(decapsulator, 2, 4, 6, 64)).isEqualTo(second);
        int moved = vxlan(decapsulator, 2, 4, 5, 64);
        assertThat(Arrivals.port(moved)).isEqualTo(2);
        assertThat(Arrivals.index(moved)).isNotEqualTo(Arrivals.index(first));
        decapsulator.matches(decapsulator.matches().without(all));
        assertThat(vxlan(decapsulator, 2, 4, 6, 64)).isEqualTo(Decapsulator.DROP);
    }

    @Test
    void numbersAreUsedAgainAfterLongRest() {
        Decapsulator decapsulator = new Decapsulator(TunnelType.VXLAN);
        add(decapsulator, config(TunnelType.VXLAN, -1, -1, -1), 1);
        for (int vni = 1; vni <= Arrivals.MOST; vni++) {
            assertThat(Arrivals.index(vxlan(decapsulator, 2, 4, vni, 64))).isEqualTo(vni);
        }
        assertThat(vxlan(decapsulator, 2, 4, 0, 64)).isEqualTo(Decapsulator.DROP);
        assertThat(decapsulator.reason()).isEqualTo(DropReason.TUNNEL_HEADERS);
        assertThat(decapsulator.arrivals().size()).isEqualTo(Arrivals.MOST);
        VxlanHeader.write(at, 7);
        assertThat(Arrivals.index(decapsulator.judge(at, 64, 0, 64, Arrivals.REST_NS - 1)))
                .isEqualTo(7);
        VxlanHeader.write(at, 0);
        long swept = Arrivals.REST_NS + 1;
        assertThat(decapsulator.judge(at, 64, 0, 64, swept)).isEqualTo(Decapsulator.DROP);
        assertThat(decapsulator.arrivals().size()).isEqualTo(1);
        assertThat(decapsulator.judge(at, 64, 0, 64, swept + Arrivals.REST_NS - 1))
                .isEqualTo(Decapsulator.DROP);
        assertThat(Arrivals.index(decapsulator.judge(at, 64, 0, 64, swept + Arrivals.REST_NS)))
                .isPositive();
    }

    // ---- options

    @Test
    void optionsAreTheFieldsTheyAreMappedTo() {
        Decapsulator decapsulator = new Decapsulator(TunnelType.GENEVE);
        add(decapsulator, config(TunnelType.GENEVE, -1, -1, -1), 1);
        GeneveHeader.write(at, 100, true, true, 8 + 20 + 4);
        long option = at + GeneveHeader.LENGTH;
        GeneveHeader.writeOption(option, 0x102, 0x80, 4);
        Memory.putIntNetwork(option + 4, 0xCAFE_F00D);
        option = GeneveHeader.nextOption(option);
        GeneveHeader.writeOption(option, 0x102, 1, 16);
        Memory.putLongNetwork(option + 4, 0x0123_4567_89AB_CDEFL);
        Memory.putLongNetwork(option + 12, 0x1122_3344_5566_7788L);
        GeneveHeader.writeOption(GeneveHeader.nextOption(option), 7, 7, 0);
        int inPort = decapsulator.judge(at, 64, 0, 64, 0);
        assertThat(decapsulator.headerLength()).isEqualTo(40);
        long[] key = new long[FlowKey.WORDS];
        assertThat(decapsulator.arrivals().toKey(inPort, key, MAP)).isTrue();
        assertThat(Fields.tunnelMetadata(0).low(key)).isEqualTo(0xCAFE_F00DL);
        assertThat(Fields.tunnelMetadata(3).high(key)).isEqualTo(0x0123_4567_89AB_CDEFL);
        assertThat(Fields.tunnelMetadata(3).low(key)).isEqualTo(0x1122_3344_5566_7788L);
        assertThat(key[FlowKey.TUNNEL_OPTIONS_WORD]).isEqualTo(1L | 1L << 3 | 1L << 63);
        assertThat(Fields.TUN_FLAGS.low(key)).isEqualTo(1);
        assertThat(decapsulator.arrivals().toKey(inPort, new long[FlowKey.WORDS], TlvMap.EMPTY))
                .as("a critical option that is not mapped")
                .isFalse();
    }

    // ---- hostile

    @Test
    void hostileDatagramsAreBoundedWork() {
        fuzz(300_000);
    }

    @Test
    @Tag("long")
    void hostileDatagramsAreBoundedWorkForLong() {
        fuzz(Integer.getInteger("weft.fuzz.inputs", 30_000_000));
    }

    private void fuzz(int inputs) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        Random random = new Random(seed);
        Map<DropReason, Integer> reasons = new EnumMap<>(DropReason.class);
        Decapsulator vxlan = new Decapsulator(TunnelType.VXLAN);
        Decapsulator geneve = new Decapsulator(TunnelType.GENEVE);
        for (Decapsulator decapsulator : List.of(vxlan, geneve)) {
            TunnelType type = decapsulator.equals(vxlan) ? TunnelType.VXLAN : TunnelType.GENEVE;
            add(decapsulator, config(type, -1, 2, -1), 1);
            add(decapsulator, config(type, -1, 4, 5), 2);
        }
        byte[] bytes = new byte[ROOM];
        long[] key = new long[FlowKey.WORDS];
        for (int i = 0; i < inputs; i++) {
            Decapsulator decapsulator = random.nextBoolean() ? vxlan : geneve;
            hostile(random, bytes, decapsulator.equals(vxlan));
            Memory.copyFrom(bytes, 0, at, ROOM);
            TunnelAddress from = address(random.nextInt(3) * 2);
            decapsulator.addresses(from.high(), from.low(), 0, 1);
            int readable = random.nextInt(4) == 0 ? random.nextInt(64) : 300;
            int inPort = decapsulator.judge(at, readable, random.nextInt(4), 64, i * 1_000_000L);
            if (inPort == Decapsulator.DROP) {
                reasons.merge(decapsulator.reason(), 1, Integer::sum);
                continue;
            }
            assertThat(decapsulator.headerLength())
                    .as("seed %d, input %d", seed, i)
                    .isBetween(8, readable);
            java.util.Arrays.fill(key, 0);
            if (!decapsulator.arrivals().toKey(inPort, key, MAP)) {
                reasons.merge(DropReason.TUNNEL_CRITICAL_OPTION, 1, Integer::sum);
            }
            assertThat(Arrivals.port(inPort)).isEqualTo(from.equals(address(2)) ? 1 : 2);
            if (Arrivals.port(inPort) == 2) {
                assertThat(Fields.TUN_ID.low(key)).isEqualTo(5);
            }
        }
        System.out.println("hostile datagrams: -Dweft.seed=" + seed + " -Dweft.fuzz.inputs=" + inputs + ": " + reasons);
        assertThat(reasons.keySet())
                .contains(
                        DropReason.TUNNEL_SHORT,
                        DropReason.TUNNEL_FLAGS,
                        DropReason.TUNNEL_VERSION,
                        DropReason.TUNNEL_PROTOCOL,
                        DropReason.TUNNEL_OPTIONS,
                        DropReason.TUNNEL_CRITICAL_OPTION,
                        DropReason.TUNNEL_PEER,
                        DropReason.TUNNEL_KEY);
    }

    private static void hostile(Random random, byte[] bytes, boolean vxlan) {
        random.nextBytes(bytes);
        if (vxlan) {
            bytes[0] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : 8);
            bytes[1] = 0;
            bytes[2] = 0;
            bytes[3] = 0;
            bytes[7] = (byte) (random.nextInt(8) == 0 ? 1 : 0);
        } else {
            bytes[0] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : random.nextInt(20));
            bytes[2] = 0x65;
            bytes[3] = (byte) (random.nextInt(8) == 0 ? 0 : 0x58);
            for (int option = 8; option < 100; option += 4 + (bytes[option + 3] & 0x1F) * 4) {
                bytes[option] = 1;
                bytes[option + 1] = 2;
                bytes[option + 2] = (byte) (random.nextInt(8) == 0 ? 0x81 : 1);
                bytes[option + 3] = (byte) (random.nextInt(8) == 0 ? 31 : random.nextInt(5));
            }
        }
        bytes[4] = 0;
        bytes[5] = 0;
        bytes[6] = (byte) random.nextInt(16);
    }
}
