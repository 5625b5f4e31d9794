package io.weft.flow.key;

import java.util.Arrays;

/**
 * The oracle: the same key as {@link KeyExtractor}, written as plainly as possible over slices of an array, so that a byte outside a header
 * cannot be read without an exception. Written from the rules, sharing no code with what it judges but the field registry.
 */
final class SlowExtractor {
    private static final long PRESENT = 0x1000;

    private final long[] key = new long[FlowKey.WORDS];

    private SlowExtractor() {}

    /** The key, or null for a frame shorter than an Ethernet header. */
    static long[] extract(byte[] frame, int inPort) {
        return frame.length < 14 ? null : new SlowExtractor().ethernet(frame, inPort);
    }

    private long[] ethernet(byte[] frame, int inPort) {
        Fields.IN_PORT.set(key, 0, inPort);
        Fields.ETH_DST.set(key, 0, number(frame, 0, 6));
        Fields.ETH_SRC.set(key, 0, number(frame, 6, 6));
        byte[] rest = slice(frame, 12, frame.length);
        if (isTag(rest)) {
            key[1] |= number(rest, 2, 2) | PRESENT;
            key[2] |= number(rest, 0, 2);
            key[6] |= (number(rest, 2, 2) & PRESENT) == 0 ? 0 : 1;
            rest = slice(rest, 4, rest.length);
            if (isTag(rest)) {
                key[6] |= (number(rest, 2, 2) | PRESENT) << 48 | number(rest, 0, 2) << 32;
                key[6] |= (number(rest, 2, 2) & PRESENT) == 0 ? 0 : 2;
                rest = slice(rest, 4, rest.length);
            }
        }
        long type = number(rest, 0, 2);
        rest = slice(rest, 2, rest.length);
        if (type < 0x600) {
            type = 0x5FF;
            if (rest.length >= 8 && number(rest, 0, 6) == 0xAAAA_0300_0000L && number(rest, 6, 2) >= 0x600) {
                type = number(rest, 6, 2);
                rest = slice(rest, 8, rest.length);
            }
        }
        Fields.ETH_TYPE.set(key, 0, type);
        if (type == 0x0800) {
            ipv4(rest);
        } else if (type == 0x86DD) {
            key[0] |= FlowKey.KIND_LONG;
            ipv6(rest);
        } else if (type == 0x0806 || type == 0x8035) {
            key[0] |= FlowKey.KIND_LONG;
            arp(rest);
        }
        return key;
    }

    private static boolean isTag(byte[] rest) {
        long type = number(rest, 0, 2);
        return (type == 0x8100 || type == 0x88A8) && rest.length >= 6;
    }

    private void arp(byte[] arp) {
        if (arp.length < 28 || number(arp, 0, 6) != 0x0001_0800_0604L) {
            return;
        }
        long operation = number(arp, 6, 2);
        Fields.ARP_OP.set(key, 0, operation > 255 ? 0 : operation);
        Fields.ARP_SHA.set(key, 0, number(arp, 8, 6));
        Fields.ARP_SPA.set(key, 0, number(arp, 14, 4));
        Fields.ARP_THA.set(key, 0, number(arp, 18, 6));
        Fields.ARP_TPA.set(key, 0, number(arp, 24, 4));
    }

    private void ipv4(byte[] ip) {
        if (ip.length < 20) {
            return;
        }
        int headerLength = (ip[0] & 0xF) * 4;
        int totalLength = (int) number(ip, 2, 2);
        if (headerLength < 20 || headerLength > totalLength || totalLength > ip.length) {
            return;
        }
        int fragment = (int) number(ip, 6, 2);
        boolean later = (fragment & 0x1FFF) != 0;
        boolean any = later || (fragment & 0x2000) != 0;
        common(number(ip, 9, 1), number(ip, 1, 1), number(ip, 8, 1), (any ? 1 : 0) | (later ? 2 : 0));
        Fields.NW_SRC.set(key, 0, number(ip, 12, 4));
        Fields.NW_DST.set(key, 0, number(ip, 16, 4));
        if (!later) {
            transport((int) number(ip, 9, 1), slice(ip, headerLength, totalLength), false);
        }
    }

