package io.weft.cli.ofctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.ServedVerbs;
import io.weft.cli.ServedVerbs.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups and meters of {@code weft ofctl} against a served switch; outputs as those of ovs-ofctl 3.1. */
class OfctlGroupsTest {
    private static ServedVerbs served;

    @TempDir
    private Path folder;

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
        done("del-groups", "br0");
        done("del-meters", "br0");
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
    void groupsPrintAsOvs() {
        done("-O", "OpenFlow15", "add-group", "br0", "group_id=1,type=all,bucket=output:1,bucket=output:p2");
        done(
                "add-group",
                "br0",
                "group_id=2,type=select,bucket=bucket_id:5,weight:10,actions=output:1,bucket=weight:20,watch_port:p2,actions=output:2");
        done(
                "add-group",
                "br0",
                "group_id=3,type=select,selection_method=hash,selection_method_param=7,fields(eth_dst,ip_dst=255.255.0.0),bucket=output:1");
        assertThat(ofctl("-O", "OpenFlow15", "dump-groups", "br0").out()).isEqualTo("""
                OFPST_GROUP_DESC reply (OF1.5) (xid=0x2):
                 group_id=1,type=all,bucket=bucket_id:0,actions=output:1,bucket=bucket_id:1,actions=output:2
                 group_id=2,type=select,bucket=bucket_id:5,weight:10,actions=output:1,bucket=bucket_id:0,weight:20,watch_port:2,actions=output:2
                 group_id=3,type=select,selection_method=hash,selection_method_param=7,fields(eth_dst,ip_dst=255.255.0.0),bucket=bucket_id:0,actions=output:1
                """);
        assertThat(ofctl("-O", "OpenFlow13", "dump-groups", "br0", "3").out()).isEqualTo("""
                OFPST_GROUP_DESC reply (OF1.3) (xid=0x2):
                 group_id=3,type=select,bucket=actions=output:1
                """);
        assertThat(ofctl("dump-groups", "br0", "--names", "1").out()).isEqualTo("""
                NXST_GROUP_DESC reply (xid=0x2):
                 group_id=1,type=all,bucket=bucket_id:0,actions=output:p1,bucket=bucket_id:1,actions=output:p2
                """);
        assertThat(ofctl("-O", "OpenFlow15", "dump-group-stats", "br0", "group_id=2")
                        .out())
                .isEqualTo("""
                OFPST_GROUP reply (OF1.5) (xid=0x2):
                 group_id=2,duration=1.181s,ref_count=2,packet_count=5,byte_count=500,bucket0:packet_count=5,byte_count=500,bucket1:packet_count=0,byte_count=0
                """);
        assertThat(ofctl("--json", "dump-groups", "br0", "2").out())
                .contains("\"bucket_id\": 5", "\"watch_port\": \"2\"");
        assertThat(ofctl("dump-group-features", "br0").out())
                .contains("    fast failover group:\n       max_groups=0xffffff00\n");
    }

    @Test
    void groupsChangeAndAreRefused() {
        assertThat(ofctl("mod-group", "br0", "group_id=1,type=all").err())
                .contains("group_id 1: must be that of a group of the bridge");
        done("--may-create", "mod-group", "br0", "group_id=1,type=all,bucket=bucket_id:5,actions=1");
        done("insert-buckets", "br0", "group_id=1,command_bucket_id=last,bucket=bucket_id:6,actions=2");
        done("remove-buckets", "br0", "group_id=1,command_bucket_id=first");
        assertThat(ofctl("dump-groups", "br0").out())
                .contains(" group_id=1,type=all,bucket=bucket_id:6,actions=output:2\n");
        assertThat(ofctl("add-group", "br0", "group_id=2,type=al,bucket=1").err())
                .contains("invalid group type al", "                  ^^");
        done("del-groups", "br0", "group_id=1");
        assertThat(ofctl("dump-groups", "br0").out()).isEqualTo("NXST_GROUP_DESC reply (xid=0x2):\n");
    }

