package io.weft.cli.daemon;

import com.google.protobuf.InvalidProtocolBufferException;
import io.weft.cli.Weft;
import io.weft.northbound.handover.v1.HandoverProto.Offer;
import io.weft.northbound.handover.v1.HandoverProto.Request;
import io.weft.southbound.linux.DescriptorSocket;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.Precedence;
import io.weft.southbound.linux.SharedMemory;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.Bequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The side of a running switch: hands it over to a process that asks for it ({@link TakeOver}). Until that process is ready, whatever fails is told to it,
 * and the switch goes on.
 *
 * <p>Threads: "handover", one process at a time.
 */
final class HandoverServer implements AutoCloseable {
    /** For a process that has asked, to be ready. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** For a process that has got the ports, to serve them. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final DressRehearsal rehearsal;
    private final SwitchProcess process;
    private final RunDirectoryLock lock;
    private final EndSignal end;
    private final PrintWriter err;
    private final Path path;
    private final DescriptorSocket socket;
    private volatile boolean closed;
    private volatile DescriptorSocket heir;

    private HandoverServer(
            DressRehearsal rehearsal,
            Path path,
            DescriptorSocket socket,
            SwitchProcess process,
            RunDirectoryLock lock,
            EndSignal end,
            PrintWriter err) {
        this.rehearsal = rehearsal;
        this.path = path;
        this.socket = socket;
        this.process = process;
        this.lock = lock;
        this.end = end;
        this.err = err;
    }

    /** Listens; a switch that cannot be handed over is one, too, so a failure is told and nothing else. */
    static Optional<HandoverServer> start(
            Path runDirectory,
            SwitchdKnobs knobs,
            SwitchProcess process,
            RunDirectoryLock lock,
            EndSignal end,
            PrintWriter err)
            throws IOException {
        DressRehearsal rehearsal = DressRehearsal.ofHandover(runDirectory, knobs, err);
        Path path = HandoverMessages.socket(runDirectory);
        Files.deleteIfExists(path);
        try {
            HandoverServer server =
                    new HandoverServer(rehearsal, path, DescriptorSocket.listen(path), process, lock, end, err);
            Thread.ofPlatform().daemon().name("handover").start(server::run);
            return Optional.of(server);
        } catch (NativeException e) {
            err.println("weft: switchd: --take-over of this switch will not be possible: " + e.getMessage());
            err.flush();
            return Optional.empty();
        }
    }

    private void run() {
        while (!closed && heir == null) {
            try {
                serve(socket.accept());
            } catch (NativeException e) {
                if (!closed) {
                    say("a hand-over failed: " + e.getMessage());
                    if (e.function().equals("accept")) {
                        return;
                    }
                }
            }
        }
    }

    private void serve(DescriptorSocket peer) throws NativeException {
        boolean handedOver = false;
        try {
            peer.limit(PATIENCE);
            Request request = Request.parseFrom(peer.receive().text());
            String refusal = refusal(request);
            if (!refusal.isEmpty()) {
                peer.send(Offer.newBuilder().setRefused(refusal).build().toByteArray());
                return;
            }
            rehearse();
            PacketMemory memory = process.weft().memory();
            Offer offer = Offer.newBuilder()
                    .setProtocol(HandoverMessages.PROTOCOL)
                    .setVersion(Weft.NUMBER)
                    .setPid(ProcessHandle.current().pid())
                    .setFrames((int) (memory.bytes() / memory.frameSize()))
                    .setFrameSize(memory.frameSize())
                    .build();
            peer.send(offer.toByteArray(), process.memory().orElseThrow().fd(), lock.fd());
            Precedence.first();
            peer.receive(); // Ready
            handedOver = true;
            handOver(peer, request);
        } catch (InvalidProtocolBufferException e) {
            throw new NativeException("hand-over", path.toString(), 0, "no message of a hand-over: " + e.getMessage());
        } finally {
            if (!handedOver) {
                Precedence.resume();
                peer.close();
            }
        }
    }

    /** Packets go first meanwhile. */
    private void rehearse() {
        Precedence.giveWay();
        try {
            rehearsal.play(() -> closed);
        } finally {
            Precedence.resume();
        }
    }

    /** Why not; empty for nothing. */
    private String refusal(Request request) {
        if (request.getOldest() > HandoverMessages.PROTOCOL || request.getProtocol() < HandoverMessages.PROTOCOL) {
            return "the running switch (" + Weft.NUMBER + ") hands over by protocol " + HandoverMessages.PROTOCOL
                    + ", the new one (" + request.getVersion() + ") by " + request.getOldest() + " to "
                    + request.getProtocol() + ": start the new one with --standby and end the other";
        }
        try {
            String own = HandoverMessages.networkNamespace();
            if (!own.equals(request.getNetworkNamespace())) {
                return "the running switch is in network namespace " + own + ", the new one in "
                        + request.getNetworkNamespace() + ": start it in the same";
            }
        } catch (IOException e) {
            return "the network namespace of the running switch cannot be told: " + e.getMessage();
        }
        Optional<SharedMemory> memory = process.memory();
        return memory.isEmpty() ? "the packet memory of the running switch cannot be shared (its log says why)" : "";
    }

    /** From here on there is no way back. */
    private void handOver(DescriptorSocket peer, Request request) throws NativeException {
        long beganNs = System.nanoTime();
        List<String> names = HandoverMessages.ports(process.weft().config());
        try {
            Map<String, Bequest> left = process.weft().bequeath();
            peer.send(HandoverMessages.grant(left, names).toByteArray(), HandoverMessages.descriptors(left));
            say("handed over to process " + request.getPid() + " (" + request.getVersion() + ") in "
                    + (System.nanoTime() - beganNs) / 1000 + " us");
            awaitServed(peer);
        } finally {
            heir = peer;
            Precedence.resume();
            Precedence.giveWay();
            end.ask();
        }
    }

    /** Our end takes processors that packets want: it comes after the other one has taken them up. One of before this word says nothing. */
    private static void awaitServed(DescriptorSocket peer) throws NativeException {
        peer.limit(MOMENT);
        try {
            peer.receive(); // Served
        } catch (NativeException e) {
            // It says nothing, or is gone: either way nothing is left to do here but to end.
        }
    }

    private void say(String sentence) {
        err.println("weft: switchd: " + sentence);
        err.flush();
    }

    /** Whether another process has the switch. */
    boolean isHandedOver() {
        return heir != null;
    }

    /** Stops listening. The process that took over hears by the end of its connection that all is free. */
    @Override
    public void close() throws IOException {
        closed = true;
        socket.close();
        if (heir != null) {
            heir.close();
        } else {
            Files.deleteIfExists(path);
        }
    }
}
