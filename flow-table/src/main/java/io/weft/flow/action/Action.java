package io.weft.flow.action;

import io.weft.flow.key.Field;

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
     */
    record Controller(int maxLength) implements Action {
        /** The whole packet. */
        public static final int WHOLE = 65535;

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

    /** Decrement the IPv4 TTL or IPv6 hop limit; a packet whose value is 0 or 1 is dropped. */
    record DecTtl() implements Action {
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
}
