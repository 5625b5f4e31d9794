package io.weft.vswitch.fragment;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes frames apart into fragments, and puts fragments together: plainly, on the heap, by RFC 791 and RFC 8200. */
public final class Fragments {
    private static final int ETHERNET = 14;
    private static final int IPV6 = 40;
    private static final int FRAGMENT = 44;

    private Fragments() {}

    /** Fragments of an untagged frame, cut at these places of the payload, each a multiple of 8. */
    public static List<byte[]> of(byte[] frame, int id, int... cuts) {
        List<byte[]> fragments = new ArrayList<>();
        int begin = 0;
        for (int cut : cuts) {
            fragments.add(part(frame, id, begin, cut, true));
            begin = cut;
        }
        fragments.add(part(frame, id, begin, payloadLength(frame), false));
        return fragments;
    }

    /** Fragments of {@code size} bytes of payload. */
    public static List<byte[]> ofSize(byte[] frame, int id, int size) {
        int cuts = (payloadLength(frame) - 1) / size;
        int[] at = new int[cuts];
        for (int i = 0; i < cuts; i++) {
            at[i] = (i + 1) * size;
        }
        return of(frame, id, at);
    }

    /** Bytes that can be cut. */
    public static int payloadLength(byte[] frame) {
        return isIpv6(frame)
                ? ETHERNET + IPV6 + number(frame, ETHERNET + 4) - headerEnd(frame)
                : number(frame, ETHERNET + 2) - 20;
    }

    /** The part from {@code begin} to {@code end} of the payload. */
    public static byte[] part(byte[] frame, int id, int begin, int end, boolean more) {
        int header = headerEnd(frame);
        int room = isIpv6(frame) ? 8 : 0;
        byte[] part = new byte[header + room + end - begin];
        System.arraycopy(frame, 0, part, 0, header);
        System.arraycopy(frame, header + begin, part, header + room, end - begin);
        if (isIpv6(frame)) {
            int named = namedAt(frame);
            part[header] = part[named];
            part[named] = FRAGMENT;
            number(part, header + 2, begin | (more ? 1 : 0));
            number(part, header + 4, id >>> 16);
            number(part, header + 6, id);
            number(part, ETHERNET + 4, part.length - ETHERNET - IPV6);
        } else {
            number(part, ETHERNET + 2, part.length - ETHERNET);
            number(part, ETHERNET + 4, id);
            number(part, ETHERNET + 6, begin / 8 | (more ? 0x2000 : 0));
            sum(part);
        }
        return part;
    }

    /** Corrects the checksum of an IPv4 header. */
    public static void sum(byte[] frame) {
        number(frame, ETHERNET + 10, 0);
        long sum = 0;
        for (int i = 0; i < (frame[ETHERNET] & 0xF) * 4; i += 2) {
            sum += number(frame, ETHERNET + i);
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        number(frame, ETHERNET + 10, (int) ~sum);
    }

    /** The frame that fragments of one datagram, in any order, are of; null when they are not all of it. IPv4 identifiers are made 0. */
    public static byte[] whole(List<byte[]> fragments) {
        TreeMap<Integer, byte[]> parts = new TreeMap<>();
        int total = -1;
        for (byte[] fragment : fragments) {
            int payload = payloadOf(fragment);
            int word = isIpv6(fragment) ? number(fragment, payload - 6) : number(fragment, ETHERNET + 6);
            int offset = isIpv6(fragment) ? word & 0xFFF8 : (word & 0x1FFF) * 8;
            boolean more = isIpv6(fragment) ? (word & 1) != 0 : (word & 0x2000) != 0;
            byte[] bytes = Arrays.copyOfRange(fragment, payload, fragment.length);
            parts.put(offset, bytes);
            total = more ? total : offset + bytes.length;
        }
        int at = 0;
        for (var part : parts.entrySet()) {
            if (part.getKey() != at) {
                return null;
            }
            at += part.getValue().length;
        }
        return at == total ? joined(fragments, parts, total) : null;
    }

    private static byte[] joined(List<byte[]> fragments, Map<Integer, byte[]> parts, int total) {
        byte[] first = fragments.stream()
                .filter(f -> Arrays.equals(Arrays.copyOfRange(f, payloadOf(f), f.length), parts.get(0)))
                .findFirst()
                .orElseThrow();
        int header = payloadOf(first) - (isIpv6(first) ? 8 : 0);
        ByteBuffer frame = ByteBuffer.allocate(header + total);
        frame.put(first, 0, header);
        parts.values().forEach(frame::put);
        byte[] whole = frame.array();
        if (isIpv6(first)) {
            whole[namedFragment(first)] = first[header];
            number(whole, ETHERNET + 4, whole.length - ETHERNET - IPV6);
        } else {
            number(whole, ETHERNET + 2, whole.length - ETHERNET);
            number(whole, ETHERNET + 4, 0);
            number(whole, ETHERNET + 6, 0);
            sum(whole);
        }
        return whole;
    }

    private static int payloadOf(byte[] fragment) {
        if (!isIpv6(fragment)) {
            return ETHERNET + 20;
        }
        int named = namedFragment(fragment);
        return (named == ETHERNET + 6 ? ETHERNET + IPV6 : named + extension(fragment, named)) + 8;
    }

    /** Where a frame says what the fragments' payload is: behind the headers that every fragment repeats. */
    private static int namedAt(byte[] frame) {
        int named = ETHERNET + 6;
        int at = ETHERNET + IPV6;
        while (frame[named] == 0 || frame[named] == 43) {
            named = at;
            at += extension(frame, at);
        }
        return named;
    }

    private static int namedFragment(byte[] fragment) {
        int named = ETHERNET + 6;
        int at = ETHERNET + IPV6;
        while (fragment[named] != FRAGMENT) {
            named = at;
            at += extension(fragment, at);
        }
        return named;
    }

    private static int headerEnd(byte[] frame) {
        if (!isIpv6(frame)) {
            return ETHERNET + 20;
        }
        int named = namedAt(frame);
        return named == ETHERNET + 6 ? ETHERNET + IPV6 : named + extension(frame, named);
    }

    private static int extension(byte[] frame, int at) {
        return (frame[at + 1] + 1) * 8;
    }

    private static boolean isIpv6(byte[] frame) {
        return number(frame, 12) == 0x86dd;
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    /** Writes 16 bits. */
    public static void number(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }
}
