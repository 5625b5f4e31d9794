package io.weft.cli.ofctl;

import io.weft.northbound.control.PortView;

/** Port numbers and addresses as ovs-ofctl prints them. */
final class PortNumber {
    private PortNumber() {}

    /** {@code 3} or {@code LOCAL}. */
    static String text(int number) {
        return number == PortView.LOCAL ? "LOCAL" : Integer.toString(number);
    }

    /** {@code 02:00:00:00:00:01}, from 48 bits. */
    static String address(long mac) {
        StringBuilder text = new StringBuilder();
        for (int shift = 40; shift >= 0; shift -= 8) {
            int octet = (int) (mac >> shift & 0xff);
            text.append(text.isEmpty() ? "" : ":");
            text.append(Character.forDigit(octet >> 4, 16)).append(Character.forDigit(octet & 15, 16));
        }
        return text.toString();
    }
}
