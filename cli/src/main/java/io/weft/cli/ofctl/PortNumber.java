package io.weft.cli.ofctl;

import io.weft.northbound.control.PortView;

/** Port numbers as ovs-ofctl prints them. */
final class PortNumber {
    private PortNumber() {}

    /** {@code 3} or {@code LOCAL}. */
    static String text(int number) {
        return number == PortView.LOCAL ? "LOCAL" : Integer.toString(number);
    }
}
