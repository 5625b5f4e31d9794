package io.weft.vswitch.track;

/**
 * TCP for {@link ReferenceTracker}: the same rules as {@link TcpMachine}, written for reading. Sequence numbers are {@code long}s below 2^32, and "how far
 * b is after a" is a signed number.
 */
final class ReferenceTcp {
    static final int SYN = 2;
    static final int ACK = 16;
    static final int RST = 4;
    static final int FIN = 1;
    static final int PSH = 8;
    static final int URG = 32;

    private static final long FUZZ = 65535 + 1500;

    /** What is known of a side. */
    static final class Side {
        String state = "CLOSED";
        boolean toldScale;
        boolean unknownScale;
        int scale;
        long sent;
        long allowed = 1;
        long window = 1;

        Side copy() {
            Side copy = new Side();
            copy.state = state;
            copy.toldScale = toldScale;
            copy.unknownScale = unknownScale;
            copy.scale = scale;
            copy.sent = sent;
            copy.allowed = allowed;
            copy.window = window;
            return copy;
        }
    }

    /** Order in which the states are passed; TIME_WAIT is the end. */
    private static final java.util.List<String> ORDER =
            java.util.List.of("CLOSED", "SYN_SENT", "ESTABLISHED", "CLOSING", "FIN_WAIT_2", "TIME_WAIT");

    enum Verdict {
        ESTABLISHED,
        OPENING,
        REOPEN,
        BAD_FLAGS,
        BAD_WINDOW
    }

    Side client = new Side();
    Side server = new Side();

    /** Set by an update: the timeout that starts anew, or null. */
    Timeout timeout;

    private static boolean has(TestPacket packet, int flag) {
        return (packet.flags() & flag) != 0;
    }

    private static long after(long from, long to) {
        return (int) (to - from);
    }

    private static long number(long value) {
        return value & 0xFFFF_FFFFL;
    }

    private static boolean atLeast(Side side, String state) {
        return ORDER.indexOf(side.state) >= ORDER.indexOf(state);
    }

    static boolean badFlags(TestPacket packet) {
        boolean syn = has(packet, SYN);
        boolean ack = has(packet, ACK);
        boolean rst = has(packet, RST);
        boolean fin = has(packet, FIN);
        if (syn && (rst || fin)) {
            return true;
        }
        if (!syn && !ack && !rst) {
            return true;
        }
        return !ack && (fin || has(packet, PSH) || has(packet, URG));
    }

    static boolean mayBegin(TestPacket packet) {
        return !badFlags(packet) && !(has(packet, SYN) && has(packet, ACK));
    }

    private static long length(TestPacket packet) {
        return packet.payload() + (has(packet, SYN) ? 1L : 0L) + (has(packet, FIN) ? 1L : 0L);
    }

    private static long divideUp(long value, int shift) {
        long unit = 1L << shift;
        return (value + unit - 1) / unit;
    }

    private static void readScale(Side side, TestPacket packet) {
        side.toldScale = packet.scale() != TestPacket.NO_SCALE;
        side.scale = side.toldScale ? Math.min(packet.scale(), 14) : 0;
    }

    void begin(TestPacket packet) {
        client.state = "SYN_SENT";
        client.sent = number(packet.sequence());
        client.allowed = number(packet.sequence() + length(packet) + 1);
        client.window = Math.max(packet.window(), 1);
        if (has(packet, SYN)) {
            readScale(client, packet);
            client.window = divideUp(client.window, client.scale);
        } else {
            client.unknownScale = true;
            server.unknownScale = true;
        }
        timeout = Timeout.TCP_SYN_SENT;
    }

    Verdict update(TestPacket packet, boolean reply, boolean checks) {
        timeout = null;
        if (badFlags(packet)) {
            return Verdict.BAD_FLAGS;
        }
        Side sender = (reply ? server : client).copy();
        Side other = (reply ? client : server).copy();
        if (has(packet, SYN) && !has(packet, ACK)) {
            if (atLeast(sender, "FIN_WAIT_2") && atLeast(other, "FIN_WAIT_2")) {
                return Verdict.REOPEN;
            }
            if (!atLeast(sender, "ESTABLISHED")) {
                sender.state = "SYN_SENT";
                keep(reply, sender, other);
                timeout = Timeout.TCP_SYN_SENT;
                return Verdict.OPENING;
            }
        }
        Verdict verdict = follow(packet, sender, other, checks);
        if (verdict == Verdict.ESTABLISHED) {
            keep(reply, sender, other);
        }
        return verdict;
    }

    private void keep(boolean reply, Side sender, Side other) {
        client = reply ? other : sender;
        server = reply ? sender : other;
    }

