package io.weft.flow.wire;

import io.weft.flow.memory.Memory;

/**
 * The chain of IPv6 extension headers (RFC 8200 section 4, RFC 4302): walked until a header that is none of them, with a bound so that no
 * packet costs more than a few normal ones.
 *
 * <p>The result is one {@code long}: bits 0-15 bytes of the extension headers, bits 16-23 the protocol behind them, bits 24-25 the fragment
 * bits of {@code ip_frag}. A later fragment ends the walk with the protocol {@link IpProtocol#FRAGMENT}, since what follows is not a header.
 */
public final class Ipv6Extensions {
    /** The most headers that are skipped; a longer chain is not read. */
    public static final int MOST_HEADERS = 8;

    /** A header does not fit the payload, or there are more than {@link #MOST_HEADERS}. */
    public static final long MALFORMED = -1;

    /** Fragment bit: some fragment. */
    public static final int FRAGMENT_ANY = 1;

    /** Fragment bit: not the first fragment. */
    public static final int FRAGMENT_LATER = 2;

    private static final int SMALLEST = 8;
    private static final int NEXT_HEADER = 0;
    private static final int HEADER_LENGTH = 1;
    private static final int FRAGMENT_OFFSET = 2;
    private static final int FRAGMENT_OFFSET_MASK = 0xFFF8;

    private Ipv6Extensions() {}

    /** Whether {@code protocol} is an extension header that the walk skips. */
    public static boolean isExtension(int protocol) {
        return switch (protocol) {
            case IpProtocol.HOP_BY_HOP,
                    IpProtocol.ROUTING,
                    IpProtocol.FRAGMENT,
                    IpProtocol.AUTHENTICATION,
                    IpProtocol.DESTINATION_OPTIONS -> true;
            default -> false;
        };
    }

    /**
     * Walks the chain at {@code payload} of {@code length} readable bytes, whose first header is {@code first}.
     *
     * @return {@link #MALFORMED}, or the packed result
     */
    public static long skip(long payload, int length, int first) {
        int protocol = first;
        int offset = 0;
        int fragment = 0;
        for (int headers = 0; isExtension(protocol); headers++) {
            if (length - offset < SMALLEST || headers == MOST_HEADERS) {
                return MALFORMED;
            }
            long header = payload + offset;
            if (protocol == IpProtocol.FRAGMENT) {
                int offsetAndFlags = Memory.getShortNetwork(header + FRAGMENT_OFFSET);
                fragment = offsetAndFlags == 0 ? fragment : FRAGMENT_ANY;
                if ((offsetAndFlags & FRAGMENT_OFFSET_MASK) != 0) {
                    return pack(offset + SMALLEST, IpProtocol.FRAGMENT, FRAGMENT_ANY | FRAGMENT_LATER);
                }
            }
            offset += lengthOf(protocol, header);
            if (offset > length) {
                return MALFORMED;
            }
            protocol = Memory.getByte(header + NEXT_HEADER);
        }
        return pack(offset, protocol, fragment);
    }

    /** Bytes of the extension headers. */
    public static int length(long result) {
        return (int) result & 0xFFFF;
    }

    /** The protocol behind the extension headers. */
    public static int protocol(long result) {
        return (int) (result >>> 16) & 0xFF;
    }

    /** {@link #FRAGMENT_ANY} and {@link #FRAGMENT_LATER}. */
    public static int fragment(long result) {
        return (int) (result >>> 24) & 3;
    }

    /** Bytes of the extension header {@code protocol} at {@code header}, by what it says. */
    public static int lengthOf(int protocol, long header) {
        int units = Memory.getByte(header + HEADER_LENGTH);
        return switch (protocol) {
            case IpProtocol.FRAGMENT -> SMALLEST;
            case IpProtocol.AUTHENTICATION -> (units + 2) << 2;
            default -> (units + 1) << 3;
        };
    }

    private static long pack(int length, int protocol, int fragment) {
        return (long) fragment << 24 | (long) protocol << 16 | length;
    }
}
