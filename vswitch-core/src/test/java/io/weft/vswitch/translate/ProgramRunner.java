package io.weft.vswitch.translate;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.key.Layers;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameCache;
import io.weft.vswitch.packet.FrameDescriptor;
import io.weft.vswitch.packet.Packet;
import io.weft.vswitch.packet.PacketMemory;
import io.weft.vswitch.program.HeaderPlace;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.program.Rewriter;
import io.weft.vswitch.reference.ReferenceResult;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Executes a program on one frame, copying it at every output: what a datapath does, without its bursts. */
final class ProgramRunner implements AutoCloseable {
    private final PacketMemory memory = new PacketMemory(64, 2048, 0);
    private final FrameCache frames = new FrameCache(memory);
    private final Memory.Block key = Memory.allocate(FlowKey.PACKET_BYTES);
    private final Rewriter rewriter = new Rewriter(memory);

    ReferenceResult run(Program program, byte[] frame) {
        return run(program, frame, false);
    }

    /** @param partial the transport checksum is one that the sending device completes, as a descriptor says */
    ReferenceResult run(Program program, byte[] frame, boolean partial) {
        long base = frames.allocate();
        long address = base + PacketMemory.DATA_OFFSET;
        Memory.copyFrom(frame, 0, address, frame.length);
        long layers = KeyExtractor.extract(address, frame.length, 0, key.address());
        int kind = HeaderPlace.kind(
                Memory.getLong(key.address()), Memory.getLong(key.address() + 24), Memory.getLong(key.address() + 40));
        Execution execution = new Execution(program, kind);
        execution.packet = partial ? partial(base, frame.length, layers) : Packet.of(address, frame.length);
        execution.place = HeaderPlace.place(address, layers);
        execution.run(0, program.length());
        frames.free(execution.packet);
        return new ReferenceResult(execution.outputs, execution.packetIns, null);
    }

    private static long partial(long base, int length, long layers) {
        long address = base + PacketMemory.DATA_OFFSET;
        FrameDescriptor.init(base, length);
        FrameDescriptor.offload(base, FrameDescriptor.PARTIAL_CHECKSUM, 0, 0);
        FrameDescriptor.checksum(base, (int) (address - base) + Layers.l4Offset(layers), 0);
        return Packet.extended(address, length);
    }

    private final class Execution {
        private final Program program;
        private final int kind;
        private final List<ReferenceResult.Output> outputs = new ArrayList<>();
        private final List<ReferenceResult.ToController> packetIns = new ArrayList<>();
        private long packet;
        private long place;
        private int limit = 65535;

        Execution(Program program, int kind) {
            this.program = program;
            this.kind = kind;
        }

        /** Ends at {@code end}, or behind the CLONE_END of a clone that began before {@code from}; returns where. */
        int run(int from, int end) {
            int i = from;
            while (i < end) {
                long operand = Program.operand(program.word(i));
                int next = program.next(i);
                switch (Program.opcode(program.word(i))) {
                    case Program.OUTPUT -> {
                        outputs.add(new ReferenceResult.Output((int) operand, hex(packet, limit)));
                        limit = 65535;
                    }
                    case Program.TRUNCATE -> limit = (int) operand;
                    case Program.CONTROLLER ->
                        packetIns.add(new ReferenceResult.ToController(
                                program.upcall((int) operand).reason().ordinal(),
                                Packet.linearLength(packet),
                                hex(packet, program.upcall((int) operand).maxLength())));
                    case Program.PUSH_VLAN ->
                        packet = rewriter.pushVlan(packet, (int) (operand >>> 16) & 0xffff, (int) operand & 0xffff);
                    case Program.POP_VLAN -> packet = rewriter.popVlan(packet);
                    case Program.SET ->
                        rewriter.set(packet, place, kind, (int) operand, program.word(i + 1), program.word(i + 2));
                    case Program.CLONE_BEGIN -> next = clone(i + 1, end);
                    case Program.CLONE_END -> {
                        return next;
                    }
                    case Program.CHECK_LENGTH -> {
                        boolean isLonger = Packet.linearLength(packet) > operand;
                        int elseAt = Program.elseOf(program.word(i + 1));
                        next = Program.endOf(program.word(i + 1));
                        run(isLonger ? i + 2 : elseAt, isLonger ? elseAt : next);
                    }
                    default -> {
                        // neither seen nor heard
                    }
                }
                i = next;
            }
            return i;
        }

        private int clone(int from, int end) {
            long savedPacket = packet;
            long savedPlace = place;
            packet = frames.copy(packet);
            place = HeaderPlace.moved(place, Packet.address(packet) - Packet.address(savedPacket));
            int next = run(from, end);
            frames.free(packet);
            packet = savedPacket;
            place = savedPlace;
            return next;
        }
    }

    private static String hex(long packet, int limit) {
        byte[] bytes = new byte[Math.min(limit & 0xffff, Packet.linearLength(packet))];
        Memory.copyTo(Packet.address(packet), bytes, 0, bytes.length);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        key.close();
        memory.close();
    }
}