    private Verdict follow(TestPacket packet, Side sender, Side other, boolean checks) {
        boolean syn = has(packet, SYN);
        int senderShift = 0;
        int otherShift = 0;
        if (!syn && sender.toldScale && other.toldScale) {
            senderShift = sender.scale;
            otherShift = other.scale;
        } else if (!syn && sender.unknownScale && other.unknownScale) {
            senderShift = 14;
            otherShift = 14;
        }
        long window = packet.window();
        long begin = number(packet.sequence());
        long end = number(begin + length(packet));
        boolean skewCounts = true;
        if (sender.state.equals("CLOSED")) {
            if (syn && other.toldScale) {
                sender.unknownScale = false;
                readScale(sender, packet);
                if (sender.toldScale) {
                    senderShift = sender.scale;
                    otherShift = other.scale;
                    window = divideUp(window, senderShift);
                } else {
                    other.window = Math.min(65535, other.window * (1L << other.scale));
                    other.toldScale = false;
                    other.scale = 0;
                }
            }
            sender.sent = begin;
            sender.state = "SYN_SENT";
            long allowed = number(end + Math.max(1, other.window << otherShift));
            if (sender.allowed == 1 || after(sender.allowed, allowed) >= 0) {
                sender.allowed = allowed;
                skewCounts = false;
            }
            sender.window = Math.max(sender.window, window);
        }
        long acknowledged = number(packet.acknowledgement());
        if (!has(packet, ACK) || acknowledged == 0 && has(packet, RST)) {
            acknowledged = other.sent;
        }
        boolean exactReset = Math.abs(after(sender.sent, begin)) <= 1;
        if (begin == end) {
            begin = sender.sent;
            end = sender.sent;
        }
        long skew = skewCounts ? after(acknowledged, other.sent) : 0;
        boolean fits = after(end, sender.allowed) >= 0
                && after(number(sender.sent - (other.window << otherShift)), begin) >= 0
                && skew >= -FUZZ
                && skew <= FUZZ << senderShift
                && (!has(packet, RST) || exactReset);
        if (fits || !checks) {
            slide(sender, other, window, senderShift, acknowledged, end);
            if (has(packet, FIN) && !atLeast(sender, "CLOSING")) {
                sender.state = "CLOSING";
            }
            if (has(packet, ACK) && other.state.equals("SYN_SENT")) {
                other.state = "ESTABLISHED";
            } else if (has(packet, ACK) && other.state.equals("CLOSING")) {
                other.state = "FIN_WAIT_2";
            }
            resetIf(packet, sender, other);
            timeout = timeout(sender, other);
            return Verdict.ESTABLISHED;
        }
        boolean loose = other.state.equals("CLOSED") || atLeast(other, "FIN_WAIT_2") || atLeast(sender, "FIN_WAIT_2");
        boolean near = after(end, number(sender.allowed + FUZZ)) >= 0 && after(number(sender.sent - FUZZ), begin) >= 0;
        if (loose && near) {
            slide(sender, other, window, senderShift, acknowledged, end);
            if (has(packet, FIN) && !atLeast(sender, "CLOSING")) {
                sender.state = "CLOSING";
            }
            resetIf(packet, sender, other);
            return Verdict.ESTABLISHED;
        }
        return Verdict.BAD_WINDOW;
    }

    private static void resetIf(TestPacket packet, Side sender, Side other) {
        if (has(packet, RST)) {
            sender.state = "TIME_WAIT";
            other.state = "TIME_WAIT";
        }
    }

    private static void slide(Side sender, Side other, long window, int shift, long acknowledged, long end) {
        sender.window = Math.max(sender.window, window);
        if (after(sender.sent, end) > 0) {
            sender.sent = end;
        }
        long offered = window << shift;
        if (after(other.allowed, number(acknowledged + offered)) >= 0) {
            other.allowed = number(acknowledged + Math.max(1, offered));
        }
    }

    private static Timeout timeout(Side one, Side other) {
        if (atLeast(one, "FIN_WAIT_2") && atLeast(other, "FIN_WAIT_2")) {
            return Timeout.TCP_CLOSE;
        }
        if (atLeast(one, "CLOSING") && atLeast(other, "CLOSING")) {
            return Timeout.TCP_TIME_WAIT;
        }
        if (!atLeast(one, "ESTABLISHED") || !atLeast(other, "ESTABLISHED")) {
            return Timeout.TCP_SYN_RECV;
        }
        if (atLeast(one, "CLOSING") || atLeast(other, "CLOSING")) {
            return Timeout.TCP_FIN_WAIT;
        }
        return Timeout.TCP_ESTABLISHED;
    }

    boolean bothEstablished() {
        return atLeast(client, "ESTABLISHED") && atLeast(server, "ESTABLISHED");
    }

    String text() {
        return client.state.equals(server.state) ? client.state : client.state + "/" + server.state;
    }
}
