package io.weft.northbound.client;

import io.weft.northbound.codec.DatapathCodec;
import io.weft.northbound.control.SwitchVersion;
import io.weft.northbound.proto.v1.SwitchGrpc;
import io.weft.northbound.proto.v1.SwitchProto;
import io.weft.northbound.transport.SwitchAddress;
import java.time.Duration;
import java.util.List;

/**
 * A switch behind its API. Calls block, at most as long as the deadline, and throw
 * {@link io.weft.northbound.control.ControlException} with a sentence for people; dumps and watches are {@link Stream}s.
 *
 * <p>Calls are grouped by what they are about: {@code client.flows().dump(...)}. What a group method returns costs next to nothing and may be
 * kept as long as the client. What is about the process as a whole is asked here.
 *
 * <p>Making a client connects to nothing; the first call does. Thread-safety: any number of threads.
 */
public final class SwitchClient implements AutoCloseable {
    /** How long a call may take unless the caller says otherwise. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

    private final Connection connection;

    public SwitchClient(SwitchAddress address) {
        this(address, DEFAULT_DEADLINE);
    }

    /** @param deadline of each call; longer than zero */
    public SwitchClient(SwitchAddress address, Duration deadline) {
        connection = new Connection(address, deadline);
    }

    public SwitchAddress address() {
        return connection.address();
    }

    /** Records of the configuration, and transactions on them. */
    public ConfigCalls config() {
        return new ConfigCalls(connection);
    }

    /** Bridges, and what is set for a whole bridge. */
    public BridgeCalls bridges() {
        return new BridgeCalls(connection);
    }

    /** Ports of bridges. */
    public PortCalls ports() {
        return new PortCalls(connection);
    }

    /** Flows: changes, files of them, dumps, watches. */
    public FlowCalls flows() {
        return new FlowCalls(connection);
    }

    /** Flow tables as wholes. */
    public TableCalls tables() {
        return new TableCalls(connection);
    }

    /** Groups of flow tables. */
    public GroupCalls groups() {
        return new GroupCalls(connection);
    }

    /** Meters of flow tables. */
    public MeterCalls meters() {
        return new MeterCalls(connection);
    }

    /** What bridges learned. */
    public MacCalls macs() {
        return new MacCalls(connection);
    }

    /** Single packets, in and out. */
    public PacketCalls packets() {
        return new PacketCalls(connection);
    }

    /** The connection tracker. */
    public TrackerCalls tracker() {
        return new TrackerCalls(connection);
    }

    /** Caches, PMDs, counters. */
    public DatapathCalls datapath() {
        return new DatapathCalls(connection);
    }

    /** What runs there, and for how long. */
    public SwitchVersion version() {
        return DatapathCodec.decode(
                connection.call(SwitchGrpc.getGetVersionMethod(), SwitchProto.GetVersionRequest.getDefaultInstance()));
    }

    /** Runs an operator command such as {@code time/warp} and returns its text; an empty name lists the commands. */
    public String runCommand(String name, List<String> arguments) {
        var request = SwitchProto.RunCommandRequest.newBuilder()
                .setName(name)
                .addAllArguments(arguments)
                .build();
        return connection.call(SwitchGrpc.getRunCommandMethod(), request).getText();
    }

    /** Ends calls that are under way. Idempotent. */
    @Override
    public void close() {
        connection.close();
    }
}
