package io.weft.cli.ofctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.ServedVerbs;
import io.weft.cli.ServedVerbs.Answer;
import io.weft.northbound.control.PacketIn;
import io.weft.northbound.control.ResumedPacket;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code weft ofctl} against a served switch. */
class OfctlVerbTest {
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
        served.fake.flows.clear();
    }

    private static Answer ofctl(String... arguments) {
        return served.run("ofctl", arguments);
    }

    private static void done(String... arguments) {
        Answer answer = ofctl(arguments);
        assertThat(answer.err()).isEmpty();
        assertThat(answer.status()).isZero();
    }

    @Test
    void portsAndFragmentsAreSetWithTheWordsOfOvs() {
        assertThat(ofctl("mod-port", "br0", "p1", "no-flood").status()).isZero();
        assertThat(ofctl("mod-port", "br0", "2", "up").status()).isZero();
        assertThat(ofctl("mod-port", "br0", "2", "no-recv").err())
                .startsWith("weft: ofctl mod-port: unknown mod-port command 'no-recv'");
        assertThat(ofctl("set-frags", "br0", "nx-match").status()).isZero();
        assertThat(ofctl("set-frags", "br0", "foo").err()).contains("foo: unknown fragment handling mode");
        assertThat(ofctl("get-frags", "br0").out()).isEqualTo("normal\n");
        assertThat(served.fake.commands)
                .contains("mod-port br0 p1 [NO_FLOOD] []", "mod-port br0 2 [] [PORT_DOWN]", "set-frags br0 NX_MATCH");
    }

    @Test
    void flowsPrintAsOvs() {
        done("add-flow", "br0", "priority=10,ip,nw_dst=10.0.0.1,actions=output:2");
        done("-O", "OpenFlow13", "add-flow", "br0", "table=1,cookie=0xa,in_port=p1,actions=drop");
        assertThat(ofctl("dump-flows", "br0").out())
                .isEqualTo(
                        "NXST_FLOW reply (xid=0x4):\n"
                                + " cookie=0x0, duration=1.200s, table=0, n_packets=3, n_bytes=180, idle_age=0, priority=10,ip,nw_dst=10.0.0.1"
                                + " actions=output:2\n"
                                + " cookie=0xa, duration=1.200s, table=1, n_packets=3, n_bytes=180, idle_age=0, in_port=1 actions=drop\n");
        assertThat(ofctl("--no-stats", "dump-flows", "br0", "ip").out())
                .isEqualTo(" priority=10,ip,nw_dst=10.0.0.1 actions=output:2\n");
        assertThat(ofctl("dump-flows", "br0", "--names", "--no-stats", "in_port=p1")
                        .out())
                .isEqualTo(" cookie=0xa, table=1, in_port=p1 actions=drop\n");
    }

    /** As ovs-ofctl: OpenFlow 1.0 and 1.1 always restart counters and cannot say so; a bundle is of OpenFlow 1.4. */
    @Test
    void additionsOfOldProtocolsRestartTheCounters() {
        String file = served.file("reset.txt", "arp,actions=drop\nadd ipv6,actions=drop\n")
                .toString();
        done("add-flow", "br0", "priority=1,ip,actions=drop");
        done("-O", "OpenFlow11", "add-flow", "br0", "priority=2,ip,actions=drop");
        done("-O", "OpenFlow12", "add-flow", "br0", "priority=3,ip,actions=drop");
        done("-O", "OpenFlow13", "add-flow", "br0", "priority=4,reset_counts,ip,actions=drop");
        done("add-flows", "br0", file);
        assertThat(ofctl("-O", "OpenFlow13", "dump-flows", "br0", "--no-stats").out())
                .isEqualTo("""
                         reset_counts priority=1,ip actions=drop
                         reset_counts priority=2,ip actions=drop
                         priority=3,ip actions=drop
                         reset_counts priority=4,ip actions=drop
                         reset_counts arp actions=drop
                         reset_counts ipv6 actions=drop
                        """);
        assertThat(ofctl("dump-flows", "br0", "--no-stats").out()).doesNotContain("reset_counts");
        String plain = served.file("plain.txt", "arp,actions=drop\nip,reset_counts,actions=drop\n")
                .toString();
        done("-O", "OpenFlow13", "replace-flows", "br0", plain);
        assertThat(ofctl("-O", "OpenFlow13", "dump-flows", "br0", "--no-stats").out())
                .isEqualTo(" arp actions=drop\n ip actions=drop\n");
        done("replace-flows", "br0", plain);
        assertThat(ofctl("-O", "OpenFlow13", "dump-flows", "br0", "--no-stats").out())
                .isEqualTo(" reset_counts arp actions=drop\n reset_counts ip actions=drop\n");
    }

    /** As ovs-ofctl: OpenFlow 1.0 changes all tables, 1.1 table 0; since 1.2 modifications table 0 and deletions all. */
    @Test
    void changesWithoutTableAreAboutTheTablesOfTheirProtocol() {
        String file = served.file("modify.txt", "modify ip,actions=output:1\n").toString();
        twoTables();
        assertThat(flowsPlain()).isEqualTo(" ip actions=drop\n table=3, ip actions=drop\n");
        done("-O", "OpenFlow13", "mod-flows", "br0", "ip,actions=output:1");
        assertThat(flowsPlain()).isEqualTo(" ip actions=output:1\n table=3, ip actions=drop\n");
        done("mod-flows", "br0", "ip,actions=output:2");
        assertThat(flowsPlain()).isEqualTo(" ip actions=output:2\n table=3, ip actions=output:2\n");
        done("--bundle", "add-flows", "br0", file);
        assertThat(flowsPlain()).isEqualTo(" ip actions=output:1\n table=3, ip actions=output:2\n");
        done("-O", "OpenFlow11", "del-flows", "br0", "ip");
        assertThat(flowsPlain()).isEqualTo(" table=3, ip actions=output:2\n");
        twoTables();
        done("-O", "OpenFlow13", "del-flows", "br0", "ip");
        assertThat(flowsPlain()).isEmpty();
    }

    private static void twoTables() {
        done("add-flow", "br0", "ip,actions=drop");
        done("add-flow", "br0", "table=3,ip,actions=drop");
    }

    private static String flowsPlain() {
        return ofctl("dump-flows", "br0", "--no-stats").out();
    }

    @Test
    void portsHaveTheQueueThatOvsShowsWithoutQos() {
        String zero = " queue 0: bytes=?, pkts=?, errors=?, duration=?\n";
        assertThat(ofctl("queue-stats", "br0", "p2").out())
                .isEqualTo("OFPST_QUEUE reply (xid=0x2): 1 queues\n  port 2" + zero);
        assertThat(ofctl("-O", "OpenFlow13", "queue-stats", "br0").out())
                .startsWith("OFPST_QUEUE reply (OF1.3) (xid=0x2): ")
                .contains("\n  port 1" + zero + "  port 2" + zero);
        assertThat(ofctl("queue-get-config", "br0").out()).isEqualTo("""
                        OFPT_QUEUE_GET_CONFIG_REPLY (xid=0x4): port=1
                        queue 0:
                        OFPT_QUEUE_GET_CONFIG_REPLY (xid=0x5): port=2
                        queue 0:
                        """);
        assertThat(ofctl("--names", "queue-get-config", "br0", "1").out())
                .isEqualTo("OFPT_QUEUE_GET_CONFIG_REPLY (xid=0x2): port=p1\nqueue 0:\n");
        assertThat(ofctl("-O", "OpenFlow13", "queue-get-config", "br0").out())
                .startsWith("OFPT_QUEUE_GET_CONFIG_REPLY (OF1.3) (xid=0x2): port=ANY\nqueue 0:\nqueue 0:\n");
        assertThat(ofctl("-O", "OpenFlow14", "queue-get-config", "br0").out())
                .startsWith("OFPST_QUEUE_DESC reply (OF1.4) (xid=0x2): port=1\nqueue 0:\nport=2\nqueue 0:\n");
        assertThat(ofctl("queue-stats", "br0", "1", "5").err()).contains("port 1 has no queue 5; allowed: 0, all");
        assertThat(ofctl("queue-stats", "br0", "p9").err()).contains("br0: unknown port `p9'");
    }

    @Test
    void optionsOfOvsAboutLogsAreAccepted() {
        done("-vwarn", "add-flow", "br0", "priority=10,ip,actions=drop");
        assertThat(ofctl("-v", "--verbose=vconn:dbg", "--log-file", "dump-flows", "br0", "--no-stats")
                        .out())
                .isEqualTo(" priority=10,ip actions=drop\n");
    }

    @Test
    void sorting() {
        done("add-flow", "br0", "priority=10,ip,actions=drop");
        done("add-flow", "br0", "priority=20,arp,actions=drop");
        assertThat(ofctl("--sort", "dump-flows", "br0", "--no-stats").out())
                .isEqualTo(" priority=10,ip actions=drop\n priority=20,arp actions=drop\n");
        assertThat(ofctl("--rsort=priority", "dump-flows", "br0", "--no-stats").out())
                .isEqualTo(" priority=20,arp actions=drop\n priority=10,ip actions=drop\n");
    }

    @Test
    void anErrorHasCarets() {
        Answer answer = ofctl("add-flow", "br0", "priority=10,ip,nw_srcc=10.0.0.1,actions=drop");
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .startsWith("weft: ofctl add-flow: ")
                .contains("nw_srcc", "did you mean \"nw_src\"?")
                .endsWith("\n  priority=10,ip,nw_srcc=10.0.0.1,actions=drop\n                 ^^^^^^^\n");
    }

    @Test
    void anErrorInAFileHasItsLine() {
        String file = served.file("bad.txt", "# comment\n\nip,actions=drop\narp,actions=dropp\n")
                .toString();
        Answer answer = ofctl("--bundle", "add-flows", "br0", file);
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .startsWith("weft: ofctl add-flows: " + file + ":4: ")
                .contains("^^^^^");
        assertThat(served.fake.flows).isEmpty();
    }

    @Test
    void aFileThatReplacesHasOnlyFlowsToAdd() {
        String file = served.file("bad.txt", "ip,actions=drop\n# comment\narp,actions=dropp\n")
                .toString();
        assertThat(ofctl("replace-flows", "br0", file).err())
                .startsWith("weft: ofctl replace-flows: " + file + ":3: ")
                .contains("^^^^^");
    }

    @Test
    void deleteAndModify() {
        done("add-flow", "br0", "priority=10,ip,nw_dst=10.0.0.1,actions=output:2");
        done("mod-flows", "br0", "ip,actions=drop");
        assertThat(ofctl("dump-flows", "br0", "--no-stats").out())
                .isEqualTo(" priority=10,ip,nw_dst=10.0.0.1 actions=drop\n");
        done("--strict", "del-flows", "br0", "priority=10,ip");
        assertThat(served.fake.flows).hasSize(1);
        done("del-flows", "br0", "ip");
        assertThat(served.fake.flows).isEmpty();
    }

    @Test
    void replaceAndDiff() {
        done("add-flow", "br0", "priority=1,ip,actions=output:2");
        done("add-flow", "br0", "priority=2,arp,actions=output:1");
        String file = served.file(
                        "new.txt", "priority=1,ip,actions=output:p1\npriority=3,table=2,cookie=5,actions=drop\n")
                .toString();
        Answer diff = ofctl("diff-flows", "br0", file);
        assertThat(diff.err()).isEmpty();
        assertThat(diff.status()).isEqualTo(2);
        assertThat(diff.out().lines())
                .containsExactlyInAnyOrder(
                        "-priority=1,ip actions=output:2",
                        "-priority=2,arp actions=output:1",
                        "+priority=1,ip actions=output:1",
                        "+table=2 priority=3 cookie=0x5 actions=drop");
        done("--bundle", "replace-flows", "br0", file);
        assertThat(ofctl("diff-flows", "br0", file)).isEqualTo(new Answer(0, "", ""));
    }

    @Test
    void bundleFiles() {
        String file = served.file("bundle.txt", "flow add ip,actions=drop\nflow delete arp\nipv6,actions=drop\n")
                .toString();
        done("bundle", "br0", file);
        assertThat(served.fake.flows).hasSize(2);
    }

    @Test
    void portsAndTables() {
        assertThat(ofctl("dump-ports", "br0").out()).isEqualTo("""
                        OFPST_PORT reply (xid=0x2): 2 ports
                          port  1: rx pkts=3, bytes=180, drop=0, errs=0, frame=?, over=?, crc=?
                                   tx pkts=4, bytes=240, drop=1, errs=0, coll=?
                          port LOCAL: rx pkts=0, bytes=0, drop=0, errs=0, frame=?, over=?, crc=?
                                   tx pkts=0, bytes=0, drop=0, errs=0, coll=?
                        """);
        assertThat(ofctl("dump-aggregate", "br0").out())
                .isEqualTo("NXST_AGGREGATE reply (xid=0x4): packet_count=7 byte_count=420 flow_count=0\n");
        assertThat(ofctl("show", "br0").out())
                .startsWith("OFPT_FEATURES_REPLY (xid=0x2): dpid:0000aa55aa550000\n")
                .contains("\n 1(p1): addr:aa:55:aa:55:00:01\n     config:     0\n     state:      0\n")
                .contains("\n LOCAL(br0): addr:");
        assertThat(ofctl("dump-ports-desc", "br0").out()).contains(" 2(p2): addr:aa:55:aa:55:00:02\n");
    }

    @Test
    void headlinesAndFieldsAreThoseOfTheVersion() {
        done("add-flow", "br0", "send_flow_rem,importance=7,idle_timeout=9,ip,actions=drop");
        String before = " cookie=0x0, duration=1.200s, table=0, n_packets=3, n_bytes=180, idle_timeout=9, ";
        assertThat(ofctl("-F", "openflow10", "dump-flows", "br0").out())
                .isEqualTo("OFPST_FLOW reply (xid=0x4):\n" + before + "idle_age=0, ip actions=drop\n");
        assertThat(ofctl("-O", "OpenFlow11", "dump-flows", "br0").out())
                .isEqualTo("OFPST_FLOW reply (OF1.1) (xid=0x2):\n" + before + "ip actions=drop\n");
        assertThat(ofctl("-O", "openflow13", "dump-flows", "br0").out())
                .isEqualTo("OFPST_FLOW reply (OF1.3) (xid=0x2):\n" + before
                        + "send_flow_rem reset_counts ip actions=drop\n");
        assertThat(ofctl("-O", "OpenFlow10,OpenFlow14", "--sort", "dump-flows", "br0")
                        .out())
                .isEqualTo(before + "send_flow_rem reset_counts importance=7, ip actions=drop\n");
        assertThat(ofctl("-O", "OpenFlow15", "--names", "dump-flows", "br0").out())
                .isEqualTo(before + "send_flow_rem reset_counts importance=7, idle_age=0, ip actions=drop\n");
        assertThat(ofctl("-O", "OpenFlow15", "--no-stats", "dump-flows", "br0").out())
                .isEqualTo(" idle_timeout=9, send_flow_rem reset_counts importance=7, ip actions=drop\n");
        assertThat(ofctl("-O", "OpenFlow13", "dump-aggregate", "br0").out())
                .startsWith("OFPST_AGGREGATE reply (OF1.3) (xid=0x2): packet_count=7 ");
        assertThat(ofctl("-O", "OpenFlow13", "dump-ports", "br0").out())
                .startsWith("OFPST_PORT reply (OF1.3) (xid=0x2): 2 ports\n")
                .contains("coll=?\n           duration=");
    }

    @Test
    void tablesThatAreAlikeAreOneLine() {
        assertThat(ofctl("-O", "OpenFlow13", "dump-tables", "br0").out()).isEqualTo("""
                        OFPST_TABLE reply (OF1.3) (xid=0x2):
                          table 0:
                            active=2, lookup=10, matched=9

                          table 1:
                            active=0, lookup=0, matched=0

                          table 2:
                            active=9, lookup=0, matched=0

                          table 3:
                            active=0, lookup=0, matched=0

                          tables 4...253: ditto
                        """);
        assertThat(ofctl("dump-tables", "br0").out())
                .startsWith(
                        "OFPST_TABLE reply (xid=0x2):\n  table 0:\n    active=2, lookup=10, matched=9\n    max_entries=1000000\n    matching:\n")
                .endsWith("""


                          table 1:
                            active=0, lookup=0, matched=0
                            (same features)

                          table 2 ("acl"):
                            active=9, lookup=0, matched=0
                            max_entries=10
                            (same matching)

                          table 3:
                            active=0, lookup=0, matched=0
                            max_entries=1000000
                            (same matching)

                          tables 4...253: ditto
                        """);
        assertThat(ofctl("dump-table-desc", "br0").err()).contains("needs OpenFlow 1.4 or later ('-O OpenFlow14')");
        assertThat(ofctl("-O", "OpenFlow14", "dump-table-desc", "br0").out())
                .startsWith(
                        "OFPST_TABLE_DESC reply (OF1.4) (xid=0x2):\n  table 0:\n   eviction=off eviction_flags=OTHER|IMPORTANCE|LIFETIME\n   vacancy=off\n\n  table 1:\n")
                .endsWith("  table 253:\n   eviction=off eviction_flags=OTHER|IMPORTANCE|LIFETIME\n   vacancy=off\n");
    }

    /** Open vSwitch 3.1 prints the same, with 16 registers, and mpls, nsh, packet_type, tun_erspan and tun_gtpu between. */
    @Test
    void featuresAreWhatTheRegistriesHave() {
        assertThat(ofctl("dump-table-features", "br0").err()).contains("needs OpenFlow 1.3 or later ('-O OpenFlow13')");
        String head = """
                  table 0:
                    metadata: match=0xffffffffffffffff write=0xffffffffffffffff
                    max_entries=1000000
                    instructions (table miss and others):
                      next tables: 1-253
                      instructions: meter apply_actions clear_actions write_actions write_metadata goto_table
                      Write-Actions and Apply-Actions features:
                        actions: output group set_field strip_vlan push_vlan mod_nw_ttl dec_ttl set_queue
                        supported on Set-Field: tun_{id,src,dst,ipv6_{src,dst},flags,gbp_{id,flags},metadata0...metadata63}\
                 metadata in_{port,port_oxm} pkt_mark ct_{mark,label} reg0...reg31 xreg0...xreg15 xxreg0...xxreg7 eth_{src,dst}\
                 vlan_{tci,vid,pcp} ip_{src,dst} ipv6_{src,dst,label} nw_tos ip_dscp nw_{ecn,ttl} arp_{op,spa,tpa,sha,tha}\
                 tcp_{src,dst} udp_{src,dst} sctp_{src,dst} icmp_{type,code} icmpv6_{type,code}\
                 nd_{target,sll,tll,reserved,options_type}
                    matching:
                      arbitrary mask: dp_hash tun_{id,src,dst,ipv6_{src,dst},flags,gbp_{id,flags},metadata0...metadata63}\
                 metadata pkt_mark ct_{state,mark,label,nw_{src,dst},ipv6_{src,dst},tp_{src,dst}} reg0...reg31 xreg0...xreg15\
                 xxreg0...xxreg7 eth_{src,dst} vlan_{tci,vid} ip_{src,dst} ipv6_{src,dst,label} ip_frag arp_{spa,tpa,sha,tha}\
                 tcp_{src,dst,flags} udp_{src,dst} sctp_{src,dst} nd_{target,sll,tll}
                      exact match or wildcard: recirc_id conj_id in_{port,port_oxm} actset_output ct_{zone,nw_proto} eth_type\
                 vlan_pcp nw_{proto,tos} ip_dscp nw_{ecn,ttl} arp_op icmp_{type,code} icmpv6_{type,code}\
                 nd_{reserved,options_type}
                """;
        String end = """

                  table 253:
                    metadata: match=0xffffffffffffffff write=0xffffffffffffffff
                    max_entries=1000000
                    instructions (table miss and others):
                      instructions: meter apply_actions clear_actions write_actions write_metadata
                      (same actions)
                    (same matching)

                """;
        assertThat(ofctl("-O", "OpenFlow13", "dump-table-features", "br0").out())
                .isEqualTo(head + """

                  table 1: ditto

                  table 2 ("acl"):
                    metadata: match=0xffffffffffffffff write=0xffffffffffffffff
                    max_entries=10
                    (same instructions)
                    (same matching)

                  table 3:
                    metadata: match=0xffffffffffffffff write=0xffffffffffffffff
                    max_entries=1000000
                    (same instructions)
                    (same matching)

                  tables 4...252: ditto
                """ + end);
        assertThat(ofctl("-O", "OpenFlow13", "dump-table-features", "br0", "0").out())
                .isEqualTo(head + "\n");
        assertThat(ofctl("-O", "OpenFlow15", "dump-table-features", "br0", "acl")
                        .out())
                .startsWith("  table 2 (\"acl\"):\n")
                .contains("    eviction: not supported\n    vacancy events: not supported\n    max_entries=10\n")
                .contains("      next tables: 3-253\n      instructions: apply_actions clear_actions");
        assertThat(ofctl("-O", "OpenFlow15", "dump-table-features", "br0", "254")
                        .err())
                .contains("unknown table \"254\"; allowed: 0 to 253, or the name of a table");
        assertThat(ofctl("--json", "dump-table-features", "br0", "2").out())
                .contains("\"max_entries\": 10", "\"xxreg7\"");
    }

    @Test
    void tablesTellHowFullTheyAre() {
        assertThat(ofctl("mod-table", "br0", "2", "vacancy:20,80").err()).isEmpty();
        assertThat(ofctl("mod-table", "br0", "all", "novacancy").err()).isEmpty();
        assertThat(served.fake.commands)
                .contains(
                        "vacancy 2 Optional[VacancyRange[downPercent=20, upPercent=80]]", "vacancy 255 Optional.empty");
        Map<String, String> refused = Map.of(
                "vacancy", "Vacancy down value missing",
                "vacancy:", "Vacancy down value missing",
                "vacancy:20", "Vacancy up value missing",
                "vacancy:20,", "Vacancy up value missing",
                "vacancy:-1,30", "Invalid vacancy down value \"-1\"",
                "vacancy:20,101", "Invalid vacancy up value \"101\"; allowed: 0 to 100 percent",
                "vacancy:20,30,40", "Invalid vacancy up value \"30,40\"",
                "vacancy:80,20", "Invalid vacancy range, vacancy up should be greater than vacancy down");
        refused.forEach((setting, sentence) ->
                assertThat(ofctl("mod-table", "br0", "2", setting).err()).contains(sentence));
        assertThat(ofctl("mod-table", "br0", "2", "vacant").err()).contains("invalid table_mod setting \"vacant\"");
        assertThat(ofctl("-O", "OpenFlow14", "dump-table-desc", "br0").out())
                .contains("  table 2:\n   eviction=on eviction_flags=OTHER|IMPORTANCE|LIFETIME\n"
                        + "   vacancy=on vacancy_down=20% vacancy_up=80% vacancy=10%\n\n  table 3:");
    }

    @Test
    void theSwitchAndFlowsByThemselves() {
        assertThat(ofctl("dump-desc", "br0").out())
                .startsWith("OFPST_DESC reply (xid=0x2):\nManufacturer: Weft\n")
                .endsWith("Serial Num: None\nDP Description: None\n");
        assertThat(ofctl("probe", "br0")).isEqualTo(new Answer(0, "", ""));
        assertThat(ofctl("probe", "br7").status()).isEqualTo(1);
        assertThat(ofctl("ping", "br0", "100").out().lines())
                .hasSize(10)
                .allMatch(line -> line.matches("100 bytes from br0: xid=0000000[2-9a-b] time=[0-9]+\\.[0-9] ms"));
        assertThat(ofctl("ping", "br7").status()).isEqualTo(1);
        assertThat(ofctl("ping", "br0", "65536").err()).contains("allowed: 0 to 65535");
        assertThat(ofctl(
                                "parse-flow",
                                "table=9,cookie=0x12,importance=7,send_flow_rem,tcp,tp_dst=80,actions=goto_table:10")
                        .out())
                .isEqualTo(
                        "OFPT_FLOW_MOD (xid=0x1): ADD table:9 tcp,tp_dst=80 cookie:0x12 importance:7 send_flow_rem actions=goto_table:10\n");
        assertThat(ofctl("parse-flow", "tcp,tp_dts=80,actions=drop").err()).contains("  tcp,tp_dts=80", "    ^^^^^^");
        String file = served.file("parse.txt", "# flows\npriority=5,actions=2\nip,actions=dropp\n")
                .toString();
        assertThat(ofctl("-O", "OpenFlow13", "parse-flows", file)).satisfies(answer -> {
            assertThat(answer.out()).isEqualTo("OFPT_FLOW_MOD (OF1.3) (xid=0x1): ADD priority=5 actions=output:2\n");
            assertThat(answer.err()).startsWith("weft: ofctl parse-flows: " + file + ":3: ");
        });
    }

    @Test
    void onlyMonitorsGoToTheBackground() {
        assertThat(ofctl("--detach", "dump-flows", "br0").err())
                .contains("--detach and --pidfile are options of monitor");
    }

    @Test
    void jsonOfFlows() {
        done("add-flow", "br0", "priority=10,ip,actions=drop");
        assertThat(ofctl("--json", "dump-flows", "br0").out()).contains("\"priority\": 10", "\"n_packets\": 3");
    }

    @Test
    void packetOut() {
        done("packet-out", "br0", "p1", "output:2", "ffffffffffff0000000000010800");
        done("packet-out", "br0", "in_port=controller packet=ffffffffffff0000000000010800 actions=output:1,output:2");
        assertThat(served.fake.packetsOut).hasSize(2);
        assertThat(served.fake.packetsOut.getFirst().inPort()).isEqualTo(1);
        assertThat(ofctl("packet-out", "br0", "p1", "output:2", "xyz").status()).isEqualTo(2);
    }

    @Test
    void aMonitorResumesWhatPauses() throws InterruptedException {
        ServedVerbs paused = new ServedVerbs();
        byte[] frame = new byte[60];
        for (byte[] continuation : List.of(new byte[0], new byte[] {1, 2, 3})) {
            paused.fake.packetsIn.add(new PacketIn(
                    PacketIn.Reason.ACTION, 0, 0, 1, 60, frame, "reg1=0x5", new byte[0], 0, continuation, 0));
        }
        StringWriter err = new StringWriter();
        Thread monitor = Thread.ofVirtual().start(() -> paused.runTo(err, "ofctl", "monitor", "br0", "resume"));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (paused.fake.resumed.isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(paused.fake.resumed).hasSize(1);
        ResumedPacket resumed = paused.fake.resumed.getFirst();
        assertThat(resumed.continuation()).containsExactly(1, 2, 3);
        assertThat(resumed.frame()).isEqualTo(frame);
        assertThat(err.toString())
                .contains("send: NXT_RESUME (xid=0x0): cookie=0x0 total_len=60 reg1=0x5,in_port=1 (via action)")
                .contains(" continuation=3 bytes\n");
        paused.close();
        monitor.join();
    }

    @Test
    void wrongLinesAreUsage() {
        assertThat(ofctl("add-flow", "br0").status()).isEqualTo(2);
        assertThat(ofctl("-O", "OpenFlow99", "dump-flows", "br0").err()).contains("allowed: OpenFlow10 to OpenFlow15");
        assertThat(ofctl("dump-flws", "br0").err()).contains("did you mean \"dump-flows\"?");
        assertThat(ofctl("dump-flows", "br7")).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(1);
            assertThat(answer.err()).isEqualTo("weft: ofctl dump-flows: no bridge named \"br7\"\n");
        });
        assertThat(ofctl("add-flows", "br0", "/nonexistent").status()).isEqualTo(1);
    }
}
