package io.weft.vswitch.reference;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.wire.FrameBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Who speaks with whom, whichever way a packet goes: its protocol and both ends, as it arrives. A packet without addresses is a conversation of its own. */
public record Conversation(long protocol, Set<List<Long>> ends, Object alone) {
    /** That of a frame. */
    public static Conversation of(byte[] frame) {
        ReferenceFrame parsed = ReferenceFrame.parse(frame);
        if (parsed == null || !isIp(parsed.key())) {
            return new Conversation(0, Set.of(), new Object());
        }
        long[] key = parsed.key();
        List<Long> source = List.of(Fields.NW_SRC.low(key), key[8], key[9], Fields.TP_SRC.low(key));
        List<Long> destination = List.of(Fields.NW_DST.low(key), key[10], key[11], Fields.TP_DST.low(key));
        return new Conversation(
                Fields.NW_PROTO.low(key),
                source.equals(destination) ? Set.of(source) : Set.of(source, destination),
                "");
    }

    /** Whether a frame is a part of a datagram. */
    public static boolean isFragment(byte[] frame) {
        ReferenceFrame parsed = ReferenceFrame.parse(frame);
        return parsed != null && parsed.isFragment();
    }

    private static boolean isIp(long[] key) {
        long type = Fields.ETH_TYPE.low(key);
        return type == 0x0800 || type == 0x86dd;
    }

    /** What could be the answer to a frame: its ends exchanged, its checksums mended. */
    public static byte[] answer(byte[] frame) {
        ReferenceFrame answer = ReferenceFrame.parse(frame);
        if (answer == null) {
            return frame;
        }
        exchange(answer, Fields.ETH_SRC, Fields.ETH_DST);
        if (isIp(answer.key())) {
            exchange(answer, Fields.NW_SRC, Fields.NW_DST);
            exchange(answer, Fields.IPV6_SRC, Fields.IPV6_DST);
            exchange(answer, Fields.TP_SRC, Fields.TP_DST);
            exchange(answer, Fields.ICMP_TYPE, 8);
            exchange(answer, Fields.ICMPV6_TYPE, 128 ^ 129);
        }
        return answer.bytes();
    }

    /** What could be an ICMP error about a frame, quoting at most so many bytes behind its IP header: from whom it was for; or the frame itself. */
    public static byte[] error(byte[] frame, int bytes) {
        ReferenceFrame about = ReferenceFrame.parse(frame);
        if (about == null || about.networkAt() < 0 || about.transportAt() < 0 || !isIp(about.key())) {
            return frame;
        }
        long[] key = about.key();
        if (Fields.ICMP_TYPE.low(key) == 3 && Fields.NW_PROTO.low(key) == 1 || Fields.ICMPV6_TYPE.low(key) == 1) {
            return frame;
        }
        FrameBuilder error = new FrameBuilder().ethernet(Fields.ETH_SRC.low(key), Fields.ETH_DST.low(key));
        int end = Math.min(about.end(), about.transportAt() + bytes);
        byte[] quote = Arrays.copyOfRange(frame, about.networkAt(), end);
        if (Fields.ETH_TYPE.low(key) == 0x0800) {
            error.ipv4((int) Fields.NW_DST.low(key), (int) Fields.NW_SRC.low(key))
                    .icmp(3, 3, 0);
        } else if (about.transportAt() - about.networkAt() == 40) {
            error.ipv6(
                            Fields.IPV6_DST.high(key),
                            Fields.IPV6_DST.low(key),
                            Fields.IPV6_SRC.high(key),
                            Fields.IPV6_SRC.low(key))
                    .icmp(1, 4, 0);
        } else {
            return frame;
        }
        return error.raw(quote).build();
    }

    private static void exchange(ReferenceFrame frame, Field one, Field other) {
        long[] key = frame.key();
        set(frame, one, other.high(key), other.low(key));
        set(frame, other, one.high(key), one.low(key));
    }

    /** Request and answer of an echo differ in these bits of the type. */
    private static void exchange(ReferenceFrame frame, Field type, int bits) {
        set(frame, type, 0, type.low(frame.key()) ^ bits);
    }

    private static void set(ReferenceFrame frame, Field field, long high, long low) {
        frame.set(field, high, low, -1L, -1L);
    }
}
