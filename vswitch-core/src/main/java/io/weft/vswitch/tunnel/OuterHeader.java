package io.weft.vswitch.tunnel;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.match.TlvMap;
import io.weft.flow.match.TlvMapping;
import io.weft.flow.memory.Memory;
import io.weft.flow.wire.GeneveHeader;
import java.util.Arrays;

/**
 * What of the headers in front of a packet matters to flow entries, as words that can be compared. Filled anew for every packet that arrives.
 *
 * <pre>
 *   0 VNI   1-2 remote address   3-4 local address   5 gbp id, gbp flags, OAM, bytes of options, ToS, TTL   6... Geneve options
 * </pre>
 *
 * <p>Thread-safety: one owner; a {@link #copy} that nobody fills is immutable.
 */
final class OuterHeader {
    private static final int FIXED = 6;
    private static final int DETAILS = 5;
    private static final int MOST = FIXED + (GeneveHeader.MAX_OPTIONS + 7) / 8;
    private static final int GROUP_SHIFT = 48;
    private static final int POLICY_SHIFT = 40;
    private static final int OAM_SHIFT = 32;
    private static final int OPTIONS_SHIFT = 16;
    private static final int TOS_SHIFT = 8;

    private final long[] words;
    private int length;

    OuterHeader() {
        this(new long[MOST], FIXED);
    }

    private OuterHeader(long[] words, int length) {
        this.words = words;
        this.length = length;
    }

    OuterHeader copy() {
        return new OuterHeader(Arrays.copyOf(words, length), length);
    }

    // ---- filling

    void addresses(long remoteHigh, long remoteLow, long localHigh, long localLow) {
        words[1] = remoteHigh;
        words[2] = remoteLow;
        words[3] = localHigh;
        words[4] = localLow;
    }

    void vxlan(int vni, int group, int policyFlags, int tos, int ttl) {
        words[0] = vni;
        words[DETAILS] = (long) group << GROUP_SHIFT | (long) policyFlags << POLICY_SHIFT | tos << TOS_SHIFT | ttl;
        length = FIXED;
    }

    /** @param options the address of {@code optionBytes} bytes, which are whole options */
    void geneve(int vni, boolean oam, int tos, int ttl, long options, int optionBytes) {
        words[0] = vni;
        words[DETAILS] = (oam ? 1L << OAM_SHIFT : 0) | (long) optionBytes << OPTIONS_SHIFT | tos << TOS_SHIFT | ttl;
        length = FIXED;
        for (int done = 0; done < optionBytes; done += 8) {
            boolean whole = done + 8 <= optionBytes;
            words[length++] =
                    whole ? Memory.getLongNetwork(options + done) : (long) Memory.getIntNetwork(options + done) << 32;
        }
    }

    // ---- comparing

    int hash() {
        long hash = length;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ words[i]) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 29;
        }
        return (int) (hash ^ hash >>> 32);
    }

    boolean isSame(OuterHeader other) {
        return Arrays.equals(words, 0, length, other.words, 0, other.length);
    }

    // ---- reading

    long vni() {
        return words[0];
    }

    long remoteHigh() {
        return words[1];
    }

    long remoteLow() {
        return words[2];
    }

    long localHigh() {
        return words[3];
    }

    long localLow() {
        return words[4];
    }

    int optionBytes() {
        return (int) (words[DETAILS] >>> OPTIONS_SHIFT) & 0xFF;
    }

    /** Bits of a 4-byte word of the options. */
    private int option(int at) {
        long word = words[FIXED + at / 8];
        return (int) (at % 8 == 0 ? word >>> 32 : word);
    }

    /**
     * Writes the tunnel fields of a full key, in which they are 0.
     *
     * @param map which options are which fields
     * @return false where there is a critical option that no field is mapped to; the key is incomplete then
     */
    boolean toKey(long[] key, TlvMap map) {
        Fields.TUN_ID.set(key, 0, vni());
        TunnelAddress.put(remoteHigh(), remoteLow(), key, Fields.TUN_SRC, Fields.TUN_IPV6_SRC);
        TunnelAddress.put(localHigh(), localLow(), key, Fields.TUN_DST, Fields.TUN_IPV6_DST);
        long details = words[DETAILS];
        Fields.TUN_GBP_ID.set(key, 0, details >>> GROUP_SHIFT);
        Fields.TUN_GBP_FLAGS.set(key, 0, details >>> POLICY_SHIFT & 0xFF);
        Fields.TUN_FLAGS.set(key, 0, details >>> OAM_SHIFT & 1);
        Fields.TUN_TOS.set(key, 0, details >>> TOS_SHIFT & 0xFF);
        Fields.TUN_TTL.set(key, 0, details & 0xFF);
        boolean known = true;
        for (int at = 0; at < optionBytes(); ) {
            int head = option(at);
            int bytes = (head & 0x1F) * 4;
            known &= option(key, map, head >>> 16, head >>> 8 & 0xFF, at + GeneveHeader.OPTION_LENGTH, bytes);
            at += GeneveHeader.OPTION_LENGTH + bytes;
        }
        return known;
    }

    /** Whether it is no option that had to be understood. One of another length than it is mapped with is as good as unknown. */
    private boolean option(long[] key, TlvMap map, int optionClass, int type, int at, int bytes) {
        for (TlvMapping mapping : map.mappings()) {
            if (mapping.optionClass() == optionClass && mapping.type() == type && mapping.length() == bytes) {
                long high = 0;
                long low = 0;
                for (int done = 0; done < bytes; done += 4) {
                    high = high << 32 | low >>> 32;
                    low = low << 32 | option(at + done) & 0xFFFF_FFFFL;
                }
                Field field = Fields.tunnelMetadata(mapping.index());
                field.set(key, high, low);
                key[FlowKey.TUNNEL_OPTIONS_WORD] |= 1L << mapping.index();
                return true;
            }
        }
        return (type & GeneveHeader.CRITICAL) == 0;
    }
}
