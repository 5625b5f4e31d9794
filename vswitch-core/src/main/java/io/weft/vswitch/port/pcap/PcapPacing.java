package io.weft.vswitch.port.pcap;

import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortException;

/** When the frames of a replay are due: at once, as they were captured, or evenly. */
record PcapPacing(Kind kind, int ratePps) {
    enum Kind {
        FAST,
        REAL,
        EVEN
    }

    static final String ALLOWED = "fast, real, or 1 to 1000000000 packets a second";

    static PcapPacing of(PortConfig config) throws PortException {
        String text = config.option("rate", "fast");
        return switch (text) {
            case "fast" -> new PcapPacing(Kind.FAST, 0);
            case "real" -> new PcapPacing(Kind.REAL, 0);
            default -> new PcapPacing(Kind.EVEN, rate(text));
        };
    }

    private static int rate(String text) throws PortException {
        try {
            int rate = Integer.parseInt(text);
            if (rate >= 1 && rate <= 1_000_000_000) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // falls through to the sentence below
        }
        throw new PortException("options:rate", text, ALLOWED);
    }

    /** Nanoseconds from frame {@code index} to the one after it. The last frame of a real-time replay is followed by the mean distance. */
    long gapNs(PcapCapture capture, int index) {
        return switch (kind) {
            case FAST -> 0;
            case EVEN -> 1_000_000_000L / ratePps;
            case REAL -> realGapNs(capture, index);
        };
    }

    private static long realGapNs(PcapCapture capture, int index) {
        int last = capture.count() - 1;
        if (index < last) {
            return Math.max(0, capture.timeNs(index + 1) - capture.timeNs(index));
        }
        return last == 0 ? 1_000_000_000L : Math.max(0, (capture.timeNs(last) - capture.timeNs(0)) / last);
    }
}
