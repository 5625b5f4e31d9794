package io.weft.flow.action;

/** Port numbers of a bridge: those of ports, and the reserved ones of OpenFlow 1.1+ (ovs-fields(7), "Ingress Port"). */
public final class Ports {
    /** The largest number a port can have. */
    public static final int MAX = 0xfeff;

    public static final int UNSET = 0xfffffff7;
    public static final int IN_PORT = 0xfffffff8;
    public static final int TABLE = 0xfffffff9;
    public static final int NORMAL = 0xfffffffa;
    public static final int FLOOD = 0xfffffffb;
    public static final int ALL = 0xfffffffc;
    public static final int CONTROLLER = 0xfffffffd;
    /** The bridge's own internal port; its number is 65534 as in OpenFlow 1.0. */
    public static final int LOCAL = 0xfffffffe;

    public static final int NONE = 0xffffffff;

    private Ports() {}
}
