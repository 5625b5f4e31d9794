package io.weft.flow.hash;

import io.weft.flow.action.HashFields;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Prerequisite;
import io.weft.flow.key.Prerequisites;

/**
 * A 32-bit hash over some fields of a key (ovs-actions(7), "bundle" and "multipath"). A symmetric one is the same when each source changes
 * places with its destination. A field that the packet does not have is not hashed, so all packets without IP are alike to the hashes of
 * L3.
 *
 * <p>Thread-safety: stateless. Allocation: none.
 */
public final class FieldHash {
    private static final long K0 = 0xa0761d6478bd642fL;
    private static final long K1 = 0xe7037ed1a0b428dbL;
    private static final long FINAL = 0xd6e8feb86659fd93L;
    private static final long VLAN_BITS = FlowKey.VLAN_PRESENT | 0xFFF;
    private static final int INNER_TCI_SHIFT = 48;
    private static final int INNER_WORD = 6;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;

    private FieldHash() {}

    /** The hash of {@code fields} in {@code key}; {@code basis} chooses one function out of a family. */
    public static int hash(HashFields fields, long[] key, int basis) {
        long seed = mix(basis ^ K0, K1);
        return fold(
                switch (fields) {
                    case ETH_SRC -> add(seed, Fields.ETH_SRC.low(key));
                    case SYMMETRIC_L4 -> layer4(seed, key);
                    case SYMMETRIC_L3L4 -> layer3And4(seed, key, false);
                    case SYMMETRIC_L3L4_UDP -> layer3And4(seed, key, true);
                    case NW_SRC -> address(seed, key, Fields.NW_SRC, Fields.IPV6_SRC);
                    case NW_DST -> address(seed, key, Fields.NW_DST, Fields.IPV6_DST);
                    case SYMMETRIC_L3 -> addresses(seed, key);
                });
    }

    /** A hash of a hash and a number, for choices that draw several times. */
    public static int hash(int hash, int number) {
        return fold(add(mix(hash ^ K0, K1), number));
    }

    /** Marks in {@code mask} every bit that the hash of {@code fields} reads in a packet like {@code key}. */
    public static void unwildcard(HashFields fields, long[] key, long[] mask) {
        switch (fields) {
            case ETH_SRC -> Fields.ETH_SRC.unwildcard(mask);
            case SYMMETRIC_L4 -> {
                Fields.ETH_SRC.unwildcard(mask);
                Fields.ETH_DST.unwildcard(mask);
                Fields.ETH_TYPE.unwildcard(mask);
                mask[1] |= VLAN_BITS;
                mask[INNER_WORD] |= VLAN_BITS << INNER_TCI_SHIFT;
                unwildcardLayer3And4(key, mask, false);
            }
            case SYMMETRIC_L3L4 -> unwildcardLayer3And4(key, mask, false);
            case SYMMETRIC_L3L4_UDP -> unwildcardLayer3And4(key, mask, true);
            case NW_SRC -> unwildcardAddress(key, mask, Fields.NW_SRC, Fields.IPV6_SRC);
            case NW_DST -> unwildcardAddress(key, mask, Fields.NW_DST, Fields.IPV6_DST);
            case SYMMETRIC_L3 -> unwildcardAddresses(key, mask);
        }
    }

    // ---- what is hashed

    private static long layer4(long seed, long[] key) {
        long sum = addBoth(seed, Fields.ETH_SRC.low(key), Fields.ETH_DST.low(key));
        sum = add(sum, Fields.ETH_TYPE.low(key));
        sum = add(sum, key[1] & VLAN_BITS | (key[INNER_WORD] >>> INNER_TCI_SHIFT & VLAN_BITS) << 16);
        return layer3And4(sum, key, false);
    }

    private static long layer3And4(long seed, long[] key, boolean withUdp) {
        if (!Prerequisites.isMetBy(Prerequisite.IP, key)) {
            return seed;
        }
        long sum = add(addresses(seed, key), Fields.NW_PROTO.low(key));
        return hasPorts(key, withUdp) ? addBoth(sum, Fields.TP_SRC.low(key), Fields.TP_DST.low(key)) : sum;
    }

    private static long addresses(long seed, long[] key) {
        if (Prerequisites.isMetBy(Prerequisite.IPV4, key)) {
            return addBoth(seed, Fields.NW_SRC.low(key), Fields.NW_DST.low(key));
        }
        if (Prerequisites.isMetBy(Prerequisite.IPV6, key)) {
            return addBoth(seed, wide(Fields.IPV6_SRC, key), wide(Fields.IPV6_DST, key));
        }
        return seed;
    }

    private static long address(long seed, long[] key, Field ipv4, Field ipv6) {
        if (Prerequisites.isMetBy(Prerequisite.IPV4, key)) {
            return add(seed, ipv4.low(key));
        }
        return Prerequisites.isMetBy(Prerequisite.IPV6, key) ? add(seed, wide(ipv6, key)) : seed;
    }

    private static boolean hasPorts(long[] key, boolean withUdp) {
        int protocol = (int) Fields.NW_PROTO.low(key);
        return (protocol == TCP || protocol == SCTP || withUdp && protocol == UDP)
                && Prerequisites.isMetBy(Prerequisite.PORTS, key);
    }

    // ---- what that reads

    private static void unwildcardLayer3And4(long[] key, long[] mask, boolean withUdp) {
        Fields.ETH_TYPE.unwildcard(mask);
        if (!Prerequisites.isMetBy(Prerequisite.IP, key)) {
            return;
        }
        unwildcardAddresses(key, mask);
        Fields.NW_PROTO.unwildcard(mask);
        Fields.IP_FRAG.unwildcard(mask);
        if (hasPorts(key, withUdp)) {
            Fields.TP_SRC.unwildcard(mask);
            Fields.TP_DST.unwildcard(mask);
        }
    }

    private static void unwildcardAddresses(long[] key, long[] mask) {
        unwildcardAddress(key, mask, Fields.NW_SRC, Fields.IPV6_SRC);
        unwildcardAddress(key, mask, Fields.NW_DST, Fields.IPV6_DST);
    }

    private static void unwildcardAddress(long[] key, long[] mask, Field ipv4, Field ipv6) {
        Fields.ETH_TYPE.unwildcard(mask);
        if (Prerequisites.isMetBy(Prerequisite.IPV4, key)) {
            ipv4.unwildcard(mask);
        } else if (Prerequisites.isMetBy(Prerequisite.IPV6, key)) {
            ipv6.unwildcard(mask);
        }
    }

    // ---- arithmetic

    private static long wide(Field field, long[] key) {
        return mix(field.high(key) ^ K1, field.low(key) ^ K0);
    }

    private static long add(long sum, long value) {
        return mix(sum ^ value, K0) + K1;
    }

    /** The same whichever of the two comes first. */
    private static long addBoth(long sum, long one, long other) {
        return add(sum, mix(one ^ K0, K1) + mix(other ^ K0, K1));
    }

    /** One 64x64 to 128 bit product, folded: the construction of wyhash (public domain). */
    private static long mix(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }

    private static int fold(long sum) {
        return (int) ((sum ^ sum >>> 32) * FINAL >>> 32);
    }
}
