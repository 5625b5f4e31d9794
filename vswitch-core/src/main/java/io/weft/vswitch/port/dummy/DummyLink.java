package io.weft.vswitch.port.dummy;

import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The wire of a dummy port to other switches over a Unix socket: {@code options:stream=unix:PATH} connects, and connects again when the
 * other end has gone; {@code options:pstream=punix:PATH} takes any number of connections and sends to all of them.
 *
 * <p>Thread-safety: {@link #maintain} any thread, the others wait for none; {@link #streams} any thread.
 */
final class DummyLink {
    private static final DummyStream[] NONE = {};

    private final Path path;
    private final ServerSocketChannel server;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile DummyStream[] streams = NONE;
    private boolean closed;

    private DummyLink(Path path, ServerSocketChannel server) {
        this.path = path;
        this.server = server;
    }

    /**
     * Null when the port has no wire.
     *
     * @throws PortException when the options make no sense, or the socket cannot be made
     */
    static DummyLink of(PortConfig config, Path directory) throws PortException {
        String active = config.option("stream", "");
        String passive = config.option("pstream", "");
        if (!active.isEmpty() && !passive.isEmpty()) {
            throw new PortException("options:stream", active, "stream or pstream, not both");
        }
        if (!active.isEmpty()) {
            DummyLink link = new DummyLink(path("stream", active, "unix:", directory), null);
            link.maintain();
            return link;
        }
        if (!passive.isEmpty()) {
            Path path = path("pstream", passive, "punix:", directory);
            return new DummyLink(path, listen(path));
        }
        return null;
    }

    private static Path path(String option, String value, String prefix, Path directory) throws PortException {
        if (!value.startsWith(prefix) || value.length() == prefix.length()) {
            throw new PortException("options:" + option, value, prefix + "PATH");
        }
        return directory.resolve(value.substring(prefix.length()));
    }

    private static ServerSocketChannel listen(Path path) throws PortException {
        try {
            Files.deleteIfExists(path);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.configureBlocking(false);
            server.bind(UnixDomainSocketAddress.of(path));
            return server;
        } catch (IOException | UnsupportedOperationException e) {
            throw new PortException("options:pstream", "options:pstream: cannot listen on \"" + path + "\": " + e);
        }
    }

    boolean isPassive() {
        return server != null;
    }

    /** The connections there are; not to be changed. */
    DummyStream[] streams() {
        return streams;
    }

    /** {@code connected} or {@code disconnected}; {@code unknown} where others connect. */
    String state() {
        return isPassive() ? "unknown" : streams.length > 0 ? "connected" : "disconnected";
    }

    /** Forgets connections that broke and makes or takes new ones. Does nothing while another thread does it. */
    void maintain() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (!closed) {
                forgetBroken();
                if (isPassive()) {
                    accept();
                } else if (streams.length == 0) {
                    connect();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void forgetBroken() {
        List<DummyStream> living = new ArrayList<>();
        for (DummyStream stream : streams) {
            if (stream.isBroken()) {
                stream.close();
            } else {
                living.add(stream);
            }
        }
        if (living.size() < streams.length) {
            streams = living.toArray(DummyStream[]::new);
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
                add(channel);
            }
        } catch (IOException e) {
            return; // that connection went before it was taken; others come
        }
    }

    private void connect() {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(
                        UnixDomainSocketAddress.of(path)); // never waits: the kernel connects or refuses at once
                add(channel);
            } catch (IOException e) {
                channel.close();
            }
        } catch (IOException e) {
            return; // nobody listens there yet
        }
    }

    private void add(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        List<DummyStream> more = new ArrayList<>(List.of(streams));
        more.add(new DummyStream(channel));
        streams = more.toArray(DummyStream[]::new);
    }

    /** Ends every connection; a passive one also takes its socket away. */
    void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            for (DummyStream stream : streams) {
                stream.close();
            }
            streams = NONE;
            if (server != null) {
                server.close();
                Files.deleteIfExists(path);
            }
        } finally {
            lock.unlock();
        }
    }
}
