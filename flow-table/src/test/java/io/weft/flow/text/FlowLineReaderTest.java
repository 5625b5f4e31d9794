package io.weft.flow.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.Seeded;
import io.weft.flow.table.FlowMod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The reader of lines, with the grammar as its oracle. */
class FlowLineReaderTest {
    private static final String[] NUMBERS = {
        "0",
        "1",
        "6",
        "007",
        "80",
        "0x10",
        "0XfF",
        "4095",
        "4096",
        "65279",
        "65280",
        "65535",
        "65536",
        "0xffff",
        "99999999999",
        "0x",
        "-1",
        "0xffffffffffffffff",
        "0x8000000000000000",
        "18446744073709551615",
        "18446744073709551616",
        "",
        "1/1",
        "5/0xff",
        "0/0",
        "7/",
        "LOCAL",
        "p1",
        "1 ",
        "\"1\""
    };
    private static final String[] MACS = {
        "02:00:00:00:00:01",
        "2:0:0:0:0:1",
        "FF:ff:aA:00:00:00",
        "02:00:00:00:00",
        "02:00:00:00:00:01:02",
        "020:0:0:0:0:0",
        "x",
        "01:00:00:00:00:00/01:00:00:00:00:00",
        "02:00:00:00:00:01/ff:ff:ff:ff:ff:ff",
        "00:00:00:00:00:00/00:00:00:00:00:00"
    };
    private static final String[] ADDRESSES = {
        "10.0.0.1",
        "255.255.255.255",
        "0.0.0.0",
        "010.1.2.3",
        "256.0.0.1",
        "10.0.0",
        "10.0.0.1.2",
        "1.2.3.4/8",
        "1.2.3.4/0",
        "1.2.3.4/32",
        "1.2.3.4/33",
        "1.2.3.4/255.0.255.0",
        "1.2.3.4/",
        "1.2.3.4/24/24"
    };
    private static final String[] BARE = {
        "ip",
        "ipv4",
        "tcp",
        "udp",
        "sctp",
        "arp",
        "icmp",
        "icmp6",
        "ipv6",
        "tcp6",
        "send_flow_rem",
        "reset_counts",
        "check_overlap",
        "tcp=",
        "nothing"
    };
    private static final String[] NUMBER_KEYS = {
        "priority",
        "table",
        "cookie",
        "in_port",
        "tp_src",
        "tp_dst",
        "tcp_dst",
        "udp_src",
        "reg0",
        "reg15",
        "reg16",
        "metadata",
        "tun_id",
        "tunnel_id",
        "dl_vlan",
        "vlan_vid",
        "nw_proto",
        "idle_timeout",
        "importance",
        "conj_id",
        "dl_type",
        "vlan_tci",
        "nw_tos",
        "out_port"
    };
    private static final String[] MAC_KEYS = {"dl_src", "dl_dst", "eth_dst", "arp_sha"};
    private static final String[] ADDRESS_KEYS = {"nw_src", "nw_dst", "ip_dst", "arp_spa", "arp_tpa"};
    private static final String[] ACTIONS = {
        "drop",
        "output:%",
        "output:%",
        "dec_ttl",
        "strip_vlan",
        "pop_vlan",
        "mod_dl_dst:^",
        "mod_dl_src:^",
        "mod_nw_src:@",
        "mod_nw_dst:@",
        "normal",
        "NORMAL",
        "%",
        "mod_tp_dst:%",
        "resubmit(,%)",
        "goto_table:%",
        "group:%",
        "output(%)",
        "set_field:^->eth_dst",
        "load:%->NXM_NX_REG0[]",
        "learn(table=1,nw_dst=nw_dst)",
        "conjunction(1,1/2)",
        "output:",
        "dec_ttl:1",
        "dec_ttl()",
        "DROP",
        "output:1:2",
        "mod_dl_dst",
        "note:01",
        "#x",
        "x"
    };
    private static final String[] SEPARATORS = {",", ",", ",", ", ", " ", ",,", "\t"};

