package io.weft.cli;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Flows that train a switch: different ways to match and to act, the same lines in every run. */
enum TrainingFlows {
    /** Connections that a firewall lets through or not: one mask. */
    CONNECTIONS {
        @Override
        String line(int i, int variant) {
            return "priority=" + (200 + i % 37) + (i % 3 == 0 ? ",udp" : ",tcp") + ",nw_src=" + host(i) + ",nw_dst="
                    + host(i * 31)
                    + ",tp_src=" + (1 + i * 7 % 65_000) + ",tp_dst=" + (1 + i % 9000)
                    + (i % 5 == variant ? ",actions=drop" : ",actions=output:" + (1 + i % 2));
        }
    },
    /** Routes of 17 prefix lengths. */
    ROUTES {
        @Override
        String line(int i, int variant) {
            int length = 16 + i % 17;
            return "table=3,priority=" + length + ",ip,nw_dst=" + network(i, length) + "/" + length
                    + ",actions=mod_dl_dst:" + mac(i + variant) + ",dec_ttl,output:" + (1 + i % 5);
        }
    },
    /** Addresses that a bridge learned, tagged. */
    STATIONS {
        @Override
        String line(int i, int variant) {
            return "table=4,dl_vlan=" + (1 + i % 4000) + ",dl_dst=" + mac(i) + ",actions=strip_vlan,output:"
                    + (1 + (i + variant) % 9);
        }
    },
    /** What programs of pipelines write: registers, metadata, masks, cookies, time limits, several tables. */
    PIPELINE {
        @Override
        String line(int i, int variant) {
            return "cookie=0x" + Integer.toHexString(i) + ",table=" + (5 + i % 3) + ",priority=" + (10 + i % 11)
                    + (i % 4 == 0
                            ? ",ipv6,ipv6_dst=2001:db8::" + Integer.toHexString(i & 0xFFFF) + ":"
                                    + Integer.toHexString(i >>> 16)
                            : ",ip,reg0=0x" + Integer.toHexString(i) + ",metadata=0x" + (i % 8) + "/0xff,in_port="
                                    + (1 + i % 2))
                    + ",actions=load:" + (1 + variant) + "->NXM_NX_REG1[],set_field:" + (i % 100)
                    + "->reg2,resubmit(,9)";
        }
    };

    private static final int SPREAD = 0x9E37_79B1;

    abstract String line(int i, int variant);

    /** @param variant flows of another one match the same, and partly do something else */
    Stream<String> lines(int count, int variant) {
        return IntStream.range(0, count).mapToObj(i -> line(i, variant));
    }

    private static String host(int i) {
        int bits = i * SPREAD;
        return "10." + (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255);
    }

    private static String network(int i, int length) {
        int bits = i * SPREAD & -1 << 32 - length;
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }

    private static String mac(int i) {
        return String.format("02:00:%02x:%02x:%02x:%02x", i >>> 24, i >>> 16 & 255, i >>> 8 & 255, i & 255);
    }
}
