package io.weft.northbound.transport;

import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where a switch listens: a Unix socket, or TCP. */
public sealed interface SwitchAddress {
    /** The name of the socket in a run directory. */
    String SOCKET_NAME = "switch.sock";

    /** The most bytes of a socket's path: {@code sun_path} of unix(7) without its terminator. */
    int MAX_PATH = 107;

    /** The socket of the switch with this run directory. */
    static SwitchAddress inRunDirectory(Path runDirectory) {
        return new Unix(runDirectory.resolve(SOCKET_NAME));
    }

    /**
     * Reads {@code unix:PATH} (or a plain path), {@code tcp:HOST:PORT}, or {@code ssl:HOST:PORT} with these certificates.
     *
     * @param certificates for {@code ssl:}; otherwise null
     * @throws ControlException {@code INVALID} when the text is none of these
     */
    static SwitchAddress parse(String text, Certificates certificates) {
        if (text.startsWith("unix:")) {
            return new Unix(Path.of(text.substring(5)));
        }
        if (text.startsWith("tcp:")) {
            return tcp(text, null);
        }
        if (text.startsWith("ssl:") && certificates != null) {
            return tcp(text, certificates);
        }
        if (text.startsWith("/") || text.startsWith(".")) {
            return new Unix(Path.of(text));
        }
        throw refuse(text);
    }

    private static SwitchAddress tcp(String text, Certificates certificates) {
        String rest = text.substring(4);
        int colon = rest.lastIndexOf(':');
        String host = rest.substring(0, Math.max(0, colon)).replaceAll("^\\[|\\]$", "");
        String port = rest.substring(colon + 1);
        if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw refuse(text);
        }
        return new Tcp(host, Integer.parseInt(port), certificates);
    }

    private static ControlException refuse(String text) {
        return new ControlException(
                Kind.INVALID,
                FieldViolation.notAllowed(
                        "target", text, "unix:PATH, tcp:HOST:PORT, or ssl:HOST:PORT with certificate files"));
    }

    /** A Unix stream socket. */
    record Unix(Path path) implements SwitchAddress {
        /** @throws ControlException {@code INVALID} when the path does not fit a socket address */
        public Unix {
            int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
            if (length == 0 || length > MAX_PATH) {
                throw new ControlException(
                        Kind.INVALID,
                        FieldViolation.notAllowed(
                                "socket path", path, "1 to " + MAX_PATH + " bytes; this has " + length));
            }
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * TCP, with mutual TLS when there are certificates and in the clear otherwise.
     *
     * @param host name or address
     * @param port 1 to 65535; a server may say 0: any free one
     * @param certificates null: in the clear, which a server does on loopback only
     */
    record Tcp(String host, int port, Certificates certificates) implements SwitchAddress {
        @Override
        public String toString() {
            return (certificates == null ? "tcp:" : "ssl:") + host + ":" + port;
        }
    }

    /** The PEM files of mutual TLS: who may be trusted, and who we are. */
    record Certificates(Path authorities, Path certificate, Path privateKey) {}
}
