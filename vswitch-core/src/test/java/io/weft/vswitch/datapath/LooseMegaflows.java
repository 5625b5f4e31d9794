package io.weft.vswitch.datapath;

import io.weft.flow.key.FlowKey;
import io.weft.flow.memory.Memory;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.counters.SwitchCounters;
import io.weft.vswitch.fragment.FragmentTable;
import io.weft.vswitch.frozen.RecirculationIds;
import io.weft.vswitch.packet.PacketMemory;

/** Makes megaflows as a PMD does, but keeps them in no cache. */
public final class LooseMegaflows implements AutoCloseable {
    private final SwitchCounters counters = SwitchCounters.inMemory();
    private final PacketMemory memory = new PacketMemory(1024, 2048, 0);
    private final PmdAgent pmd = new PmdAgent(
            0,
            new PmdSettings(256, 64, 64, 1, 1, false, true, () -> 0),
            memory,
            counters,
            new PacketRing<>(16),
            new PacketRing<>(16),
            new PacketRing<>(16),
            () -> null,
            new FragmentTable(memory, 1),
            new RecirculationIds());
    private final Memory.Block block = Memory.allocate(FlowKey.PACKET_BYTES);
    private final Miss miss = new Miss();
    private long sequence;

    /** The megaflow of a packet with this key. */
    public Megaflow of(SwitchSnapshot snapshot, long[] key) {
        for (int word = 0; word < FlowKey.PACKET_WORDS; word++) {
            Memory.putLong(block.address() + 8L * word, key[word]);
        }
        miss.translate(snapshot, block.address(), 0);
        return new Megaflow(
                pmd, 0, ++sequence, new PreparedProgram(miss.translation().program(), 0), miss);
    }

    @Override
    public void close() {
        block.close();
        pmd.release();
        counters.close();
        memory.close();
    }
}
