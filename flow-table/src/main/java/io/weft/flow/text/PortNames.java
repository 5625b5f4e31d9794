package io.weft.flow.text;

import io.weft.flow.action.Ports;

/** The names of a bridge's ports and flow tables, for reading and writing flow text. */
public interface PortNames {
    /** No names: ports are numbers and the reserved names of OpenFlow. */
    PortNames NUMBERS = new PortNames() {
        @Override
        public int number(String name) {
            return Ports.NONE;
        }

        @Override
        public String name(int number) {
            return null;
        }
    };

    /** The number of the port called {@code name}, or {@link Ports#NONE}. */
    int number(String name);

    /** The name of port {@code number} to print, or null to print the number. */
    String name(int number);

    /** The number of the flow table called {@code name}, or -1. */
    default int table(String name) {
        return -1;
    }

    /** The name of flow table {@code number}, or null when it has none. */
    default String tableName(int number) {
        return null;
    }
}
