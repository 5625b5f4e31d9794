package io.weft.vswitch;

import io.weft.vswitch.oracle.OpenVSwitch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Ports of a switch, whichever it is: what goes in at one comes out at another, or nowhere. */
interface Wire {
    /** How long an Open vSwitch may take to forward a frame. */
    long PATIENCE_NS = 2_000_000_000L;

    int PCAP_HEADER = 24;
    int PCAP_RECORD = 16;

    /** Gives the switch a frame, and the time to forward it. */
    void send(String port, byte[] frame);

    /** The next frame that left by a port, or null. */
    byte[] poll(String port);

    static Wire of(SteppedSwitch stepped) {
        return new Wire() {
            @Override
            public void send(String port, byte[] frame) {
                stepped.send(port, frame);
            }

            @Override
            public byte[] poll(String port) {
                return stepped.port(port).poll();
            }
        };
    }

    /** Dummy ports of a real Open vSwitch, which write what they send to files. */
    static Wire of(OpenVSwitch peer, Path directory) {
        Map<String, Integer> read = new HashMap<>();
        return new Wire() {
            @Override
            public void send(String port, byte[] frame) {
                try {
                    peer.appctl("netdev-dummy/receive", port, HexFormat.of().formatHex(frame));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public byte[] poll(String port) {
                try {
                    long end = System.nanoTime() + PATIENCE_NS;
                    byte[] frame = next(port);
                    while (frame == null && System.nanoTime() < end) {
                        peer.appctl("version"); // wakes the loop that forwards packets
                        LockSupport.parkNanos(200_000);
                        frame = next(port);
                    }
                    return frame;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            private byte[] next(String port) throws IOException {
                byte[] file = Files.readAllBytes(directory.resolve(port + ".pcap"));
                int at = read.getOrDefault(port, PCAP_HEADER);
                int frame = at + PCAP_RECORD;
                if (file.length < frame) {
                    return null;
                }
                int length =
                        ByteBuffer.wrap(file).order(ByteOrder.nativeOrder()).getInt(at + 8);
                if (file.length < frame + length) {
                    return null;
                }
                read.put(port, frame + length);
                return Arrays.copyOfRange(file, frame, frame + length);
            }
        };
    }
}
