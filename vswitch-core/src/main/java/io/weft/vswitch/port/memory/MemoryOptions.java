package io.weft.vswitch.port.memory;

import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortOption;
import java.util.List;

/** The options of a memory port, checked. */
record MemoryOptions(
        int rxQueues,
        int txQueues,
        int ringSize,
        int flows,
        int rate,
        int frameLength,
        boolean isReverse,
        boolean isSink) {
    static final List<PortOption> ALL = List.of(
            new PortOption("n_rxq", "1 to 64", "1", "Receive queues."),
            new PortOption("n_txq", "1 to 64", "1", "Transmit queues."),
            new PortOption("ring", "a power of two, 1 to 65536", "1024", "Packets that each ring holds."),
            new PortOption(
                    "flows", "0 to 1000000", "0", "Receives UDP frames of this many flows for ever; 0 is the far end."),
            new PortOption(
                    "rate", "0 to 100000000", "0", "Endless frames a second and queue; 0: as fast as they are taken."),
            new PortOption("frame_len", "60 to 1514", "60", "Bytes of the endless frames, without FCS."),
            new PortOption("direction", "a, b", "a", "Which end of the conversations the endless frames come from."),
            new PortOption("tx", "ring, sink", "ring", "Transmitted packets wait for the far end, or are freed."));

    static MemoryOptions of(PortConfig config) throws PortException {
        config.requireKnown(ALL);
        int ring = config.intOption("ring", 1, 65_536, 1024);
        if (Integer.bitCount(ring) != 1) {
            throw new PortException("options:ring", Integer.toString(ring), "a power of two, 1 to 65536");
        }
        return new MemoryOptions(
                config.intOption("n_rxq", 1, 64, 1),
                config.intOption("n_txq", 1, 64, 1),
                ring,
                config.intOption("flows", 0, 1_000_000, 0),
                config.intOption("rate", 0, 100_000_000, 0),
                config.intOption("frame_len", 60, 1514, 60),
                config.wordOption("direction", List.of("a", "b"), "a").equals("b"),
                config.wordOption("tx", List.of("ring", "sink"), "ring").equals("sink"));
    }
}
