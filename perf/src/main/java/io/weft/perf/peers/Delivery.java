package io.weft.perf.peers;

import io.weft.cli.verb.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a switch does with packets, before anybody asks how fast: one port receives some frames once, the other, there before it, writes down what it sends; then
 * the other way round. Stateless.
 */
final class Delivery {
    /** Frames of each direction. */
    static final int FRAMES = 4096;

    private static final int SECONDS = 60;
    private static final int LEAD_IN = 300_000;
    private static final byte[] FILLER =
            Traffic.frame(new Traffic.End(0x0200_0000_FFFEL, 1, 1), new Traffic.End(0x0200_0000_FFFFL, 2, 2), 60);

    private Delivery() {}

    /**
     * Requires that both switches send the same frames, each as often, out of each port.
     *
     * @param captures what port 1 receives, and what port 2 does, if anything; their first {@value #FRAMES} frames are taken
     * @return the share of the frames that both sent
     * @throws RefusedException when they differ
     */
    static double requireSame(List<Peer> peers, List<Path> captures) throws IOException {
        long wanted = 0;
        long sent = 0;
        for (int to = captures.size() == 1 ? 2 : 1; to <= 2; to++) {
            Path sample = captures.get(2 - to).resolveSibling("sample.pcap");
            List<byte[]> frames = sample(captures.get(2 - to), sample);
            wanted += frames.size();
            List<Map<ByteBuffer, Integer>> outputs = new ArrayList<>();
            for (Peer peer : peers) {
                peer.resume();
                outputs.add(through(peer, to, sample, frames.size()));
                peer.pause();
            }
            requireEqual(peers, to, outputs);
            sent += total(outputs.getFirst());
        }
        return sent / (double) wanted;
    }

    /** A copy behind a lead-in of other frames: a switch may lose the first ones, which arrive before the port has its number. */
    private static List<byte[]> sample(Path capture, Path copy) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        for (ByteBuffer frame : Capture.read(capture, FRAMES)) {
            byte[] bytes = new byte[frame.remaining()];
            frame.get(bytes);
            frames.add(bytes);
        }
        try (Capture.Writer writer = new Capture.Writer(copy)) {
            for (int i = 0; i < LEAD_IN; i++) {
                writer.add(FILLER);
            }
            for (byte[] frame : frames) {
                writer.add(frame);
            }
        }
        return frames;
    }

    private static Map<ByteBuffer, Integer> through(Peer peer, int to, Path sample, int count) {
        int from = 3 - to;
        Path output = sample.resolveSibling(peer.name() + "-" + to + ".pcap");
        peer.add(Port.sink(to, output));
        peer.add(Port.once(from, sample));
        try {
            boolean isRead =
                    Pause.until(SECONDS, () -> peer.counts().received().getOrDefault(from, 0L) >= LEAD_IN + count);
            if (!isRead) {
                throw new RefusedException(peer.name() + " did not receive what it was given: port " + from + " has "
                        + peer.counts().received().getOrDefault(from, 0L) + " of " + (LEAD_IN + count) + " frames");
            }
            return settled(output);
        } finally {
            peer.disconnect();
        }
    }

    /** What a file has when it no longer grows. */
    private static Map<ByteBuffer, Integer> settled(Path file) {
        try {
            Map<ByteBuffer, Integer> before = new HashMap<>();
            Map<ByteBuffer, Integer> now = Capture.count(file);
            for (int tries = 0; !now.equals(before) && tries < 50; tries++) {
                Pause.seconds(0.2);
                before = now;
                now = Capture.count(file);
            }
            now.remove(ByteBuffer.wrap(FILLER));
            return now;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireEqual(List<Peer> peers, int port, List<Map<ByteBuffer, Integer>> outputs) {
        Map<ByteBuffer, Integer> first = outputs.getFirst();
        Map<ByteBuffer, Integer> second = outputs.getLast();
        if (!first.equals(second)) {
            Map<ByteBuffer, Integer> only = new HashMap<>(first);
            only.keySet().removeAll(second.keySet());
            throw new RefusedException("they did not deliver the same: of port " + port + ", "
                    + peers.getFirst().name() + " sent " + total(first) + " frames, "
                    + peers.getLast().name() + " "
                    + total(second) + "; " + only.size() + " different frames came from the first alone");
        }
    }

    private static long total(Map<ByteBuffer, Integer> frames) {
        return frames.values().stream().mapToLong(Integer::longValue).sum();
    }
}
