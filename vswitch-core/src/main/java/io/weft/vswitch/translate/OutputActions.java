package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.action.Bytes;
import io.weft.flow.action.PacketInReason;
import io.weft.flow.action.Ports;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Subfield;
import io.weft.flow.meter.Meter;
import io.weft.flow.wire.EthernetHeader;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.program.Upcall;

/** The actions that send the packet: to ports, by number or from a field, and to controllers. */
final class OutputActions {
    /** Reserved ports as 16 bits of OpenFlow 1.0 and up from here. */
    private static final int FIRST_RESERVED_16 = 0xfff8;

    private static final int WHOLE = Action.Controller.WHOLE;

    private final Run run;

    OutputActions(Run run) {
        this.run = run;
    }

    void output(int port) {
        if (port == Ports.TABLE) {
            run.resubmit(run.packet.inPort(), 0, true);
            return;
        }
        BridgePort to = run.bridge.port(port);
        if (to != null && to.keyPort() == run.packet.inPort()) {
            run.emission.drop(DropReason.OUTPUT_TO_INPUT_PORT);
            run.warn("skipping output to input port");
        } else if (isReady(to)) {
            run.emission.output(to);
        }
    }

    void toPort(int port) {
        BridgePort to = run.bridge.port(port);
        if (isReady(to)) {
            run.emission.output(to);
        }
    }

    /** Whether there is such a port, and packets can be sent to it. */
    private boolean isReady(BridgePort to) {
        if (to == null) {
            run.emission.drop(DropReason.NO_SUCH_PORT);
            run.warn("Nonexistent output port");
            return false;
        }
        if (!to.isOutput()) {
            run.emission.drop(DropReason.OUTPUT_PORT_DISABLED);
            run.decide(to.up() ? "OFPPC_NO_FWD set, skipping output" : "the port is down, skipping output");
            return false;
        }
        return true;
    }

    void truncated(Action.OutputTruncated output) {
        boolean back = output.port() == Ports.IN_PORT;
        BridgePort to = run.bridge.port(back ? (int) run.packet.inPort() : output.port());
        if (!back && to != null && to.keyPort() == run.packet.inPort()) {
            run.emission.drop(DropReason.OUTPUT_TO_INPUT_PORT);
            run.warn("skipping output to input port");
        } else if (isReady(to)) {
            run.emission.output(to, output.maxLength());
        }
    }

    void field(Action.OutputField output) {
        Subfield source = output.source();
        run.packet.look(source);
        long number = source.low(run.packet.key());
        if (source.width() > 64 && source.high(run.packet.key()) != 0 || number < 0 || number > 0xFFFF) {
            run.emission.drop(DropReason.NO_SUCH_PORT);
            run.warn("output port " + Long.toUnsignedString(number) + " is out of range");
            return;
        }
        run.decide("output port is " + number);
        output(wide((int) number), output.maxLength());
    }

    /** The number of a port as 32 bits, from 16 bits of OpenFlow 1.0. */
    static int wide(int number) {
        return number >= FIRST_RESERVED_16 ? number | 0xFFFF_0000 : number;
    }

    private void output(int port, int maxLength) {
        switch (port) {
            case Ports.IN_PORT -> toPort((int) run.packet.inPort());
            case Ports.CONTROLLER -> controller(new Action.Controller(maxLength));
            case Ports.NORMAL -> run.stack.pushNested(NORMAL);
            case Ports.FLOOD -> flood(false);
            case Ports.ALL -> flood(true);
            case Ports.NONE -> run.emission.drop(DropReason.ACTION_DROP);
            default -> output(port);
        }
    }

    private static final java.util.List<Action> NORMAL = java.util.List.of(new Action.Normal());

    void flood(boolean all) {
        run.emission.drop(DropReason.NO_DESTINATION);
        for (int i = 0; i < run.bridge.floodCount(); i++) {
            BridgePort port = run.bridge.floodPort(i);
            if (port.keyPort() != run.packet.inPort() && (all || !port.noFlood())) {
                run.emission.output(port);
            }
        }
    }

    void enqueue(Action.Enqueue enqueue) {
        long before = Fields.SKB_PRIORITY.low(run.packet.key());
        run.packet.set(Fields.SKB_PRIORITY, 0, enqueue.queueId(), 0, -1L);
        if (enqueue.port() == Ports.IN_PORT) {
            toPort((int) run.packet.inPort());
        } else {
            output(enqueue.port());
        }
        run.packet.set(Fields.SKB_PRIORITY, 0, before, 0, -1L);
    }

    // ---- controllers

    void controller(Action.Controller action) {
        PacketInReason reason = action.reason() == PacketInReason.ACTION ? run.stack.reason() : action.reason();
        if (!action.pause()) {
            controller(action, reason, null);
            return;
        }
        FrozenState frozen = run.freeze();
        if (frozen != null) {
            controller(action, reason, frozen);
        }
    }

    private void controller(Action.Controller action, PacketInReason reason, FrozenState frozen) {
        int meter = action.meterId();
        Upcall upcall = new Upcall(
                action.maxLength(),
                reason,
                action.controllerId(),
                action.userdata(),
                run.stack.table(),
                run.stack.cookie(),
                run.packet.working().pipeline(),
                meter,
                run.from(),
                frozen);
        run.emission.controller(upcall, run.meter(meter == 0 ? Meter.CONTROLLER : Integer.toUnsignedLong(meter)));
    }

    void decrementTtl(Action.DecTtl action) {
        if (!run.packet.has(Fields.NW_TTL.prerequisite())) {
            return;
        }
        run.packet.look(Fields.NW_TTL);
        long ttl = Fields.NW_TTL.low(run.packet.key());
        if (ttl > 1) {
            run.packet.set(Fields.NW_TTL, 0, ttl - 1, 0, -1L);
            return;
        }
        run.emission.drop(DropReason.TTL_EXPIRED);
        run.warn(isIpv6() ? "IPv6 decrement TTL exception" : "IPv4 decrement TTL exception");
        for (int id : action.controllerIds()) {
            controller(
                    new Action.Controller(WHOLE, PacketInReason.INVALID_TTL, id, Bytes.EMPTY, 0, false),
                    PacketInReason.INVALID_TTL,
                    null);
        }
        run.stack.skipRest();
    }

    private boolean isIpv6() {
        return Fields.ETH_TYPE.low(run.packet.key()) == EthernetHeader.TYPE_IPV6;
    }
}