    private static String pick(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    /** A line without the values, which stand as %, ^ and @ for a number and addresses. */
    private static String form(Random random) {
        StringBuilder form = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> form.append(pick(random, BARE));
                case 1 -> form.append(pick(random, NUMBER_KEYS)).append("=%");
                case 2 -> form.append(pick(random, MAC_KEYS)).append("=^");
                default -> form.append(pick(random, ADDRESS_KEYS)).append("=@");
            }
            form.append(pick(random, SEPARATORS));
        }
        form.append(random.nextInt(30) == 0 ? "action=" : "actions=");
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            form.append(pick(random, ACTIONS)).append(i == 1 ? "" : pick(random, SEPARATORS));
        }
        return form.toString();
    }

    private static String line(Random random, String form) {
        StringBuilder line = new StringBuilder();
        boolean sane = random.nextInt(3) > 0;
        for (int i = 0; i < form.length(); i++) {
            switch (form.charAt(i)) {
                case '%' -> line.append(sane ? Integer.toString(random.nextInt(300)) : pick(random, NUMBERS));
                case '^' ->
                    line.append(
                            sane ? "02:00:00:00:00:" + Integer.toHexString(random.nextInt(256)) : pick(random, MACS));
                case '@' ->
                    line.append(
                            sane
                                    ? "10.0.0." + random.nextInt(256) + "/" + random.nextInt(33)
                                    : pick(random, ADDRESSES));
                default -> line.append(form.charAt(i));
            }
        }
        return line.toString();
    }

    private static FlowMod grammar(String line) {
        try {
            return FlowText.parseAdd(line, PortNames.NUMBERS).toMod(FlowMod.Kind.ADD);
        } catch (FlowTextException wrong) {
            return null;
        }
    }

    @Test
    void readsWhatTheGrammarReadsOrLeavesItToIt() {
        int[] read = new int[1];
        Seeded.rounds(300, random -> {
            List<String> forms = new ArrayList<>();
            FlowLineReader reader = new FlowLineReader();
            for (int i = 0; i < 100; i++) {
                if (forms.isEmpty() || random.nextInt(5) == 0) {
                    forms.add(form(random));
                }
                read[0] += compare(reader, line(random, forms.get(random.nextInt(forms.size()))));
            }
        });
        assertThat(read[0]).isPositive();
    }

    private static int compare(FlowLineReader reader, String line) {
        byte[] bytes = ("\n" + line + "\nactions=drop").getBytes(StandardCharsets.UTF_8);
        FlowMod read = reader.read(bytes, 1, 1 + line.length());
        FlowMod expected = grammar(line);
        if (read != null) {
            assertThat(read).as(line).isEqualTo(expected);
        } else if (expected != null) {
            reader.learn(expected);
        }
        return read == null ? 0 : 1;
    }

    @Test
    void knowsTheSecondOfItsForm() {
        FlowLineReader reader = new FlowLineReader();
        String[] firsts = {
            "priority=1036,tcp,nw_src=10.2.89.125,nw_dst=172.190.181.145,tp_src=38656,tp_dst=80,actions=drop",
            "table=1,priority=19,ip,nw_dst=163.119.32.0/19,actions=mod_dl_dst:02:00:00:00:00:00,dec_ttl,output:1",
            "table=2,dl_vlan=3635,dl_dst=02:5a:94:c9:bf:17,actions=strip_vlan,output:1",
            "cookie=0x1, table=3, idle_timeout=60, in_port=1, reg0=0x5/0xff, actions=resubmit(,4)"
        };
        String[] seconds = {
            "priority=1,tcp,nw_src=1.2.89.125,nw_dst=2.190.181.145,tp_src=6,tp_dst=443,actions=output:2",
            "table=1,priority=20,ip,nw_dst=1.119.32.0/19,actions=mod_dl_dst:02:00:00:00:00:0a,dec_ttl,output:7",
            "table=2,dl_vlan=1,dl_dst=02:5a:94:c9:bf:18,actions=strip_vlan,output:2",
            "cookie=0x2, table=3, idle_timeout=60, in_port=2, reg0=0x6/0xff, actions=resubmit(,4)"
        };
        for (int i = 0; i < firsts.length; i++) {
            assertThat(compare(reader, firsts[i])).as(firsts[i]).isZero();
            assertThat(compare(reader, seconds[i])).as(seconds[i]).isOne();
        }
    }

    @Test
    void sharesMasksAndActions() {
        FlowLineReader reader = new FlowLineReader();
        List<FlowMod> mods = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String line = "ip,nw_dst=10.0.0." + i + ",actions=dec_ttl,output:1";
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            FlowMod mod = reader.read(bytes, 0, bytes.length);
            if (mod == null) {
                mod = grammar(line);
                reader.learn(mod);
            }
            mods.add(mod);
        }
        assertThat(mods.get(4).match().mask()).isSameAs(mods.get(1).match().mask());
        assertThat(mods.get(4).actions()).isSameAs(mods.get(3).actions());
    }
}
