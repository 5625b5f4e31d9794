package io.weft.cli;

import io.weft.flow.action.Ports;
import io.weft.flow.group.GroupTable;
import io.weft.flow.meter.MeterTable;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.ConnectionControl;
import io.weft.northbound.control.FlowView;
import io.weft.northbound.control.Operation;
import io.weft.northbound.control.PacketIn;
import io.weft.northbound.control.PacketOut;
import io.weft.northbound.control.ResumedPacket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A switch for tests of verbs: one bridge {@code br0} with ports {@code p1} (1) and {@code p2} (2). It keeps flows and writes down what
 * it was told; everything else is a constant answer. The calls are in its parts, by what they are about; what it keeps is here.
 */
public final class FakeSwitch
        implements FakeConfig, FakeFlows, FakeGroups, FakeTables, FakeBridge, FakePackets, FakeDatapath {
    private static final Map<String, Integer> BY_NAME = Map.of("br0", Ports.LOCAL, "p1", 1, "p2", 2);

    private static final PortNames PORTS = new PortNames() {
        @Override
        public int number(String name) {
            return BY_NAME.getOrDefault(name, Ports.NONE);
        }

        @Override
        public String name(int number) {
            return BY_NAME.entrySet().stream()
                    .filter(entry -> entry.getValue() == number)
                    .findFirst()
                    .map(Map.Entry::getKey)
                    .orElse(null);
        }
    };

    public final List<Operation> operations = Collections.synchronizedList(new ArrayList<>());
    public final List<FlowView> flows = Collections.synchronizedList(new ArrayList<>());
    public final List<byte[]> frames = Collections.synchronizedList(new ArrayList<>());
    public final List<String> commands = Collections.synchronizedList(new ArrayList<>());
    public final List<PacketOut> packetsOut = Collections.synchronizedList(new ArrayList<>());
    /** Of those who watched packets, whether they took what matches nothing. */
    public final List<Boolean> missesTaken = Collections.synchronizedList(new ArrayList<>());

    public final List<PacketIn> packetsIn = Collections.synchronizedList(new ArrayList<>());
    public final List<ResumedPacket> resumed = Collections.synchronizedList(new ArrayList<>());
    volatile GroupTable groups = GroupTable.EMPTY;
    volatile MeterTable meters = MeterTable.EMPTY;

    @Override
    public ConnectionControl connections() {
        return new FakeConnections(commands);
    }

    @Override
    public FakeSwitch whole() {
        return this;
    }

    @Override
    public PortNames portNames(String bridge) {
        FakePart.requireBridge(bridge);
        return PORTS;
    }
}
