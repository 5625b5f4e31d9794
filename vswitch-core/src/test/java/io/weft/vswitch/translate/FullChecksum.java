package io.weft.vswitch.translate;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Where the headers of a frame are and what its checksums should be, computed over all that they cover. Written by the RFCs alone (791, 1071,
 * 768, 8200, 9260), sharing nothing with the switch.
 */
final class FullChecksum {
    private static final int NONE = -1;

    final byte[] frame;
    final int l3;
    final int type;

    /** Where the payload of the IP header and its extension headers begins; the protocol of it; where the packet ends. */
    int l4 = NONE;

    int protocol = NONE;
    int end;

    /** Where the number of the protocol stands. */
    int protocolAt;

    /** Where the destination of the pseudo header stands. */
    private int finalDestination;

    FullChecksum(byte[] frame) {
        this.frame = frame;
        l3 = l3(frame);
        type = number(l3 - 2, 2);
        if (isIpv4()) {
            l4 = l3 + (frame[l3] & 15) * 4;
            protocolAt = l3 + 9;
            end = l3 + number(l3 + 2, 2);
            protocol = number(protocolAt, 1);
        } else if (isIpv6()) {
            end = l3 + 40 + number(l3 + 4, 2);
            walk();
        }
    }

    /** Where the header behind the tags begins. */
    static int l3(byte[] frame) {
        int at = 12;
        while (frame[at] == (byte) 0x81 && frame[at + 1] == 0
                || frame[at] == (byte) 0x88 && frame[at + 1] == (byte) 0xa8) {
            at += 4;
        }
        return at + 2;
    }

    private void walk() {
        protocolAt = l3 + 6;
        l4 = l3 + 40;
        finalDestination = l3 + 24;
        protocol = number(protocolAt, 1);
        while (protocol == 0 || protocol == 43 || protocol == 44 || protocol == 60) {
            if (protocol == 43 && number(l4 + 3, 1) > 0) {
                boolean isBackwards = number(l4 + 2, 1) == 4; // RFC 8754
                finalDestination = l4 + 8 + (isBackwards ? 0 : 16 * (number(l4 + 1, 1) / 2 - 1));
            }
            protocolAt = l4;
            l4 += protocol == 44 ? 8 : 8 + 8 * number(l4 + 1, 1);
            protocol = number(protocolAt, 1);
        }
    }

    boolean isIpv4() {
        return type == 0x0800;
    }

    boolean isIpv6() {
        return type == 0x86dd;
    }

    int number(int at, int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | frame[at + i] & 0xff;
        }
        return value;
    }

    void put(int at, int value) {
        frame[at] = (byte) (value >> 8);
        frame[at + 1] = (byte) value;
    }

    /** The header checksum of IPv4. */
    int header() {
        byte[] header = Arrays.copyOfRange(frame, l3, l4);
        header[10] = 0;
        header[11] = 0;
        return 0xffff - ones(header);
    }

    /** Where the transport checksum stands, or -1. */
    int field() {
        return switch (protocol) {
            case 6 -> l4 + 16;
            case 17 -> l4 + 6;
            case 132 -> l4 + 8;
            case 1, 58 -> l4 + 2;
            default -> NONE;
        };
    }

    int fieldBytes() {
        return protocol == 132 ? 4 : 2;
    }

    /** The transport checksum as its field should hold it, {@code rest} being what later fragments carry. */
    int transport(byte[] rest) {
        byte[] payload = Arrays.copyOfRange(frame, l4, end + rest.length);
        System.arraycopy(rest, 0, payload, end - l4, rest.length);
        Arrays.fill(payload, field() - l4, field() - l4 + fieldBytes(), (byte) 0);
        if (protocol == 132) {
            CRC32C crc = new CRC32C();
            crc.update(payload);
            return Integer.reverseBytes((int) crc.getValue());
        }
        int sum = ones(payload) + (protocol == 1 ? 0 : pseudo(payload.length));
        int checksum = 0xffff - (sum > 0xffff ? sum - 0xffff : sum);
        return checksum == 0 && protocol == 17 ? 0xffff : checksum;
    }

    /** The sum of the pseudo header, as a partial checksum holds it. */
    int pseudo(int length) {
        byte[] pseudo = new byte[40];
        int addresses = isIpv4() ? 4 : 16;
        System.arraycopy(frame, isIpv4() ? l3 + 12 : l3 + 8, pseudo, 0, addresses);
        System.arraycopy(frame, isIpv4() ? l3 + 16 : finalDestination, pseudo, addresses, addresses);
        pseudo[34] = (byte) (length >> 8);
        pseudo[35] = (byte) length;
        pseudo[39] = (byte) protocol;
        return ones(pseudo);
    }

    /** The one's complement sum of 16-bit words, 1 to 0xffff unless all is zero. */
    private static int ones(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += (bytes[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }
}
