package io.weft.southbound.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Many datagrams in one call: recvmmsg(2) and sendmmsg(2), which never wait. As {@link Libc}, of which this is a part. */
public final class DatagramCalls {
    private static final MethodHandle RECVMMSG =
            Libc.intCall("recvmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle SENDMMSG = Libc.intCall("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);

    private DatagramCalls() {}

    /** Receives into {@code count} {@code mmsghdr} at {@code messages}; returns how many. */
    public static int receive(int fd, long messages, int count) {
        try {
            MemorySegment state = Libc.state();
            return Libc.result(
                    state, (int) RECVMMSG.invokeExact(state, fd, messages, count, LinuxConstants.MSG_DONTWAIT, 0L));
        } catch (Throwable e) {
            throw Libc.impossible(e);
        }
    }

    /** Sends {@code count} {@code mmsghdr} at {@code messages}; returns how many went, at least one, or why the first did not. */
    public static int send(int fd, long messages, int count) {
        try {
            MemorySegment state = Libc.state();
            return Libc.result(
                    state, (int) SENDMMSG.invokeExact(state, fd, messages, count, LinuxConstants.MSG_DONTWAIT));
        } catch (Throwable e) {
            throw Libc.impossible(e);
        }
    }
}
