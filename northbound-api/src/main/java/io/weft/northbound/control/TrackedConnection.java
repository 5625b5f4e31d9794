package io.weft.northbound.control;

/**
 * A connection as it was at one moment.
 *
 * @param protocol IP protocol number
 * @param state of the side that began it, a word such as {@code ESTABLISHED}; of a protocol without states what was seen: {@code FIRST},
 *     {@code MULTIPLE} or {@code BOTH_WAYS}
 * @param replyState of the other side; the same where the two sides have one state
 * @param seenReply whether the other side answered
 * @param assured whether a full table keeps it
 * @param remainingMs until it expires without a packet
 * @param helper who reads what it says of other connections: {@code ftp}, {@code tftp}, or an empty text
 */
public record TrackedConnection(
        int zone,
        int protocol,
        boolean ipv6,
        Direction original,
        Direction reply,
        boolean snat,
        boolean dnat,
        int mark,
        long labelHigh,
        long labelLow,
        String state,
        String replyState,
        boolean seenReply,
        boolean assured,
        long remainingMs,
        String helper) {
    /**
     * Addresses and ports of the packets of one direction. An IPv4 address is in the low half.
     *
     * @param ports source in the upper 16 bits, destination in the lower; of ICMP the identifier, and type and code
     */
    public record Direction(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int ports) {}
}