    private void ipv6(byte[] ip) {
        if (ip.length < 40 || 40 + number(ip, 4, 2) > ip.length) {
            return;
        }
        byte[] rest = slice(ip, 40, 40 + (int) number(ip, 4, 2));
        Fields.IPV6_SRC.set(key, number(ip, 8, 8), number(ip, 16, 8));
        Fields.IPV6_DST.set(key, number(ip, 24, 8), number(ip, 32, 8));
        int protocol = (int) number(ip, 6, 1);
        int frag = 0;
        int skipped = 0;
        while (protocol == 0 || protocol == 43 || protocol == 44 || protocol == 51 || protocol == 60) {
            if (rest.length < 8 || skipped++ == 8) {
                return;
            }
            long units = number(rest, 1, 1);
            long length = protocol == 44 ? 8 : protocol == 51 ? (units + 2) * 4 : (units + 1) * 8;
            if (protocol == 44 && number(rest, 2, 2) != 0) {
                frag |= 1;
                if (number(rest, 2, 2) >>> 3 != 0) {
                    frag = 3;
                    break;
                }
            }
            if (length > rest.length) {
                return;
            }
            protocol = (int) number(rest, 0, 1);
            rest = slice(rest, (int) length, rest.length);
        }
        common(protocol, number(ip, 0, 2) >>> 4 & 0xFF, number(ip, 7, 1), frag);
        Fields.IPV6_LABEL.set(key, 0, number(ip, 1, 3) & 0xFFFFF);
        if (frag != 3) {
            transport(protocol, rest, true);
        }
    }

    private void common(long protocol, long tos, long ttl, long frag) {
        Fields.NW_PROTO.set(key, 0, protocol);
        key[3] |= tos << 48;
        Fields.NW_TTL.set(key, 0, ttl);
        Fields.IP_FRAG.set(key, 0, frag);
    }

    private void transport(int protocol, byte[] l4, boolean ipv6) {
        boolean tcp = protocol == 6 && l4.length >= 20;
        int tcpLength = tcp ? (l4[12] >> 4 & 0xF) * 4 : 0;
        if (tcp && tcpLength >= 20 && tcpLength <= l4.length) {
            ports(l4);
            Fields.TCP_FLAGS.set(key, 0, number(l4, 12, 2) & 0xFFF);
        } else if (protocol == 17 && l4.length >= 8 || protocol == 132 && l4.length >= 12) {
            ports(l4);
        } else if (protocol == (ipv6 ? 58 : 1) && l4.length >= 8) {
            Fields.ICMP_TYPE.set(key, 0, number(l4, 0, 1));
            Fields.ICMP_CODE.set(key, 0, number(l4, 1, 1));
            boolean neighbour = (l4[0] & 0xFF) == 135 || (l4[0] & 0xFF) == 136;
            if (ipv6 && neighbour && l4[1] == 0 && l4.length >= 24) {
                neighbour(l4);
            }
        }
    }

    private void ports(byte[] l4) {
        Fields.TP_SRC.set(key, 0, number(l4, 0, 2));
        Fields.TP_DST.set(key, 0, number(l4, 2, 2));
    }

    private void neighbour(byte[] nd) {
        long[] address = new long[3];
        long firstType = 0;
        byte[] options = slice(nd, 24, nd.length);
        for (int count = 0; count < 16 && options.length >= 8; count++) {
            int type = options[0] & 0xFF;
            int length = (options[1] & 0xFF) * 8;
            if (length == 0 || length > options.length) {
                break;
            }
            if (length == 8 && (type == 1 || type == 2)) {
                if (address[type] != 0) {
                    return;
                }
                address[type] = number(options, 2, 6);
                firstType = firstType == 0 ? type : firstType;
            }
            options = slice(options, length, options.length);
        }
        Fields.ND_TARGET.set(key, number(nd, 8, 8), number(nd, 16, 8));
        Fields.ND_RESERVED.set(key, 0, number(nd, 4, 4));
        Fields.ND_OPTIONS_TYPE.set(key, 0, firstType);
        Fields.ND_SLL.set(key, 0, address[1]);
        Fields.ND_TLL.set(key, 0, address[2]);
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (int i = from; i < from + count; i++) {
            number = number << 8 | bytes[i] & 0xFF;
        }
        return number;
    }
}
