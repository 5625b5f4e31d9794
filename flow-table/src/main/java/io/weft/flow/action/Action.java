package io.weft.flow.action;

import io.weft.flow.key.Field;
import io.weft.flow.key.Subfield;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a flow entry does to a packet: one record per action of ovs-actions(7). Text is in {@code io.weft.flow.text}; the meaning
 * is one case in the translator of the switch, whose {@code switch} has no {@code default}.
 */
public sealed interface Action {

    /** The name in ovs-actions(7), as the API carries it. */
    String name();

    /** Send to a port by its number in the bridge (1 to {@link Ports#MAX}, or {@link Ports#LOCAL}), unless it is the input port. */
    record Output(int port) implements Action {
        @Override
        public String name() {
            return "output";
        }
    }

    /** Send back through the port on which the packet arrived. */
    record InPort() implements Action {
        @Override
        public String name() {
            return "in_port";
        }
    }

    /** Forward as a learning switch with the bridge's VLAN configuration. */
    record Normal() implements Action {
        @Override
        public String name() {
            return "normal";
        }
    }

    /** Send to every port but the input port and those with flooding disabled. */
    record Flood() implements Action {
        @Override
        public String name() {
            return "flood";
        }
    }

    /** Send to every port but the input port. */
    record All() implements Action {
        @Override
        public String name() {
            return "all";
        }
    }

    /**
     * Send to the controller.
     *
     * @param maxLength bytes of the packet to send, 0 to 65535
     * @param reason why, as the packet-in says it
     * @param controllerId the controllers that get it, 0 to 65535; 0 is every one that did not choose an id
     * @param userdata bytes that come back with the packet-in
     * @param meterId the meter that limits it, or 0
     * @param pause whether the packet waits for the controller to resume it, and nothing more happens to it until then
     */
    record Controller(
            int maxLength, PacketInReason reason, int controllerId, Bytes userdata, int meterId, boolean pause)
            implements Action {
        /** The whole packet. */
        public static final int WHOLE = 65535;

        /** With nothing said but the length. */
        public Controller(int maxLength) {
            this(maxLength, PacketInReason.ACTION, 0, Bytes.EMPTY, 0, false);
        }

        @Override
        public String name() {
            return "controller";
        }
    }

    /** Send nothing further: ends the action list that holds it, as an empty list is a drop. */
    record Drop() implements Action {
        @Override
        public String name() {
            return "drop";
        }
    }

    /**
     * Send nothing further, and tell the sender so, by a reset (RFC 9293 section 3.10.7.1) or an ICMP or ICMPv6 error. An extension: Open vSwitch leaves this to a
     * controller.
     *
     * @param answer what the sender is told
     */
    record Reject(RejectAnswer answer) implements Action {
        public Reject {
            Objects.requireNonNull(answer);
        }

        @Override
        public String name() {
            return "reject";
        }
    }

    /**
     * Set the masked bits of a field.
     *
     * @param high value bits 64-127 (wide fields only)
     * @param low value bits 0-63
     * @param maskHigh mask of {@code high}
     * @param maskLow mask of {@code low}
     */
    record SetField(Field field, long high, long low, long maskHigh, long maskLow) implements Action {
        @Override
        public String name() {
            return "set_field";
        }
    }

    /** One of the {@code mod_*} actions, which set a whole field in the manner of OpenFlow 1.0. */
    record Modify(ModifyKind kind, long value) implements Action {
        @Override
        public String name() {
            return kind.text();
        }
    }

    /** Push a VLAN header with this TPID (0x8100 or 0x88a8); its VID and PCP are 0, as in ovs-actions(7). */
    record PushVlan(int etherType) implements Action {
        @Override
        public String name() {
            return "push_vlan";
        }
    }

    /** Remove the outer VLAN header, if there is one. */
    record StripVlan() implements Action {
        @Override
        public String name() {
            return "strip_vlan";
        }
    }

