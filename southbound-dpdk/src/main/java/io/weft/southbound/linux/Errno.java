package io.weft.southbound.linux;

import static io.weft.southbound.linux.LinuxConstants.EACCES;
import static io.weft.southbound.linux.LinuxConstants.EAGAIN;
import static io.weft.southbound.linux.LinuxConstants.EBADF;
import static io.weft.southbound.linux.LinuxConstants.EBADFD;
import static io.weft.southbound.linux.LinuxConstants.EBUSY;
import static io.weft.southbound.linux.LinuxConstants.EEXIST;
import static io.weft.southbound.linux.LinuxConstants.EINTR;
import static io.weft.southbound.linux.LinuxConstants.EINVAL;
import static io.weft.southbound.linux.LinuxConstants.EIO;
import static io.weft.southbound.linux.LinuxConstants.ENETDOWN;
import static io.weft.southbound.linux.LinuxConstants.ENOBUFS;
import static io.weft.southbound.linux.LinuxConstants.ENODEV;
import static io.weft.southbound.linux.LinuxConstants.ENOENT;
import static io.weft.southbound.linux.LinuxConstants.ENOMEM;
import static io.weft.southbound.linux.LinuxConstants.ENXIO;
import static io.weft.southbound.linux.LinuxConstants.EOPNOTSUPP;
import static io.weft.southbound.linux.LinuxConstants.EPERM;
import static io.weft.southbound.linux.LinuxConstants.ERANGE;

/** Error numbers in words, without a call into the C library (its text buffer is shared by all threads). */
final class Errno {
    private Errno() {}

    static String text(int errno) {
        return switch (errno) {
            case EPERM -> "operation not permitted (EPERM)";
            case ENOENT -> "no such file or device (ENOENT)";
            case EINTR -> "interrupted (EINTR)";
            case EIO -> "input/output error (EIO)";
            case ENXIO -> "no such device or address (ENXIO)";
            case EBADF -> "bad file descriptor (EBADF)";
            case EAGAIN -> "try again (EAGAIN)";
            case ENOMEM -> "out of memory (ENOMEM)";
            case EACCES -> "permission denied (EACCES)";
            case EBUSY -> "device or resource busy (EBUSY)";
            case EEXIST -> "already exists (EEXIST)";
            case ENODEV -> "no such device (ENODEV)";
            case EINVAL -> "invalid argument (EINVAL)";
            case ERANGE -> "out of range (ERANGE)";
            case EBADFD -> "the device behind the descriptor is gone (EBADFD)";
            case EOPNOTSUPP -> "not supported (EOPNOTSUPP)";
            case ENETDOWN -> "network is down (ENETDOWN)";
            case ENOBUFS -> "no buffer space (ENOBUFS)";
            default -> "error " + errno;
        };
    }
}
