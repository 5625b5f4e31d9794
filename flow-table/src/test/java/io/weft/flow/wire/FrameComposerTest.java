package io.weft.flow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.KeyExtractor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A composed frame has the key that describes it, for every key that a frame can have. */
class FrameComposerTest {
    @Test
    void extractionGivesTheKeyBack() {
        for (int seed = 0; seed < 30_000; seed++) {
            long[] key = possibleKey(new SplittableRandom(seed));
            byte[] frame = FrameComposer.compose(key);
            assertThat(KeyExtractor.extract(frame, (int) Fields.IN_PORT.low(key)))
                    .as("seed %d", seed)
                    .isEqualTo(key);
        }
    }

    private static long[] possibleKey(SplittableRandom random) {
        long[] key = new long[FlowKey.WORDS];
        Fields.IN_PORT.set(key, 0, random.nextInt());
        Fields.ETH_DST.set(key, 0, random.nextLong());
        Fields.ETH_SRC.set(key, 0, random.nextLong());
        int tags = random.nextInt(3);
        if (tags > 0) {
            key[1] |= random.nextInt(0x10000) | FlowKey.VLAN_PRESENT;
            key[2] |= random.nextBoolean() ? VlanHeader.TPID_8021Q : VlanHeader.TPID_8021AD;
        }
        if (tags > 1) {
            key[6] = (long) (random.nextInt(0x10000) | FlowKey.VLAN_PRESENT) << 48 | (long) VlanHeader.TPID_8021Q << 32;
        }
        switch (random.nextInt(5)) {
            case 0 -> ip(key, random, EthernetHeader.TYPE_IPV4);
            case 1, 2 -> ip(key, random, EthernetHeader.TYPE_IPV6);
            case 3 -> arp(key, random);
            default -> Fields.ETH_TYPE.set(key, 0, random.nextBoolean() ? EthernetHeader.TYPE_NONE : 0x88CC);
        }
        key[0] |= KeyExtractor.kind((int) Fields.ETH_TYPE.low(key));
        return key;
    }

    private static void arp(long[] key, SplittableRandom random) {
        Fields.ETH_TYPE.set(key, 0, random.nextBoolean() ? EthernetHeader.TYPE_ARP : EthernetHeader.TYPE_RARP);
        Fields.ARP_OP.set(key, 0, random.nextInt(256));
        Fields.ARP_SPA.set(key, 0, random.nextInt());
        Fields.ARP_TPA.set(key, 0, random.nextInt());
        Fields.ARP_SHA.set(key, 0, random.nextLong());
        Fields.ARP_THA.set(key, 0, random.nextLong());
    }

    private static void ip(long[] key, SplittableRandom random, int type) {
        boolean ipv6 = type == EthernetHeader.TYPE_IPV6;
        Fields.ETH_TYPE.set(key, 0, type);
        Fields.IP_DSCP.set(key, 0, random.nextInt(64));
        Fields.NW_ECN.set(key, 0, random.nextInt(4));
        Fields.NW_TTL.set(key, 0, random.nextInt(256));
        if (ipv6) {
            Fields.IPV6_LABEL.set(key, 0, random.nextInt());
            Fields.IPV6_SRC.set(key, random.nextLong(), random.nextLong());
            Fields.IPV6_DST.set(key, random.nextLong(), random.nextLong());
        } else {
            Fields.NW_SRC.set(key, 0, random.nextInt());
            Fields.NW_DST.set(key, 0, random.nextInt());
        }
        int frag = random.nextInt(4) == 0 ? random.nextBoolean() ? 1 : 3 : 0;
        Fields.IP_FRAG.set(key, 0, frag);
        int[] protocols = {6, 17, 132, ipv6 ? 58 : 1, 89};
        int protocol = frag == 3 && ipv6 ? IpProtocol.FRAGMENT : protocols[random.nextInt(protocols.length)];
        Fields.NW_PROTO.set(key, 0, protocol);
        if (frag != 3 && protocol != 89) {
            transport(key, random, protocol);
        }
    }

    private static void transport(long[] key, SplittableRandom random, int protocol) {
        boolean ports = protocol != IpProtocol.ICMP && protocol != IpProtocol.ICMPV6;
        Fields.TP_SRC.set(key, 0, random.nextInt(ports ? 0x10000 : 0x100));
        Fields.TP_DST.set(key, 0, random.nextInt(ports ? 0x10000 : 0x100));
        if (protocol == IpProtocol.TCP) {
            Fields.TCP_FLAGS.set(key, 0, random.nextInt());
        }
        if (protocol == IpProtocol.ICMPV6 && random.nextBoolean()) {
            Fields.ICMPV6_TYPE.set(key, 0, 135 + random.nextInt(2));
            Fields.ICMPV6_CODE.set(key, 0, 0);
        }
        if (protocol == IpProtocol.ICMPV6
                && NdHeader.isNeighbour((int) Fields.ICMPV6_TYPE.low(key), (int) Fields.ICMPV6_CODE.low(key))) {
            Fields.ND_TARGET.set(key, random.nextLong(), random.nextLong());
            Fields.ND_SLL.set(key, 0, random.nextBoolean() ? 0 : random.nextLong());
            Fields.ND_TLL.set(key, 0, random.nextBoolean() ? 0 : random.nextLong());
            boolean source = Fields.ND_SLL.low(key) != 0;
            boolean target = Fields.ND_TLL.low(key) != 0;
            Fields.ND_RESERVED.set(key, 0, random.nextInt());
            Fields.ND_OPTIONS_TYPE.set(
                    key, 0, source && target ? 1 + random.nextInt(2) : source ? 1 : target ? 2 : random.nextInt(3));
        }
    }
}