    /**
     * Decrement the IPv4 TTL or IPv6 hop limit; a packet whose value is 0 or 1 goes to the controllers instead, and no further.
     *
     * @param controllerIds which controllers, each 0 to 65535
     */
    record DecTtl(List<Integer> controllerIds) implements Action {
        /** To the controllers of id 0. */
        public static final DecTtl PLAIN = new DecTtl(List.of(0));

        public DecTtl {
            controllerIds = List.copyOf(controllerIds);
        }

        @Override
        public String name() {
            return "dec_ttl";
        }
    }

    /**
     * Look the packet up again and come back.
     *
     * @param port the input port to look up with, or {@link Ports#UNSET} for the present one
     * @param table the table, or {@link #THIS_TABLE} for the present one
     */
    record Resubmit(int port, int table) implements Action {
        /** The table that holds the action. */
        public static final int THIS_TABLE = 255;

        @Override
        public String name() {
            return "resubmit";
        }
    }

    /** Continue in a later table; must be the last action. */
    record GotoTable(int table) implements Action {
        @Override
        public String name() {
            return "goto_table";
        }
    }

    /**
     * Send the first bytes of the packet to a port, by number or {@code IN_PORT}.
     *
     * @param port as in {@link Output}, or {@link Ports#IN_PORT}
     * @param maxLength bytes, 14 or more; no packet is longer than 65535
     */
    record OutputTruncated(int port, int maxLength) implements Action {
        @Override
        public String name() {
            return "output";
        }
    }

    /**
     * Send to the port whose number, or reserved number, is in a field.
     *
     * @param source the field; 16 bits hold a number of OpenFlow 1.0
     * @param maxLength bytes for the controller, if it is that
     */
    record OutputField(Subfield source, int maxLength) implements Action {
        @Override
        public String name() {
            return "output";
        }
    }

    /**
     * Set bits of a field to a constant, as {@code load} writes it; {@link SetField} is the other way to say so.
     *
     * @param target at most 64 bits
     * @param value fits {@code target}
     */
    record Load(Subfield target, long value) implements Action {
        @Override
        public String name() {
            return "load";
        }
    }

    /**
     * Copy bits from field to field.
     *
     * @param source as wide as {@code target}
     * @param target bits of a writable field
     */
    record Move(Subfield source, Subfield target) implements Action {
        @Override
        public String name() {
            return "move";
        }
    }

    /** Put bits of a field on the stack of the packet. */
    record Push(Subfield source) implements Action {
        @Override
        public String name() {
            return "push";
        }
    }

    /** Take the bits that were pushed last off the stack into a field; an empty stack changes nothing. */
    record Pop(Subfield target) implements Action {
        @Override
        public String name() {
            return "pop";
        }
    }

    /** Execute actions on a copy of the packet and of its metadata; what they change is gone afterwards. */
    record Clone(List<Action> actions) implements Action {
        public Clone {
            actions = List.copyOf(actions);
        }

        @Override
        public String name() {
            return "clone";
        }
    }

    /** End all action lists under way, but not the action set. */
    record Exit() implements Action {
        @Override
        public String name() {
            return "exit";
        }
    }

    /** Do nothing; carries bytes for people and programs. */
    record Note(Bytes bytes) implements Action {
        private static final int UNIT = 8;
        private static final int FIRST = 6;

        /** Zeros are added to make 6, 14, 22, ... bytes, as OpenFlow carries them. */
        public Note {
            int length = bytes.length() <= FIRST ? FIRST : (bytes.length() - FIRST + UNIT - 1) / UNIT * UNIT + FIRST;
            bytes = Bytes.of(Arrays.copyOf(bytes.toArray(), length));
        }

        @Override
        public String name() {
            return "note";
        }
    }

    /** Put actions into the action set, which is executed at the end of the pipeline in the order of OpenFlow 1.5.1 section 5.6. */
    record WriteActions(List<Action> actions) implements Action {
        public WriteActions {
            actions = List.copyOf(actions);
        }

        @Override
        public String name() {
            return "write_actions";
        }
    }

