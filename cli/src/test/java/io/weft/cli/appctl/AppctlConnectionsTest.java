package io.weft.cli.appctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.ServedVerbs;
import io.weft.cli.ServedVerbs.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands of {@code weft appctl} about connections: words and output are those of a real Open vSwitch 3.1. */
class AppctlConnectionsTest {
    private static ServedVerbs served;

    @BeforeAll
    static void serve() {
        served = new ServedVerbs();
    }

    @AfterAll
    static void end() {
        served.close();
    }

    @BeforeEach
    void forget() {
        served.fake.commands.clear();
    }

    private static Answer appctl(String... arguments) {
        return served.run("appctl", arguments);
    }

    @Test
    void dump() {
        String tcp = "tcp,orig=(src=10.0.0.1,dst=10.0.0.2,sport=1000,dport=80),"
                + "reply=(src=10.0.0.2,dst=10.0.0.1,sport=80,dport=1000)";
        String icmp = "icmpv6,orig=(src=fc00::1,dst=fc00::2,id=3,type=128,code=0),"
                + "reply=(src=fc00::2,dst=fc00::1,id=3,type=129,code=0)";
        String labels = "labels=0x10000000000000002";
        assertThat(appctl("dpctl/dump-conntrack").out())
                .isEqualTo(tcp + ",mark=5,labels=0x77,protoinfo=(state=ESTABLISHED)\n" + icmp + ",zone=7," + labels
                        + "\n");
        assertThat(appctl("dpctl/dump-conntrack", "-s", "netdev@ovs-netdev").out())
                .isEqualTo(tcp + ",timeout=29,mark=5,labels=0x77,protoinfo=(state=ESTABLISHED)\n" + icmp
                        + ",zone=7,timeout=59," + labels + "\n");
        assertThat(appctl("dpctl/dump-conntrack", "-m", "-s").out())
                .isEqualTo(tcp + ",id=0,status=SEEN_REPLY|ASSURED|CONFIRMED,timeout=29,mark=5,labels=0x77,"
                        + "protoinfo=(state_orig=ESTABLISHED,state_reply=SYN_SENT)\n" + icmp
                        + ",id=0,zone=7,status=CONFIRMED,timeout=59," + labels + "\n");
        assertThat(appctl("--json", "dpctl/dump-conntrack").out())
                .contains("{\"protocol\":6,\"zone\":0,\"orig\":{\"src\":\"10.0.0.1\"")
                .endsWith("}\n]\n");
    }

    @Test
    void whatIsAskedForArrives() {
        appctl("dpctl/dump-conntrack", "zone=7", "ct_nw_src=10.0.0.1,tcp", "ct_tp_dst=80,tcp", "mark=1/3", "labels=5");
        assertThat(served.fake.commands.getFirst())
                .startsWith(
                        "dump ConnectionFilter[zone=OptionalInt[7], original=TuplePart[family=4, protocol=6, hasSource")
                .contains("mark=1, markMask=3, labelHigh=0, labelLow=5, labelHighMask=-1, labelLowMask=-1");
        assertThat(appctl("dpctl/flush-conntrack", "", "udp").out()).isEmpty();
        assertThat(served.fake.commands.getLast())
                .startsWith("flush ConnectionFilter[zone=OptionalInt.empty, original=TuplePart[family=-1, protocol=-1");
    }

    @Test
    void statistics() {
        String plain = "Connections Stats:\n    Total: 9\n  TCP: 2\n";
        assertThat(appctl("dpctl/ct-stats-show").out()).isEqualTo(plain + "  UDP: 4\n  ICMP: 2\n  Other: 1\n");
        assertThat(appctl("dpctl/ct-stats-show", "zone=7", "verbose").out())
                .startsWith(plain + "    Conn per TCP states:\n\t  [SYN_SENT]=1\n\t  [ESTABLISHED]=1\n  UDP: 4\n");
        assertThat(served.fake.commands).contains("statistics OptionalInt[7]");
        assertThat(appctl("dpctl/ct-bkts").out()).startsWith("Total Buckets: 1\nCurrent Connections: 14\n\n+---");
        assertThat(appctl("dpctl/ct-bkts", "gt=20").out()).isEqualTo("Total Buckets: 1\nCurrent Connections: 14\n\n");
        assertThat(appctl("--json", "dpctl/ct-stats-show").out()).contains("\"UDP\": 4");
    }

    @Test
    void limits() {
        assertThat(appctl("dpctl/ct-set-limits", "default=10", "zone=0,limit=5").out())
                .isEmpty();
        assertThat(served.fake.commands.getFirst())
                .isEqualTo("LimitChange[defaultLimit=OptionalInt[10], set={0=5}, delete=[]]");
        assertThat(appctl("dpctl/ct-get-limits", "zone=0,1,5").out())
                .isEqualTo("default limit=10\nzone=1,limit=3,count=2\n");
        assertThat(served.fake.commands).contains("limits [0, 1, 5]");
        assertThat(appctl("dpctl/ct-del-limits", "zone=7").status()).isZero();
    }

    @Test
    void settings() {
        assertThat(appctl("dpctl/ct-get-maxconns").out()).isEqualTo("1000\n");
        assertThat(appctl("dpctl/ct-set-maxconns", "7").out()).isEqualTo("setting maxconns successful\n");
        assertThat(appctl("dpctl/ct-get-nconns", "netdev@ovs-netdev").out()).isEqualTo("14\n");
        assertThat(appctl("dpctl/ct-get-tcp-seq-chk").out()).isEqualTo("TCP sequence checking: enabled\n");
        assertThat(appctl("dpctl/ct-disable-tcp-seq-chk").out())
                .isEqualTo("disabling TCP sequence checking successful\n");
        assertThat(appctl("dpctl/ct-enable-tcp-seq-chk").out())
                .isEqualTo("enabling TCP sequence checking successful\n");
        assertThat(appctl("dpctl/ct-set-sweep-interval", "2000").out())
                .isEqualTo("setting sweep interval successful\n");
        assertThat(appctl("dpctl/ct-get-sweep-interval").out()).isEqualTo("5000\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dump-conntrack zone=70000      | zone: \"70000\" is not allowed; allowed: 0 to 65535",
                "dump-conntrack foo             | unknown word \"foo\"",
                "flush-conntrack zone=x         | zone: \"x\" is not allowed",
                "flush-conntrack tcp udp sctp   | more than two tuples",
                "ct-stats-show foo              | unknown word \"foo\"",
                "ct-set-limits zone=0           | failed to parse zone limit \"zone=0\"",
                "ct-set-limits zone=0,limit=x   | limit: \"x\" is not allowed",
                "ct-set-limits zone=70000,limit=1 | zone: \"70000\" is not allowed",
                "ct-set-limits foo              | failed to parse zone limit \"foo\"",
                "ct-get-limits zone=x           | zone: \"x\" is not allowed",
                "ct-del-limits default          | invalid argument \"default\"",
                "ct-set-maxconns x              | maxconns: \"x\" is not allowed",
                "ct-set-maxconns                | takes [DATAPATH] MAXCONNS; got none",
                "ct-get-nconns x                | unknown word \"x\""
            })
    void whatIsWrongIsSaid(String line, String sentence) {
        Answer answer = appctl(("dpctl/" + line).split(" "));
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains(sentence);
    }

    @Test
    void tuplesHaveACaret() {
        Answer answer = appctl("dpctl/flush-conntrack", "zone=1", "ct_nw_srcc=1.1.1.1");
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .contains("did you mean \"ct_nw_src\"?", "\n  ct_nw_srcc=1.1.1.1\n", "\n  ^^^^^^^^^^\n");
    }
}
