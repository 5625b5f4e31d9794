package io.weft.southbound.linux;

/** A system call failed: says which, on what device, and why, in a sentence for people. */
public final class NativeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String function;
    private final String device;
    private final int errno;

    public NativeException(String function, String device, int errno) {
        this(function, device, errno, function + " on " + device + ": " + Errno.text(errno));
    }

    public NativeException(String function, String device, int errno, String sentence) {
        super(sentence);
        this.function = function;
        this.device = device;
        this.errno = errno;
    }

    /** The C function or kernel command, such as {@code bind}. */
    public String function() {
        return function;
    }

    /** The network device, file or map it was called for. */
    public String device() {
        return device;
    }

    /** The positive error number, one of the {@code E...} constants of {@link LinuxConstants}. */
    public int errno() {
        return errno;
    }
}
