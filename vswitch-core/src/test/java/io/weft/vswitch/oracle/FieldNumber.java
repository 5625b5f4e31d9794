package io.weft.vswitch.oracle;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** A value as flows and datapath actions write it, as a number. */
final class FieldNumber {
    private FieldNumber() {}

    static BigInteger of(String text) {
        if (text.startsWith("0x")) {
            return new BigInteger(text.substring(2), 16);
        }
        if (text.matches("[0-9]+")) {
            return new BigInteger(text);
        }
        if (text.matches("([0-9a-f]{2}:){5}[0-9a-f]{2}")) {
            return new BigInteger(text.replace(":", ""), 16);
        }
        if (text.matches("[0-9a-f:.]+")) {
            try {
                return new BigInteger(1, InetAddress.getByName(text).getAddress());
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(text, e);
            }
        }
        return BigInteger.valueOf(text.hashCode());
    }
}
