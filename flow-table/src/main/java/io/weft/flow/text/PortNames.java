package io.weft.flow.text;

import io.weft.flow.action.Ports;

/** The port names of a bridge, for reading and writing flow text. */
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
}
