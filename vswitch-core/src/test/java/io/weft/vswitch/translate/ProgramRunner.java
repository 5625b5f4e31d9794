package io.weft.vswitch.translate;

import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.packet.FrameCache;
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
        long base = frames.allocate();
        long address = base + PacketMemory.DATA_OFFSET;
        Memory.copyFrom(frame, 0, address, frame.length);
        long layers = KeyExtractor.extract(address, frame.length, 0, key.address());
        long place = HeaderPlace.place(address, layers);
        int kind = HeaderPlace.kind(Memory.getLong(key.address()), Memory.getLong(key.address() + 24));
        long packet = Packet.of(address, frame.length);
        List<ReferenceResult.Output> outputs = new ArrayList<>();
        List<ReferenceResult.ToController> packetIns = new ArrayList<>();
        for (int i = 0; i < program.length(); i = program.next(i)) {
            long operand = Program.operand(program.word(i));
            switch (Program.opcode(program.word(i))) {
                case Program.OUTPUT -> outputs.add(new ReferenceResult.Output((int) operand, hex(packet, 65535)));
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
                default -> {
                    continue;
                }
            }
        }
        frames.free(packet);
        return new ReferenceResult(outputs, packetIns, null);
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
