package io.weft.cli.ofctl;

import io.weft.cli.verb.RefusedException;
import java.util.OptionalLong;

/** What ovs-ofctl prints above a dump: the kind of the answer, with the version of OpenFlow that {@code -O} chose. */
final class ReplyHeader {
    private static final int OPENFLOW_13 = 3;

    private ReplyHeader() {}

    /** For groups, which have an extension for OpenFlow 1.0. */
    static String ofGroups(OfctlCall call, String kind) {
        int minor = minor(call);
        return minor == 0 ? "NXST_" + kind + " reply (xid=0x2):" : versioned(kind, minor);
    }

    /** For flows, whose statistics have an extension for OpenFlow 1.0; {@code kind} is {@code FLOW} or {@code AGGREGATE}. */
    static String ofFlows(OfctlCall call, String kind) {
        int minor = minor(call);
        if (minor > 0) {
            return versioned(kind, minor);
        }
        return (call.options().withoutExtensions() ? "OFPST_" : "NXST_") + kind + " reply (xid=0x4):";
    }

    /** For what every version has. */
    static String of(OfctlCall call, String kind) {
        int minor = minor(call);
        return minor == 0 ? "OFPST_" + kind + " reply (xid=0x2):" : versioned(kind, minor);
    }

    /** For meters, which begin with OpenFlow 1.3. */
    static String ofMeters(OfctlCall call, String kind) {
        return versioned(kind, Math.max(minor(call), OPENFLOW_13));
    }

    private static String versioned(String kind, int minor) {
        return "OFPST_" + kind + " reply (OF1." + minor + ") (xid=0x2):";
    }

    /** Whether buckets have ids, and groups properties, in the version that was chosen. */
    static boolean hasBucketIds(OfctlCall call) {
        int minor = minor(call);
        return minor == 0 || minor == 5;
    }

    private static int minor(OfctlCall call) {
        return call.options().minorVersion();
    }

    /** A number that stands by itself or behind {@code name=}; empty for {@code all}, {@code any} and nothing. */
    static OptionalLong number(String name, String text) {
        String value = text.startsWith(name + "=") ? text.substring(name.length() + 1) : text;
        if (value.isEmpty() || value.equalsIgnoreCase("all") || value.equalsIgnoreCase("any")) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.decode(value);
            if (number >= 0 && number <= 0xffff_ffffL) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException e) {
            // named below, like a number out of range
        }
        throw new RefusedException(name + " \"" + value + "\" is not allowed; allowed: 0 to 4294967295, or all");
    }
}
