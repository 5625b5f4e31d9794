package io.weft.northbound.codec;

/** The sizes that the API accepts; those of {@code switch.proto}, written once. */
public final class Limits {
    /** Bytes of a bridge's name: its own port is a kernel device. */
    public static final int BRIDGE_NAME = 15;

    /** Bytes of the name of a port, record, column, key or command. */
    public static final int NAME = 255;

    /** Bytes of a flow, an action list, a filter or a column's value. */
    public static final int TEXT = 65_536;

    /** Bytes of a frame. */
    public static final int FRAME = 65_535;

    /** Frames of one injection. */
    public static final int FRAMES = 32;

    /** Operations of a transaction. */
    public static final int OPERATIONS = 4_096;

    /** Changes of all bundles that are being sent, together. */
    public static final int BUNDLE = 1 << 22;

    /** Changes of one batch. */
    public static final int FLOW_MODS = 65_536;

    /** Atoms or entries of a column, fields or actions of a flow, arguments of a command. */
    public static final int LIST = 4_096;

    /** Bytes of a request. */
    public static final int MESSAGE = 4 * 1024 * 1024;

    /** Bytes of an answer, and of one message of a stream. */
    public static final int ANSWER = 64 * 1024 * 1024;

    /** Elements of one message of a stream. */
    public static final int CHUNK = 256;

    /** The most bits of an address. */
    static final long MAC = 0xFFFF_FFFF_FFFFL;

    private Limits() {}
}
