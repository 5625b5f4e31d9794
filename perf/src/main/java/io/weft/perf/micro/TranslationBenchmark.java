package io.weft.perf.micro;

import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowModException;
import io.weft.flow.table.FlowTables;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.bridge.VlanSettings;
import io.weft.vswitch.mac.MacTable;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.translate.Translation;
import io.weft.vswitch.translate.Translator;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The slow path: one packet through the flow tables to a program. 1,024 stations are known on each of two ports. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TranslationBenchmark {
    private static final int KEYS = 1024;
    private static final int STATIONS = 1024;

    @Param({"normal", "5 tables", "1000 rules"})
    public String pipeline;

    private final long[][] keys = new long[KEYS][];
    private final Translator translator = new Translator();
    private final Translation translation = new Translation();
    private SwitchSnapshot snapshot;
    private int next;

    @Setup
    public void fill() throws FlowModException {
        FlowTables tables = new FlowTables();
        tables.apply(flows(), 1, 0);
        MacTable macs = new MacTable();
        for (int i = 0; i < STATIONS; i++) {
            macs.learn(0, 0x0200_0001_0000L + i, 1, 0);
            macs.learn(0, 0x0200_0002_0000L + i, 2, 0);
        }
        List<BridgePort> ports =
                List.of(BridgePort.of("p1", 1, 1, VlanSettings.ALL), BridgePort.of("p2", 2, 2, VlanSettings.ALL));
        snapshot = new SwitchSnapshot(1, List.of(new BridgeSnapshot(1, "br0", 0x0200_0000_00AAL, ports, tables, macs)));
        Random random = new Random(1);
        Arrays.setAll(keys, i -> Keys.udp(random));
    }

    private List<FlowMod> flows() {
        return switch (pipeline) {
            case "normal" -> List.of(Rules.add("actions=NORMAL"));
            case "1000 rules" -> Rules.acl(1000);
            case "5 tables" ->
                List.of(
                        Rules.add("table=0,in_port=1,actions=set_field:7->reg0,resubmit(,1)"),
                        Rules.add("table=1,ip,nw_src=10.0.0.0/8,actions=resubmit(,2)"),
                        Rules.add("table=2,udp,tp_src=1024/0xfc00,actions=resubmit(,3)"),
                        Rules.add("table=2,priority=1,actions=resubmit(,3)"),
                        Rules.add("table=3,reg0=7,ip,actions=dec_ttl,resubmit(,4)"),
                        Rules.add(
                                "table=4,ip,nw_dst=10.0.0.0/8,actions=set_field:02:00:00:00:00:01->eth_src,output:2"));
            default -> throw new IllegalArgumentException(pipeline);
        };
    }

    @Benchmark
    public Program translate() {
        next = next + 1 & KEYS - 1;
        translator.translate(snapshot, keys[next], translation);
        return translation.program();
    }
}