    /** Empty the action set. */
    record ClearActions() implements Action {
        @Override
        public String name() {
            return "clear_actions";
        }
    }

    /** Set the masked bits of {@code metadata}, as an instruction of OpenFlow. */
    record WriteMetadata(long value, long mask) implements Action {
        @Override
        public String name() {
            return "write_metadata";
        }
    }

    /** Send through a group of the bridge, 0 to 0xffffff00. */
    record Group(long groupId) implements Action {
        @Override
        public String name() {
            return "group";
        }
    }

    /** Drop or mark what exceeds a meter of the bridge, 1 to 0xffff0000. */
    record Meter(long meterId) implements Action {
        @Override
        public String name() {
            return "meter";
        }
    }

    /** Send through this queue of the output port from here on. */
    record SetQueue(int queueId) implements Action {
        @Override
        public String name() {
            return "set_queue";
        }
    }

    /** Send through the queue that the packet had when it arrived. */
    record PopQueue() implements Action {
        @Override
        public String name() {
            return "pop_queue";
        }
    }

    /** Send to a port through one of its queues. */
    record Enqueue(int port, int queueId) implements Action {
        @Override
        public String name() {
            return "enqueue";
        }
    }

    /** Set the tunnel key. {@code wide}: written {@code set_tunnel64}. */
    record SetTunnel(long tunnelId, boolean wide) implements Action {
        @Override
        public String name() {
            return wide ? "set_tunnel64" : "set_tunnel";
        }
    }

    /** Remove a tunnel option. */
    record DeleteField(Field field) implements Action {
        @Override
        public String name() {
            return "delete_field";
        }
    }

    /**
     * One clause of a conjunctive match: the entry stands for the set number {@code clause} of {@code clauses}, and the whole is found as {@code conj_id}.
     *
     * @param id the conjunction
     * @param clause 1 to {@code clauses}
     * @param clauses 2 to 64
     */
    record Conjunction(long id, int clause, int clauses) implements Action {
        @Override
        public String name() {
            return "conjunction";
        }
    }

    /** Send through the connection tracker; a copy may go on in another table, knowing its connection. */
    record Ct(CtSpec spec) implements Action {
        @Override
        public String name() {
            return "ct";
        }
    }

    /** Forget what the connection tracker said of the packet. */
    record CtClear() implements Action {
        @Override
        public String name() {
            return "ct_clear";
        }
    }

    /** Add or refresh a flow entry made from the packet. */
    record Learn(LearnSpec spec) implements Action {
        @Override
        public String name() {
            return "learn";
        }
    }

    /** Choose one of several ports by the hash of some fields, and send there or note it in a field. */
    record Bundle(BundleSpec spec) implements Action {
        @Override
        public String name() {
            return spec.target() == null ? "bundle" : "bundle_load";
        }
    }

    /** Choose one of several links by the hash of some fields and note it in a field. */
    record Multipath(MultipathSpec spec) implements Action {
        @Override
        public String name() {
            return "multipath";
        }
    }

    /** Set a bit to whether the packet has more than {@code length} bytes. */
    record CheckPacketLarger(int length, Subfield target) implements Action {
        @Override
        public String name() {
            return "check_pkt_larger";
        }
    }

    /** Shorten the timeouts of this entry when a TCP packet with FIN or RST passes; seconds, 0 leaves one as it is. */
    record FinTimeout(int idleSeconds, int hardSeconds) implements Action {
        @Override
        public String name() {
            return "fin_timeout";
        }
    }

    /**
     * Report a part of the packets to sample collectors.
     *
     * @param probability of 65535, 1 to 65535
     * @param collectorSet 32 bits
     * @param domain observation domain, 32 bits
     * @param point observation point, 32 bits
     * @param samplingPort the port to speak of, or {@link Ports#NONE}
     * @param direction which side of it
     */
    record Sample(
            int probability, long collectorSet, long domain, long point, int samplingPort, SampleDirection direction)
            implements Action {
        @Override
        public String name() {
            return "sample";
        }
    }
}
