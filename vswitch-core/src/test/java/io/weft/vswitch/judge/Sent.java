package io.weft.vswitch.judge;

import io.weft.vswitch.fragment.Fragments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A frame, and the side on which it left: {@code a} or {@code b}. */
@SuppressWarnings("ArrayRecordComponent") // a frame is an array everywhere, and nobody compares records with it
public record Sent(char side, byte[] frame) {
    private static final int ETHERNET = 14;

    /** What two routers must agree about: all but addresses of Ethernet, TTL and the checksum over it; datagrams whole, whatever their fragments. */
    public static List<String> essence(List<Sent> sent) {
        List<String> essence = new ArrayList<>();
        for (char side : new char[] {'a', 'b'}) {
            List<byte[]> fragments = new ArrayList<>();
            for (Sent one : sent) {
                if (one.side == side) {
                    byte[] plain = one.plain();
                    if (isFragment(plain)) {
                        fragments.add(plain);
                        byte[] whole = Fragments.whole(fragments);
                        if (whole != null) {
                            essence.add(side + " " + HexFormat.of().formatHex(whole));
                            fragments.clear();
                        }
                    } else {
                        essence.add(side + " " + HexFormat.of().formatHex(plain));
                    }
                }
            }
            if (!fragments.isEmpty()) {
                essence.add(side + " " + fragments.size() + " fragments that are no datagram");
            }
        }
        return essence;
    }

    private byte[] plain() {
        boolean ipv6 = frame[12] != 8;
        int length = ETHERNET + (ipv6 ? 40 + number(frame, ETHERNET + 4) : number(frame, ETHERNET + 2));
        byte[] plain = Arrays.copyOf(frame, length);
        Arrays.fill(plain, 0, 12, (byte) 0);
        if (ipv6) {
            plain[ETHERNET + 7] = 64;
        } else {
            plain[ETHERNET + 8] = 64;
            Fragments.sum(plain);
        }
        return plain;
    }

    private static boolean isFragment(byte[] frame) {
        return frame[12] == 8 ? (number(frame, ETHERNET + 6) & 0x3FFF) != 0 : frame[ETHERNET + 6] == 44;
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }
}
