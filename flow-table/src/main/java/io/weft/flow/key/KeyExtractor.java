package io.weft.flow.key;

/** Turns a frame into a flow key. */
public final class KeyExtractor {
    private KeyExtractor() {}

    /**
     * Parses a frame into the key at address {@code key}.
     *
     * @param frame address of the first byte of the Ethernet header
     * @param length readable bytes
     * @param inPort the port number to put into the key
     * @param key address of {@link FlowKey#PACKET_BYTES} bytes, 8-byte aligned
     * @return {@link Layers}; with {@link Layers#MALFORMED} the key is untouched
     */
    public static long extract(long frame, int length, int inPort, long key) {
        throw new UnsupportedOperationException();
    }

    /** The full key of a frame on the heap, for tests and tools; null when it is shorter than an Ethernet header. */
    public static long[] extract(byte[] frame, int inPort) {
        throw new UnsupportedOperationException();
    }
}
