package io.weft.vswitch.oracle;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The control socket of an Open vSwitch daemon: one JSON-RPC call at a time (RFC 7047 section 3.1 says how messages are framed: not at
 * all, so the end is where the braces close). One owner.
 */
final class UnixControl implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteBuffer input = ByteBuffer.allocate(1 << 16);
    private byte[] message = new byte[1 << 12];
    private int id;

    UnixControl(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        input.limit(0);
    }

    /**
     * Runs a command and returns its text.
     *
     * @throws RefusedException when the daemon answers with an error
     */
    String call(String method, String... parameters) throws IOException {
        StringBuilder request = new StringBuilder("{\"id\":")
                .append(id++)
                .append(",\"method\":")
                .append(quote(method))
                .append(",\"params\":[");
        for (int i = 0; i < parameters.length; i++) {
            request.append(i == 0 ? "" : ",").append(quote(parameters[i]));
        }
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(request.append("]}").toString());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        String reply = receive();
        String error = member(reply, "\"error\":");
        if (error != null) {
            throw new RefusedException(error);
        }
        String result = member(reply, "\"result\":");
        return result == null ? "" : result;
    }

    /** An answer that is an error, with the daemon's words. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    private String receive() throws IOException {
        int length = 0;
        int depth = 0;
        boolean quoted = false;
        boolean escaped = false;
        do {
            if (!input.hasRemaining()) {
                fill();
            }
            byte next = input.get();
            if (length == message.length) {
                message = Arrays.copyOf(message, 2 * length);
            }
            message[length++] = next;
            if (escaped) {
                escaped = false;
            } else if (quoted) {
                quoted = next != '"';
                escaped = next == '\\';
            } else {
                quoted = next == '"';
                depth += next == '{' ? 1 : next == '}' ? -1 : 0;
            }
        } while (depth > 0);
        return new String(message, 0, length, StandardCharsets.UTF_8);
    }

    private void fill() throws IOException {
        input.clear();
        if (channel.read(input) < 0) {
            throw new IOException("the daemon closed its control socket");
        }
        input.flip();
    }

    /** The string that follows {@code key}, or null when it is no string. */
    private static String member(String reply, String key) {
        int at = reply.indexOf(key) + key.length();
        if (at < key.length() || reply.charAt(at) != '"') {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = at + 1; reply.charAt(i) != '"'; i++) {
            char c = reply.charAt(i);
            if (c != '\\') {
                text.append(c);
            } else {
                i++;
                switch (reply.charAt(i)) {
                    case 'n' -> text.append('\n');
                    case 't' -> text.append('\t');
                    case 'r' -> text.append('\r');
                    case 'b' -> text.append('\b');
                    case 'f' -> text.append('\f');
                    case 'u' -> {
                        text.append((char) Integer.parseInt(reply.substring(i + 1, i + 5), 16));
                        i += 4;
                    }
                    default -> text.append(reply.charAt(i));
                }
            }
        }
        return text.toString();
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
