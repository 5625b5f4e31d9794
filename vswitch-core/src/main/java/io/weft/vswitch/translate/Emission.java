package io.weft.vswitch.translate;

import io.weft.flow.meter.MeterEntry;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.program.ProgramBuilder;
import io.weft.vswitch.program.RejectOrder;
import io.weft.vswitch.program.Upcall;
import io.weft.vswitch.track.TrackOrder;
import java.util.ArrayList;
import java.util.List;

/** The program under way: outputs with what must come before them, and the reason in case there is none in the end. */
final class Emission {
    /** Outputs of one packet, to ports and to the controller. */
    static final int MAX_OUTPUTS = 8192;

    /** Bytes of a program, as much as Open vSwitch allows the actions of a datapath flow. */
    static final int MAX_BYTES = 65_536;

    private final WorkingPacket packet;
    private final ProgramBuilder builder = new ProgramBuilder();
    private final MirrorCopies mirrors;
    private final TunnelOutput tunnels;
    private TraceListener trace;
    private final List<Wire> wires = new ArrayList<>();
    private int outputs;

    /** Null while nobody said why. */
    private DropReason lastReason;

    private boolean givenUp;

    Emission(WorkingPacket packet) {
        this.packet = packet;
        mirrors = new MirrorCopies(packet, this);
        tunnels = new TunnelOutput(packet, this);
    }

    /** Where ports lead that are ends of tunnels. */
    TunnelOutput tunnels() {
        return tunnels;
    }

    /** What is copied besides. */
    MirrorCopies mirrors() {
        return mirrors;
    }

    void listener(TraceListener listener) {
        trace = listener;
        tunnels.listener(listener);
    }

    void reset() {
        builder.reset();
        wires.clear();
        tunnels.reset();
        outputs = 0;
        lastReason = null;
        givenUp = false;
    }

    /** Sends the packet as it is to a port. */
    void output(BridgePort port) {
        if (port.isPatch()) {
            wires.add(Wire.plain(port));
        } else if (admit(port)) {
            packet.commit(builder);
            tunnels.write(builder);
            builder.output(port.datapathPort());
            mirrors.leave(port);
        }
    }

    /** Sends the first {@code maxLength} bytes of the packet as it is to a port. */
    void output(BridgePort port, int maxLength) {
        if (port.isPatch()) {
            drop(DropReason.TRUNCATED_INTO_PATCH);
            if (trace != null) {
                trace.error("output_trunc does not support patch port " + port.ofPort());
            }
        } else if (admit(port)) {
            packet.commit(builder);
            tunnels.write(builder);
            builder.output(port.datapathPort(), maxLength);
            mirrors.leave(port);
        }
    }

    /** Sends the packet to a port as NORMAL does. */
    void outputNormal(BridgePort port, boolean tagged, int vlan) {
        if (port.isPatch()) {
            wires.add(Wire.normal(port, tagged, vlan));
        } else if (admit(port)) {
            packet.commitNormal(builder, tagged, vlan);
            tunnels.write(builder);
            builder.output(port.datapathPort());
            mirrors.leave(port);
        }
    }

    /**
     * Sends a mirror's copy of the packet that has the tags {@code from}.
     *
     * @param snaplen bytes of the copy; 0: whole
     */
    void outputCopy(BridgePort port, int snaplen, TagStack from, boolean tagged, int vlan) {
        if (port.isPatch()) {
            wires.add(Wire.normal(port, tagged, vlan));
        } else if (admit(port)) {
            packet.commitCopy(builder, from, tagged, vlan);
            tunnels.write(builder);
            if (snaplen == 0) {
                builder.output(port.datapathPort());
            } else {
                builder.output(port.datapathPort(), snaplen);
            }
            mirrors.leave(port);
        }
    }

    /** Sends the packet as it is to controllers, as far as {@code meter} lets it, if that is not null. */
    void controller(Upcall upcall, MeterEntry meter) {
        if (!admit()) {
            return;
        }
        packet.commit(builder);
        if (meter == null) {
            builder.controller(upcall);
        } else {
            builder.beginClone().meter(meter.number()).controller(upcall).endClone();
        }
    }

    /** Lets the connection tracker see the packet as it is; that is no output. */
    void track(TrackOrder order) {
        if (hasRoom()) {
            packet.commit(builder);
            builder.track(order);
        }
    }

    /** Lets the packet be what it was before it was tracked. */
    void untrack() {
        if (hasRoom()) {
            builder.untrack();
        }
    }

    /** Looks the packet up again as it is, to go on from {@code state}. */
    void recirculate(FrozenState state) {
        if (admit()) {
            packet.commit(builder);
            builder.recirculate(state);
        }
    }

    /** Gives the packet as it is to a sampler; that is no output. */
    void sample(Object sample) {
        if (hasRoom()) {
            packet.commit(builder);
            builder.sample(sample);
        }
    }

    /** Answers the packet as it is that it is rejected; that is no output. */
    void reject(RejectOrder order) {
        if (hasRoom()) {
            packet.commit(builder);
            builder.reject(order);
        }
        drop(DropReason.REJECTED);
    }

    /** Lets a meter judge the packet as it is; {@code meter} is its index in the datapath. */
    void meter(int meter) {
        if (hasRoom()) {
            packet.commit(builder);
            builder.meter(meter);
        }
    }

    /** What follows, until {@link #endClone}, happens to a copy. The caller saves and restores the working packet. */
    void beginClone() {
        packet.commit(builder);
        builder.beginClone();
    }

    void endClone() {
        if (!givenUp) {
            builder.endClone();
        }
    }

    /** Whether there is room for an output, and the port leads somewhere. */
    private boolean admit(BridgePort port) {
        return tunnels.leads(port) && admit();
    }

    private boolean admit() {
        if (!givenUp && outputs == MAX_OUTPUTS) {
            giveUp(DropReason.TOO_MANY_OUTPUTS);
        }
        boolean admitted = hasRoom();
        outputs += admitted ? 1 : 0;
        return admitted;
    }

    /** Whether the program may grow; gives up when it has become too long. */
    private boolean hasRoom() {
        if (!givenUp && builder.bytes() > MAX_BYTES) {
            giveUp(DropReason.TOO_MANY_ACTIONS);
        }
        return !givenUp;
    }

    /** The patch ports that the action just executed sent to, in order; the caller empties the list. */
    List<Wire> wires() {
        return wires;
    }

    /** Says why the packet goes nowhere if nothing else sends it; the last to say so is believed. */
    void drop(DropReason reason) {
        if (!givenUp) {
            lastReason = reason;
        }
    }

    /** Ends the translation: nothing is sent, not even what was to be sent so far. */
    void giveUp(DropReason reason) {
        if (!givenUp) {
            givenUp = true;
            outputs = 0;
            lastReason = reason;
            builder.reset();
            if (trace != null) {
                trace.error(TraceFailure.error(reason));
            }
        }
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** Null when something is sent. */
    DropReason dropReason() {
        return outputs == 0 ? reason() : null;
    }

    private DropReason reason() {
        return lastReason == null ? DropReason.ACTION_DROP : lastReason;
    }

    Program build() {
        if (outputs == 0) {
            builder.drop(reason());
        }
        return builder.build();
    }
}
