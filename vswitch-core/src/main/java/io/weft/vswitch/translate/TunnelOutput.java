package io.weft.vswitch.translate;

import io.weft.flow.action.Bytes;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Prerequisite;
import io.weft.flow.match.TlvMap;
import io.weft.flow.match.TlvMapping;
import io.weft.flow.wire.GeneveHeader;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.program.ProgramBuilder;
import io.weft.vswitch.tunnel.TunnelAddress;
import io.weft.vswitch.tunnel.TunnelConfig;
import io.weft.vswitch.tunnel.TunnelOrder;
import io.weft.vswitch.tunnel.TunnelType;
import java.io.ByteArrayOutputStream;

/**
 * The headers that a packet gets on its way into a tunnel: what the port's options do not say, the packet's tunnel fields do. The fields stay as
 * they are, so that the packet can go into several tunnels.
 */
final class TunnelOutput {
    private static final int MOST_VNI = (1 << 24) - 1;
    private static final int DSCP = 0xFC;
    private static final int ECN = 3;
    private static final int CE = 3;
    private static final int ECT_0 = 2;

    private final WorkingPacket packet;
    private final Emission emission;
    private TraceListener trace;
    private TlvMap map = TlvMap.EMPTY;

    /** The local address of the tunnel that the packet came out of. */
    private TunnelAddress arrived = TunnelAddress.NONE;

    /** Of the output under way; null when it goes into no tunnel. */
    private TunnelOrder order;

    TunnelOutput(WorkingPacket packet, Emission emission) {
        this.packet = packet;
        this.emission = emission;
    }

    void listener(TraceListener listener) {
        trace = listener;
    }

    void reset() {
        order = null;
        arrived = TunnelAddress.NONE;
    }

    /** Keeps nothing of a bridge alive. */
    void forget() {
        map = TlvMap.EMPTY;
    }

    /** From here on options are those of {@code bridge}. */
    void enter(BridgeSnapshot bridge) {
        map = bridge.settings().tunnelOptions();
    }

    /** The packet came out of a tunnel whose end here has this address. */
    void arrived(TunnelAddress local) {
        arrived = local;
    }

    /** Whether a port leads anywhere; that of a tunnel does where the packet has all that its headers need. Says why if not. */
    boolean leads(BridgePort port) {
        order = null;
        if (!port.isTunnel()) {
            return true;
        }
        order = order(port.tunnel().config());
        if (order != null && trace != null) {
            trace.decision("output to kernel tunnel");
        }
        return order != null;
    }

    /** Writes which tunnel the next output goes into, if it does. */
    void write(ProgramBuilder program) {
        if (order != null) {
            program.tunnel(order);
        }
    }

    private TunnelOrder order(TunnelConfig config) {
        TunnelAddress destination =
                config.remoteFlow() ? address(Fields.TUN_DST, Fields.TUN_IPV6_DST) : config.remote();
        TunnelAddress source = config.localFlow() ? address(Fields.TUN_SRC, Fields.TUN_IPV6_SRC) : config.local();
        if (destination.isNone()) {
            return refuse(DropReason.TUNNEL_NO_DESTINATION, "Tunneling decided against output");
        }
        if (destination.equals(arrived)) {
            return refuse(DropReason.TUNNEL_TO_SELF, "Not tunneling to our own address");
        }
        if (!source.isNone() && source.isIpv4() != destination.isIpv4()) {
            return refuse(DropReason.TUNNEL_ADDRESSES, DropReason.TUNNEL_ADDRESSES.text());
        }
        long vni = config.outKeyFlow() ? look(Fields.TUN_ID) : config.outKey();
        if (vni < 0 || vni > MOST_VNI) {
            return refuse(DropReason.TUNNEL_KEY_TOO_BIG, DropReason.TUNNEL_KEY_TOO_BIG.text());
        }
        Bytes options = config.type() == TunnelType.GENEVE ? options() : Bytes.EMPTY;
        if (options.length() > GeneveHeader.MAX_OPTIONS) {
            return refuse(DropReason.TUNNEL_OPTIONS_TOO_LONG, DropReason.TUNNEL_OPTIONS_TOO_LONG.text());
        }
        boolean isIp = packet.has(Prerequisite.IP);
        return new TunnelOrder(
                config.type(),
                source,
                destination,
                config.dstPort(),
                (int) vni,
                tos(config, isIp),
                ttl(config, isIp),
                config.df(),
                destination.isIpv4() ? config.checksum() : config.checksum6(),
                config.gbp(),
                config.gbp() ? (int) look(Fields.TUN_GBP_ID) : 0,
                config.gbp() ? (int) look(Fields.TUN_GBP_FLAGS) : 0,
                config.type() == TunnelType.GENEVE && look(Fields.TUN_FLAGS) != 0,
                options);
    }

    private TunnelOrder refuse(DropReason reason, String text) {
        emission.drop(reason);
        if (trace != null) {
            trace.warning(text);
        }
        return null;
    }

    private long look(Field field) {
        packet.look(field);
        return field.low(packet.key());
    }

    private TunnelAddress address(Field four, Field six) {
        packet.look(four);
        packet.look(six);
        return TunnelAddress.of(packet.key(), four, six);
    }

    private int ttl(TunnelConfig config, boolean isIp) {
        if (config.ttl() != TunnelConfig.INHERIT) {
            return config.ttl();
        }
        int inner = isIp ? (int) look(Fields.NW_TTL) : 0;
        return inner == 0 ? 64 : inner;
    }

    /** The DSCP as configured, the ECN bits as those of the packet inside, but that CE is not told twice (RFC 3168 section 9.1.1, as in Open vSwitch and Linux). */
    private int tos(TunnelConfig config, boolean isIp) {
        boolean inherits = config.tos() == TunnelConfig.INHERIT;
        if (!isIp) {
            return inherits ? 0 : config.tos();
        }
        int ecn = (int) look(Fields.NW_ECN);
        int dscp = inherits ? (int) look(Fields.NW_TOS) & DSCP : config.tos();
        return dscp | ((ecn & ECN) == CE ? ECT_0 : ecn);
    }

    /** The options that the packet has, as they are sent. */
    private Bytes options() {
        packet.working().look(FlowKey.TUNNEL_OPTIONS_WORD, -1L);
        long present = packet.key()[FlowKey.TUNNEL_OPTIONS_WORD];
        if (present == 0) {
            return Bytes.EMPTY;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (TlvMapping mapping : map.mappings()) {
            if ((present & 1L << mapping.index()) != 0) {
                write(mapping, bytes);
            }
        }
        return Bytes.of(bytes.toByteArray());
    }

    private void write(TlvMapping mapping, ByteArrayOutputStream to) {
        Field field = Fields.tunnelMetadata(mapping.index());
        long low = look(field);
        long high = field.high(packet.key());
        to.write(mapping.optionClass() >>> 8);
        to.write(mapping.optionClass());
        to.write(mapping.type());
        to.write(mapping.length() / 4);
        for (int left = mapping.length() - 1; left >= 0; left--) {
            to.write((int) (left >= 8 ? high >>> 8 * (left - 8) : low >>> 8 * left));
        }
    }
}
