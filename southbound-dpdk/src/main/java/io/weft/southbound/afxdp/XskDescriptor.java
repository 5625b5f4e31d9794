package io.weft.southbound.afxdp;

/**
 * Layouts and numbers of AF_XDP ({@code linux/if_xdp.h}); declared here because installed headers are often older than the kernel.
 *
 * <pre>
 *   RX and TX entry, 16 bytes     0 u64 address in the UMEM    8 u32 length    12 u32 options
 *   fill and completion, 8 bytes  0 u64 address in the UMEM
 *   TX metadata, 24 bytes before the frame
 *                                 0 u64 flags    8 u16 checksum start    10 u16 checksum offset    16 u64 launch time
 *   mmap offsets, 128 bytes       rings rx, tx, fill, completion: each u64 producer, consumer, entries, flags
 * </pre>
 */
final class XskDescriptor {
    static final int SOL_XDP = 283;
    static final int MMAP_OFFSETS = 1;
    static final int RX_RING = 2;
    static final int TX_RING = 3;
    static final int UMEM_REG = 4;
    static final int FILL_RING = 5;
    static final int COMPLETION_RING = 6;
    static final int STATISTICS = 7;
    static final int MAX_TX_BUDGET = 9;

    static final long PAGE_RX = 0;
    static final long PAGE_TX = 0x8000_0000L;
    static final long PAGE_FILL = 0x1_0000_0000L;
    static final long PAGE_COMPLETION = 0x1_8000_0000L;

    static final int BIND_SHARED_UMEM = 1;
    static final int BIND_COPY = 2;
    static final int BIND_NEED_WAKEUP = 8;
    static final int BIND_SCATTER_GATHER = 16;

    static final int ENTRY = 16;
    static final int ADDRESS_ENTRY = 8;
    static final int LENGTH = 8;
    static final int OPTIONS = 12;
    static final int OPTION_CONTINUED = 1;
    static final int OPTION_METADATA = 2;

    static final int UMEM_METADATA_VALID = 4;
    static final int METADATA_LENGTH = 24;
    static final long METADATA_CHECKSUM = 2;

    /** The most buffers of one frame: 17 fragments and the first. */
    static final int MAX_BUFFERS = 18;

    private XskDescriptor() {}
}
