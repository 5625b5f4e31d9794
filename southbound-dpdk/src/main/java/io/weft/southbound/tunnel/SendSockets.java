package io.weft.southbound.tunnel;

import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.NativeException;

/**
 * The sockets that one sender uses: a few for each kind of outer header that is a matter of the socket, opened when first needed. They differ in their
 * source port, so that routers and network cards spread flows over paths and queues (RFC 7348 section 5, RFC 8926 section 3.3).
 *
 * <pre>
 *   number = kind (3 bits: IPv6, may be fragmented, checksum) x SPREAD + hash of the packet inside
 * </pre>
 *
 * <p>Thread-safety: one owner.
 */
final class SendSockets implements AutoCloseable {
    /** Source ports of a kind. */
    static final int SPREAD = 8;

    /** All numbers are below this. */
    static final int MOST = 8 * SPREAD;

    private static final System.Logger LOG = System.getLogger(SendSockets.class.getName());
    private static final int CLOSED = -1;
    private static final int SIX = 4;
    private static final int FRAGMENTS = 2;
    private static final int CHECKSUM = 1;

    private final int[] descriptors = new int[MOST];

    SendSockets() {
        java.util.Arrays.fill(descriptors, CLOSED);
    }

    /** The kind of a header: the first of {@link #SPREAD} numbers. */
    static int kind(boolean six, boolean df, boolean checksum) {
        return ((six ? SIX : 0) | (df ? 0 : FRAGMENTS) | (checksum ? CHECKSUM : 0)) * SPREAD;
    }

    /** The descriptor of a number; a negative one when it cannot be opened now. */
    int descriptor(int number) {
        int fd = descriptors[number];
        return fd >= 0 ? fd : open(number);
    }

    private int open(int number) {
        int kind = number / SPREAD;
        try {
            descriptors[number] = UdpSocket.sending((kind & SIX) != 0, (kind & FRAGMENTS) == 0, (kind & CHECKSUM) != 0);
        } catch (NativeException e) {
            LOG.log(System.Logger.Level.DEBUG, "no socket for tunnels: " + e.getMessage());
        }
        return descriptors[number];
    }

    @Override
    public void close() {
        for (int number = 0; number < MOST; number++) {
            if (descriptors[number] >= 0) {
                Libc.close(descriptors[number]);
                descriptors[number] = CLOSED;
            }
        }
    }
}
