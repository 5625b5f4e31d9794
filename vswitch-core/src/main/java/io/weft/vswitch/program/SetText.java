package io.weft.vswitch.program;

import java.util.StringJoiner;

/** Writes a SET of a key word header by header, in the manner of {@code set(eth(src=...))}. */
final class SetText {
    private SetText() {}

    static void append(StringJoiner text, int word, long value, long mask) {
        switch (word) {
            case 1 -> {
                mac(text, "eth(dst", value, mask);
                part(text, "vlan(tci", value, mask, 0, 16);
            }
            case 2 -> {
                mac(text, "eth(src", value, mask);
                part(text, "vlan(tpid", value, mask, 0, 16);
            }
            case 3 -> {
                part(text, "arp(op", value, mask, 56, 8);
                part(text, "ip(tos", value, mask, 48, 8);
                part(text, "ip(ttl", value, mask, 40, 8);
                part(text, "ipv6(label", value, mask, 0, 32);
            }
            case 4 -> {
                address(text, "ip(src", value >>> 32, mask >>> 32);
                address(text, "ip(dst", value & 0xFFFF_FFFFL, mask & 0xFFFF_FFFFL);
            }
            case 5 -> {
                part(text, "l4(src", value, mask, 48, 16);
                part(text, "l4(dst", value, mask, 32, 16);
            }
            case 8, 9 -> wide(text, "ipv6(src", word - 8, value, mask);
            case 10, 11 -> wide(text, "ipv6(dst", word - 10, value, mask);
            case 12 -> mac(text, "arp/nd(sha", value, mask);
            case 13 -> mac(text, "arp/nd(tha", value, mask);
            default -> wide(text, "nd(target", word - 14, value, mask);
        }
    }

    private static void part(StringJoiner text, String name, long value, long mask, int shift, int width) {
        long ones = (1L << width) - 1;
        long partMask = mask >>> shift & ones;
        if (partMask != 0) {
            String suffix = partMask == ones ? "" : "/0x" + Long.toHexString(partMask);
            text.add("set(" + name + "=" + (value >>> shift & ones) + suffix + "))");
        }
    }

    private static void mac(StringJoiner text, String name, long value, long mask) {
        long macMask = mask >>> 16;
        if (macMask != 0) {
            String suffix = macMask == 0xFFFF_FFFF_FFFFL ? "" : "/" + macText(macMask);
            text.add("set(" + name + "=" + macText(value >>> 16) + suffix + "))");
        }
    }

    private static String macText(long mac) {
        StringJoiner bytes = new StringJoiner(":");
        for (int shift = 40; shift >= 0; shift -= 8) {
            bytes.add(String.format("%02x", mac >>> shift & 0xFF));
        }
        return bytes.toString();
    }

    private static void address(StringJoiner text, String name, long value, long mask) {
        if (mask != 0) {
            text.add("set(" + name + "=" + dotted(value) + (mask == 0xFFFF_FFFFL ? "" : "/" + dotted(mask)) + "))");
        }
    }

    private static String dotted(long address) {
        return (address >>> 24 & 0xFF) + "." + (address >>> 16 & 0xFF) + "." + (address >>> 8 & 0xFF) + "."
                + (address & 0xFF);
    }

    private static void wide(StringJoiner text, String name, int half, long value, long mask) {
        String suffix = mask == -1L ? "" : String.format("/0x%016x", mask);
        text.add("set(" + name + (half == 0 ? "[64..127]" : "[0..63]") + String.format("=0x%016x", value) + suffix
                + "))");
    }
}
