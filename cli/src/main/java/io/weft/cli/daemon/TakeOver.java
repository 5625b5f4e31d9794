package io.weft.cli.daemon;

import io.weft.cli.Weft;
import io.weft.northbound.handover.v1.HandoverProto.Grant;
import io.weft.northbound.handover.v1.HandoverProto.Offer;
import io.weft.northbound.handover.v1.HandoverProto.Ready;
import io.weft.northbound.handover.v1.HandoverProto.Request;
import io.weft.northbound.handover.v1.HandoverProto.Served;
import io.weft.southbound.linux.DescriptorSocket;
import io.weft.southbound.linux.Libc;
import io.weft.southbound.linux.NativeException;
import io.weft.southbound.linux.Precedence;
import io.weft.southbound.linux.SharedMemory;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.port.Bequest;
import io.weft.vswitch.port.Estate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The side of the process that takes a running switch over: asks for it ({@link HandoverServer}), gets packet memory and lock, and, when it says that it
 * is ready, the ports.
 *
 * <p>Thread-safety: one thread.
 */
final class TakeOver implements Legacy, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path runDirectory;
    private final DescriptorSocket socket;
    private final PrintWriter err;
    private Offer offer;
    private SharedMemory memory;
    private RunDirectoryLock lock;
    private long readyNs;
    private long leftNs;
    private Estate estate = Estate.none();
    private List<String> closed = List.of();
    private int passed;

    private TakeOver(Path runDirectory, DescriptorSocket socket, PrintWriter err) {
        this.runDirectory = runDirectory;
        this.socket = socket;
        this.err = err;
    }

    /**
     * Asks the switch of a run directory; it goes on until {@link #ready}.
     *
     * @throws IOException with a sentence when it cannot be asked, or refuses
     */
    static TakeOver ask(Path runDirectory, PrintWriter err) throws IOException {
        try {
            DescriptorSocket socket = DescriptorSocket.connect(HandoverMessages.socket(runDirectory));
            TakeOver takeOver = new TakeOver(runDirectory, socket, err);
            try {
                takeOver.ask();
                return takeOver;
            } catch (IOException | NativeException e) {
                takeOver.close();
                throw e;
            }
        } catch (NativeException e) {
            throw new IOException(
                    "the switch in " + runDirectory + " does not hand over, and goes on: " + e.getMessage(), e);
        }
    }

    private void ask() throws IOException, NativeException {
        socket.limit(PATIENCE);
        Request request = Request.newBuilder()
                .setProtocol(HandoverMessages.PROTOCOL)
                .setOldest(HandoverMessages.PROTOCOL)
                .setVersion(Weft.NUMBER)
                .setPid(ProcessHandle.current().pid())
                .setNetworkNamespace(HandoverMessages.networkNamespace())
                .build();
        socket.send(request.toByteArray());
        DescriptorSocket.Message answer = socket.receive();
        offer = Offer.parseFrom(answer.text());
        int[] descriptors = answer.descriptors();
        if (!offer.getRefused().isEmpty() || descriptors.length != 2) {
            IntStream.of(descriptors).forEach(Libc::close);
            throw new IOException("not taken over: "
                    + (offer.getRefused().isEmpty()
                            ? "the offer has " + descriptors.length + " files, not 2"
                            : offer.getRefused()));
        }
        lock = RunDirectoryLock.adopt(runDirectory, descriptors[1]);
        memory = SharedMemory.map(descriptors[0], (long) offer.getFrames() * offer.getFrameSize());
    }

    @Override
    public SharedMemory memory() {
        return memory;
    }

    @Override
    public int frames() {
        return offer.getFrames();
    }

    @Override
    public int frameSize() {
        return offer.getFrameSize();
    }

    @Override
    public void ready(Estate from) throws IOException {
        estate = from;
        Precedence.first();
        readyNs = System.nanoTime();
        try {
            socket.send(Ready.getDefaultInstance().toByteArray());
            DescriptorSocket.Message answer = socket.receive();
            leftNs = System.nanoTime();
            Grant grant = Grant.parseFrom(answer.text());
            Map<String, Bequest> left = HandoverMessages.bequests(grant, answer.descriptors());
            passed = left.size();
            closed = grant.getClosedList();
            estate.add(left);
        } catch (IOException | NativeException e) {
            err.println("weft: switchd: all ports are opened anew, since the other process did not leave them: "
                    + e.getMessage());
            err.flush();
        }
    }

    /** The ports are ours: what nobody wanted is closed, and the other one is waited for, since it has the files and sockets until it ends. */
    @Override
    public void finish(PacketMemory frames) {
        long pauseUs = (System.nanoTime() - readyNs) / 1000;
        List<Bequest> rest = estate.takeRest();
        for (Bequest bequest : rest) {
            IntStream.of(bequest.descriptors()).forEach(Libc::close);
            frames.giveBack(bequest.frames());
        }
        StringBuilder text =
                new StringBuilder("weft: switchd: took over from process " + offer.getPid() + " (" + offer.getVersion()
                        + "): " + (passed - rest.size()) + " ports as they were, after " + pauseUs + " us, of which "
                        + (leftNs - readyNs) / 1000
                        + " were the other one's");
        if (!closed.isEmpty()) {
            text.append("; closed and opened anew: ").append(String.join(", ", closed));
        }
        err.println(text);
        err.flush();
        Precedence.normal();
        sign();
        try {
            socket.send(Served.getDefaultInstance().toByteArray());
            socket.receive();
        } catch (NativeException e) {
            // The end of the connection, which is what we wait for; or the other one hangs, and we need not.
        }
    }

    private void sign() {
        try {
            lock.sign();
        } catch (IOException e) {
            err.println("weft: switchd: the lock of the run directory names the other process: " + e.getMessage());
            err.flush();
        }
    }

    RunDirectoryLock lock() {
        return lock;
    }

    @Override
    public void close() {
        socket.close();
    }
}
