package io.weft.cli;

import io.weft.northbound.codec.PacketText;
import io.weft.northbound.control.CoverageCounter;
import io.weft.northbound.control.DropCount;
import io.weft.northbound.control.Megaflow;
import io.weft.northbound.control.PmdStatistics;
import io.weft.northbound.control.SwitchVersion;
import io.weft.northbound.control.TraceRequest;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The datapath and the process of a {@link FakeSwitch}: constant answers; commands are written down. */
interface FakeDatapath extends FakePart {
    @Override
    default Iterator<Megaflow> megaflows(OptionalInt pmd, boolean portNames, boolean more) {
        return List.of(
                        new Megaflow(
                                0,
                                "28a64040-ebd5-4a04-a0e1-702aa4bc458f",
                                "recirc_id(0),in_port(1),eth_type(0x0800)",
                                "2",
                                3,
                                180,
                                OptionalLong.empty()),
                        new Megaflow(
                                0,
                                "28a64040-ebd5-4a04-a0e1-702aa4bc458f",
                                "recirc_id(0),in_port(2)",
                                "drop",
                                1,
                                60,
                                OptionalLong.of(512_000_000L)))
                .iterator();
    }

    @Override
    default List<PmdStatistics> pmdStatistics(boolean clear) {
        Map<String, Long> counters = Map.of(
                "rx_packets",
                2000L,
                "smc_hits",
                1500L,
                "megaflow_hits",
                400L,
                "misses",
                100L,
                "translation_ns",
                250_000L,
                "bursts",
                4L,
                "bursts_to_8",
                1L,
                "bursts_to_16",
                3L);
        return List.of(new PmdStatistics(0, -1, 2_000_000_000L, counters, List.of()));
    }

    @Override
    default List<CoverageCounter> coverage() {
        return List.of(
                new CoverageCounter("netdev_received", 12, 2.4, 0.2, 0.0033), new CoverageCounter("never", 0, 0, 0, 0));
    }

    @Override
    default List<DropCount> drops() {
        return List.of(new DropCount("no_match", "no flow matched", 5), new DropCount("mtu", "too long", 0));
    }

    @Override
    default SwitchVersion version() {
        return new SwitchVersion("0.1.0", 4711, 3_000_000_000L, "25.0.3");
    }

    @Override
    default String runCommand(String name, List<String> arguments) {
        return switch (name) {
            case "" -> "time/warp\nmemory/show\n";
            case "time/warp", "netdev-dummy/set-admin-state" -> {
                whole().commands.add(name + " " + String.join(" ", arguments));
                yield name.equals("time/warp") ? "warped" : "OK\n";
            }
            case "ofproto/trace" ->
                trace(new TraceRequest(
                                arguments.getFirst(),
                                PacketText.key(arguments.get(1), "", portNames(arguments.getFirst())),
                                new byte[0],
                                arguments.contains("--names")))
                        .text();
            default -> throw FakePart.absent("command \"" + name + "\"");
        };
    }
}
