package io.weft.flow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.Seeded;
import io.weft.flow.memory.Memory;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** VXLAN and Geneve headers: known ones, and hostile ones against a second reading of the RFCs. */
final class TunnelHeadersTest {
    private static final int ROOM = 512;

    private final Memory.Block block = Memory.allocate(ROOM, 64);
    private final long at = block.address();

    @AfterEach
    void close() {
        block.close();
    }

    private void put(int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            Memory.putByte(at + i, bytes[i]);
        }
    }

    @Test
    void vxlanAsInTheRfc() {
        put(0x08, 0, 0, 0, 0x12, 0x34, 0x56, 0);
        assertThat(VxlanHeader.judge(at, 8, false)).isEqualTo(VxlanHeader.Fault.NONE);
        assertThat(VxlanHeader.vni(at)).isEqualTo(0x123456);
        assertThat(VxlanHeader.judge(at, 7, false)).isEqualTo(VxlanHeader.Fault.SHORT);
        put(0x88, 0x08, 0x12, 0x34, 0xFF, 0xFF, 0xFF, 0);
        assertThat(VxlanHeader.judge(at, 8, false)).isEqualTo(VxlanHeader.Fault.FLAGS);
        assertThat(VxlanHeader.judge(at, 8, true)).isEqualTo(VxlanHeader.Fault.NONE);
        assertThat(VxlanHeader.group(at)).isEqualTo(0x1234);
        assertThat(VxlanHeader.policyFlags(at)).isEqualTo(0x08);
        assertThat(VxlanHeader.vni(at)).isEqualTo(0xFFFFFF);
        put(0x00, 0, 0, 0, 0, 0, 1, 0);
        assertThat(VxlanHeader.judge(at, 8, true)).isEqualTo(VxlanHeader.Fault.FLAGS);
        put(0x08, 0, 0, 0, 0, 0, 1, 1);
        assertThat(VxlanHeader.judge(at, 8, true)).isEqualTo(VxlanHeader.Fault.FLAGS);
    }

    @Test
    void geneveAsInTheRfc() {
        put(0x02, 0xC0, 0x65, 0x58, 0x00, 0x00, 0x64, 0, 0x01, 0x02, 0x80, 0x01, 9, 8, 7, 6);
        assertThat(GeneveHeader.judge(at, 16)).isEqualTo(GeneveHeader.Fault.NONE);
        assertThat(GeneveHeader.vni(at)).isEqualTo(100);
        assertThat(GeneveHeader.isOam(at)).isTrue();
        assertThat(GeneveHeader.optionsLength(at)).isEqualTo(8);
        long option = at + GeneveHeader.LENGTH;
        assertThat(GeneveHeader.optionClass(option)).isEqualTo(0x0102);
        assertThat(GeneveHeader.type(option)).isEqualTo(0x80);
        assertThat(GeneveHeader.dataLength(option)).isEqualTo(4);
        assertThat(GeneveHeader.nextOption(option)).isEqualTo(at + 16);
        assertThat(GeneveHeader.judge(at, 15)).isEqualTo(GeneveHeader.Fault.SHORT);
        put(0x42);
        assertThat(GeneveHeader.judge(at, 16)).isEqualTo(GeneveHeader.Fault.VERSION);
        put(0x02, 0, 0x08, 0x00);
        assertThat(GeneveHeader.judge(at, 16)).isEqualTo(GeneveHeader.Fault.PROTOCOL);
        put(0x02, 0, 0x65, 0x58, 0, 0, 1, 0, 0, 0, 0, 31);
        assertThat(GeneveHeader.judge(at, 16)).isEqualTo(GeneveHeader.Fault.OPTIONS);
    }

    @Test
    void whatIsWrittenIsRead() {
        Seeded.rounds(1, random -> {
            for (int i = 0; i < 10_000; i++) {
                int vni = random.nextInt(1 << 24);
                int group = random.nextInt(1 << 16);
                VxlanHeader.write(at, vni, group, 0x40);
                assertThat(VxlanHeader.judge(at, 8, true)).isEqualTo(VxlanHeader.Fault.NONE);
                assertThat(VxlanHeader.vni(at)).isEqualTo(vni);
                assertThat(VxlanHeader.group(at)).isEqualTo(group);
                VxlanHeader.write(at, vni);
                assertThat(VxlanHeader.judge(at, 8, false)).isEqualTo(VxlanHeader.Fault.NONE);
                int data = random.nextInt(32) * 4;
                GeneveHeader.write(at, vni, true, true, 4 + data);
                GeneveHeader.writeOption(at + 8, group, 0x81, data);
                assertThat(GeneveHeader.judge(at, 12 + data)).isEqualTo(GeneveHeader.Fault.NONE);
                assertThat(GeneveHeader.vni(at)).isEqualTo(vni);
            }
        });
    }

    @Test
    void hostileHeadersAreJudgedByWhatIsThere() {
        fuzz(1_000_000);
    }

    @Test
    @Tag("long")
    void hostileHeadersAreJudgedByWhatIsThereForLong() {
        fuzz(Integer.getInteger("weft.fuzz.inputs", 100_000_000));
    }

    private void fuzz(int inputs) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] header = new byte[ROOM];
        random.nextBytes(header);
        Map<GeneveHeader.Fault, Integer> faults = new EnumMap<>(GeneveHeader.Fault.class);
        for (int i = 0; i < inputs; i++) {
            int readable = mutate(random, header);
            Memory.copyFrom(header, 0, at, ROOM);
            GeneveHeader.Fault fault = GeneveHeader.judge(at, readable);
            if (fault != geneve(header, readable)) {
                assertThat(fault).as("seed %d, input %d", seed, i).isEqualTo(geneve(header, readable));
            }
            faults.merge(fault, 1, Integer::sum);
            boolean gbp = random.nextBoolean();
            VxlanHeader.Fault vxlan = VxlanHeader.judge(at, readable, gbp);
            if (vxlan != vxlan(header, readable, gbp)) {
                assertThat(vxlan).as("seed %d, input %d", seed, i).isEqualTo(vxlan(header, readable, gbp));
            }
        }
        System.out.println("tunnel headers: -Dweft.seed=" + seed + " -Dweft.fuzz.inputs=" + inputs + ": " + faults);
        assertThat(faults.keySet()).contains(GeneveHeader.Fault.values());
    }

    /** Changes a few bytes, mostly those that lengths are in, so that whole headers are among them; returns how many bytes are there. */
    private static int mutate(Random random, byte[] header) {
        header[0] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : random.nextInt(0x40));
        boolean ethernet = random.nextInt(8) != 0;
        header[2] = (byte) (ethernet ? 0x65 : random.nextInt(256));
        header[3] = (byte) (ethernet ? 0x58 : random.nextInt(256));
        int at = 8;
        while (at < 264) {
            header[at + 3] = (byte) random.nextInt(random.nextInt(16) == 0 ? 256 : 3);
            at += 4 + (header[at + 3] & 0x1F) * 4;
        }
        if (random.nextInt(4) == 0) { // as VXLAN
            header[0] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : random.nextBoolean() ? 0x08 : 0x88);
            header[1] = (byte) (random.nextBoolean() ? 0 : random.nextInt(256));
            header[7] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : 0);
        }
        return random.nextInt(8) == 0 ? random.nextInt(300) : 300;
    }

    private static GeneveHeader.Fault geneve(byte[] header, int readable) {
        if (readable < 8) {
            return GeneveHeader.Fault.SHORT;
        }
        if ((header[0] & 0xC0) != 0) {
            return GeneveHeader.Fault.VERSION;
        }
        int left = (header[0] & 0x3F) << 2;
        if (readable - 8 < left) {
            return GeneveHeader.Fault.SHORT;
        }
        if (header[2] != 0x65 || header[3] != 0x58) {
            return GeneveHeader.Fault.PROTOCOL;
        }
        int next = 8;
        while (left > 0) {
            int length = 4 + ((header[next + 3] & 31) << 2);
            if (length > left) {
                return GeneveHeader.Fault.OPTIONS;
            }
            left -= length;
            next += length;
        }
        return GeneveHeader.Fault.NONE;
    }

    private static VxlanHeader.Fault vxlan(byte[] header, int readable, boolean gbp) {
        if (readable < 8) {
            return VxlanHeader.Fault.SHORT;
        }
        boolean policy = gbp && header[0] == (byte) 0x88 && (header[1] & 0xB7) == 0;
        boolean plain = header[0] == 8 && header[1] == 0 && header[2] == 0 && header[3] == 0;
        return (policy || plain) && header[7] == 0 ? VxlanHeader.Fault.NONE : VxlanHeader.Fault.FLAGS;
    }
}
