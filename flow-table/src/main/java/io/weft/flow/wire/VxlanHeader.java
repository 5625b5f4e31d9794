package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * The VXLAN header (RFC 7348 section 5) with its Group Policy extension (draft-smith-vxlan-group-policy).
 *
 * <pre>
 *   0 flags: G...I... (1)  1 policy flags: .D..A... (1)  2 group policy id (2)  4 VNI (3)  7 reserved (1)
 * </pre>
 *
 * As Open vSwitch does, a header whose reserved bits are set is taken for one of an extension that nobody here understands.
 */
public final class VxlanHeader {
    /** Bytes. */
    public static final int LENGTH = 8;

    /** The UDP port that IANA gave. */
    public static final int PORT = 4789;

    /** Of the policy flags: the source address is not to be learned, and the policy was applied already. */
    public static final int POLICY_FLAGS = 0x48;

    private static final int HAS_VNI = 0x08;
    private static final int HAS_POLICY = 0x80;
    private static final int POLICY = 1;
    private static final int GROUP = 2;
    private static final int VNI = 4;
    private static final int VNI_SHIFT = 8;

    /** What is wrong with a header, if anything. */
    public enum Fault {
        NONE,
        /** The bytes end within it. */
        SHORT,
        /** It has no VNI, or reserved bits are set. */
        FLAGS
    }

    private VxlanHeader() {}

    /**
     * Judges a header; the accessors may be used where this says {@link Fault#NONE}.
     *
     * @param gbp whether the policy extension is agreed upon; its bits are reserved otherwise
     */
    public static Fault judge(long header, int readable, boolean gbp) {
        if (readable < LENGTH) {
            return Fault.SHORT;
        }
        int flags = Memory.getByte(header);
        boolean policy = gbp && (flags & HAS_POLICY) != 0;
        int rest = policy ? Memory.getByte(header + POLICY) & ~POLICY_FLAGS : Memory.getIntNetwork(header) & 0xFF_FFFF;
        boolean known = (flags & ~(policy ? HAS_POLICY : 0)) == HAS_VNI;
        return known && rest == 0 && Memory.getByte(header + LENGTH - 1) == 0 ? Fault.NONE : Fault.FLAGS;
    }

    /** The VXLAN network identifier, 24 bits. */
    public static int vni(long header) {
        return Memory.getIntNetwork(header + VNI) >>> VNI_SHIFT;
    }

    /** Whether there is a group policy; the two accessors that follow say 0 where there is none. */
    public static boolean hasPolicy(long header) {
        return (Memory.getByte(header) & HAS_POLICY) != 0;
    }

    public static int policyFlags(long header) {
        return hasPolicy(header) ? Memory.getByte(header + POLICY) : 0;
    }

    public static int group(long header) {
        return hasPolicy(header) ? Memory.getShortNetwork(header + GROUP) : 0;
    }

    /** Writes a header without a policy. */
    public static void write(long header, int vni) {
        Memory.putIntNetwork(header, HAS_VNI << 24);
        Memory.putIntNetwork(header + VNI, vni << VNI_SHIFT);
    }

    /** Writes a header with a policy. */
    public static void write(long header, int vni, int group, int policyFlags) {
        write(header, vni);
        Memory.putByte(header, HAS_VNI | HAS_POLICY);
        Memory.putByte(header + POLICY, policyFlags & POLICY_FLAGS);
        Memory.putShortNetwork(header + GROUP, group);
    }
}