    @Test
    void filesOfGroupsAndBundles() throws IOException {
        Path file = folder.resolve("groups");
        Files.writeString(file, """
                # a comment
                group_id=1,type=all,bucket=1
                add group_id=2,type=all,bucket=2
                modify group_id=1,type=all,bucket=bucket_id:3,actions=3
                insert_bucket group_id=1,command_bucket_id=last,bucket=1
                delete group_id=2
                add_or_mod group_id=9,type=all,bucket=3
                """);
        done("add-groups", "br0", file.toString());
        assertThat(ofctl("dump-groups", "br0").out())
                .contains(
                        " group_id=1,type=all,bucket=bucket_id:3,actions=output:3,bucket=bucket_id:0,actions=output:1\n")
                .contains(" group_id=9,")
                .doesNotContain("group_id=2,");
        Files.writeString(file, "group_id=13,type=all\n\ngroup_id=14,type=fred\n");
        assertThat(ofctl("add-groups", "br0", file.toString()).err()).contains(file + ":3: invalid group type fred");
        Files.writeString(
                file,
                "flow add in_port=1,actions=group:20\ngroup add group_id=20,type=all,bucket=1\nflow in_port=2,actions=drop\n");
        done("bundle", "br0", file.toString());
        assertThat(ofctl("dump-groups", "br0", "20").out()).contains("group_id=20");
        assertThat(served.fake.flows).hasSize(2);
        Files.writeString(file, "flow add in_port=1,actions=drop\ngroup add group_id=20,type=all\n");
        assertThat(ofctl("bundle", "br0", file.toString()).err()).contains(file + ":2: group_id 20");
    }

    @Test
    void metersPrintAsOvs() {
        done("-O", "OpenFlow13", "add-meter", "br0", "meter=1,pktps,burst,stats,bands=type=drop,rate=10,burst_size=5");
        done("add-meter", "br0", "meter=3 kbps bands=type=drop rate=1000 type=drop rate=2000");
        done("add-meter", "br0", "meter=controller,pktps,bands=type=drop,rate=1");
        assertThat(ofctl("-O", "OpenFlow13", "dump-meters", "br0").out()).isEqualTo("""
                OFPST_METER_CONFIG reply (OF1.3) (xid=0x2):
                meter=1 pktps burst stats bands=
                type=drop rate=10 burst_size=5

                meter=3 kbps bands=
                type=drop rate=1000
                type=drop rate=2000

                meter=controller pktps bands=
                type=drop rate=1
                """);
        assertThat(ofctl("-O", "OpenFlow15", "meter-stats", "br0", "meter=1").out())
                .isEqualTo("""
                OFPST_METER reply (OF1.5) (xid=0x2):
                meter:1 flow_count:1 packet_in_count:5 byte_in_count:530 duration:0.303s bands:
                0: packet_count:4 byte_count:424
                """);
        assertThat(ofctl("meter-features", "br0").out()).contains("max_meter:262144 max_bands:8 max_color:0\n");
        assertThat(ofctl("--json", "meter-stats", "br0").out()).contains("\"meter\": \"controller\"");
        assertThat(ofctl("add-meter", "br0", "meter=1,kbps,bands=type=drop,rate=1")
                        .err())
                .contains("meter 1: must be one that does not exist yet");
        assertThat(ofctl("add-meter", "br0", "meter=5,kbps,bands=type=drop").err())
                .contains("band must have 'rate'");
        done("mod-meter", "br0", "meter=3,pktps,bands=type=drop,rate=7");
        done("del-meter", "br0", "meter=1");
        assertThat(ofctl("dump-meter", "br0", "meter=3").out()).contains("meter=3 pktps bands=\ntype=drop rate=7\n");
        assertThat(ofctl("dump-meters", "br0", "meter=x").status()).isEqualTo(1);
    }
}
