package io.weft.southbound.linux;

/** Numbers of the Linux ABI that the drivers use, for x86-64 and AArch64 ({@code asm-generic}); names as in the kernel's headers. */
public final class LinuxConstants {
    public static final int AF_INET = 2;
    public static final int AF_XDP = 44;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int MSG_DONTWAIT = 0x40;

    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0x40;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;
    public static final int EFD_NONBLOCK = O_NONBLOCK;
    public static final int EFD_CLOEXEC = O_CLOEXEC;
    public static final int CLONE_NEWNET = 0x40000000;

    static final int PRIO_PROCESS = 0;

    public static final int PROT_NONE = 0;
    public static final int PROT_READ_WRITE = 3;
    public static final int MAP_SHARED = 1;
    public static final int MAP_PRIVATE = 2;
    public static final int MAP_ANONYMOUS = 0x20;
    public static final int MAP_POPULATE = 0x8000;

    public static final int POLLIN = 1;

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ERANGE = 34;
    public static final int EBADFD = 77;
    public static final int EOPNOTSUPP = 95;
    public static final int ENETDOWN = 100;
    public static final int ENOBUFS = 105;

    static final long SIOCGIFFLAGS = 0x8913;
    static final long SIOCSIFADDR = 0x8916;
    static final long SIOCSIFFLAGS = 0x8914;
    static final long SIOCGIFMTU = 0x8921;
    static final long SIOCSIFMTU = 0x8922;
    static final long SIOCGIFHWADDR = 0x8927;
    static final long SIOCGIFINDEX = 0x8933;
    static final long SIOCETHTOOL = 0x8946;

    static final int IFF_UP = 0x1;
    static final int IFF_RUNNING = 0x40;

    static final int ETHTOOL_GDRVINFO = 0x3;
    static final int ETHTOOL_GLINK = 0xa;
    static final int ETHTOOL_GTSO = 0x1e;
    static final int ETHTOOL_GFLAGS = 0x25;
    static final int ETHTOOL_SFLAGS = 0x26;
    static final int ETHTOOL_GCHANNELS = 0x3c;
    static final int ETH_FLAG_RXVLAN = 1 << 8;
    static final int ETH_FLAG_LRO = 1 << 15;

    /** The number of bpf(2). */
    static final long SYS_BPF = System.getProperty("os.arch").equals("aarch64") ? 280 : 321;

    private LinuxConstants() {}
}
