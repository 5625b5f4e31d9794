package io.weft.northbound.server;

import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.ControlException.TextSpan;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.transport.SwitchAddress.Unix;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The file of a Unix socket: never reachable by another user, not even for the moment between bind(2) and chmod(2), and never taken from a
 * switch that lives.
 *
 * <pre>
 *   claim:   is there a socket, and does somebody answer? then refuse
 *   staging: run/.ab12/s        bound in a directory of mode 0700, then mode 0600
 *   publish: rename to run/switch.sock     replaces a stale file in one step
 * </pre>
 */
final class SocketFile {
    private final Path path;
    private final Path directory;
    private final Unix staging;
    private Object identity;

    private SocketFile(Path path, Path directory, Unix staging) {
        this.path = path;
        this.directory = directory;
        this.staging = staging;
    }

    /** Checks that the path is free or stale, and makes the place to bind at. */
    static SocketFile claim(Unix address) {
        Path path = address.path().toAbsolutePath();
        Path parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw refuse(path, "the directory " + parent + " does not exist", null);
        }
        requireStale(path);
        Path directory = parent.resolve(
                "." + Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36, 36 * 36 * 36 * 36), 36));
        Unix staging = new Unix(directory.resolve("s"));
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw refuse(path, "a directory next to it cannot be made: " + e, e);
        }
        return new SocketFile(path, directory, staging);
    }

    private static void requireStale(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther()) {
                throw refuse(path, "it is a file and no socket", null);
            }
        } catch (IOException e) {
            throw refuse(path, "it cannot be read: " + e, e);
        }
        if (answers(path)) {
            throw new ControlException(
                    Kind.EXISTS,
                    FieldViolation.notAllowed("socket path", path, "a path on which no other switch listens"));
        }
    }

    private static boolean answers(Path path) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException _) {
            return false; // refused: nobody listens, the file was left behind
        }
    }

    /** Where to bind. */
    Unix staging() {
        return staging;
    }

    /** Makes the bound socket reachable under its path, for its owner only. */
    void publish() {
        try {
            Files.setPosixFilePermissions(staging.path(), PosixFilePermissions.fromString("rw-------"));
            identity = identity(staging.path());
            Files.move(staging.path(), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(directory);
        } catch (IOException e) {
            throw refuse(path, "the socket cannot be put there: " + e, e);
        }
    }

    /** Removes the socket, unless another switch has put its own there; and what a failed start left. */
    void remove() {
        try {
            if (identity != null && Files.exists(path) && identity.equals(identity(path))) {
                Files.delete(path);
            }
            Files.deleteIfExists(staging.path());
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            System.getLogger(SocketFile.class.getName())
                    .log(System.Logger.Level.WARNING, "the socket " + path + " cannot be removed", e);
        }
    }

    private static Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static ControlException refuse(Path path, String why, Exception cause) {
        String message = "cannot listen on " + path + ": " + why;
        return new ControlException(
                Kind.FAILED_PRECONDITION,
                message,
                List.of(new FieldViolation("socket path", path.toString(), "", message)),
                TextSpan.NONE,
                cause);
    }
}
