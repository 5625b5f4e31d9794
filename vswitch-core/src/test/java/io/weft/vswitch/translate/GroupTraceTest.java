package io.weft.vswitch.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.flow.table.FlowMod;
import io.weft.flow.text.FlowSpec;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Traces through groups and meters; the steps are those that ofproto/trace of Open vSwitch 3.1 prints. */
class GroupTraceTest {
    private final Scenario scenario = new Scenario().ports(4);

    private void flow(String text) {
        FlowSpec flow = FlowText.parseAdd(text, PortNames.NUMBERS);
        scenario.flows(
                List.of(FlowMod.add(flow.table(), flow.priority(), flow.match(), flow.cookie(), flow.actions())));
    }

    private String trace() {
        String packet = "in_port=4,tcp,nw_src=1.1.1.1,nw_dst=2.2.2.2,nw_ttl=64,tcp_dst=80";
        String text = Trace.of(
                scenario.snapshot(),
                scenario.snapshot().bridges().getFirst(),
                FlowText.parseKey(packet, PortNames.NUMBERS),
                PortNames.NUMBERS);
        return text.substring(text.indexOf(" 0."), text.indexOf("\nFinal flow"));
    }

    @Test
    void bucketsOfAllAndOfAnInnerGroup() {
        scenario.group("group_id=10,type=all,bucket=output:1,bucket=mod_nw_tos:4,output:2");
        scenario.group("group_id=15,type=indirect,bucket=output:1,dec_ttl,mod_nw_tos:8,group:10,push_vlan:0x8100");
        flow("actions=group:15,output:3");
        assertThat(trace()).isEqualTo("""
                 0. priority 32768
                    group:15
                    bucket 0
                            push_vlan:0x8100
                            dec_ttl
                            mod_nw_tos:8
                            group:10
                            bucket 0
                                    output:1
                            bucket 1
                                    mod_nw_tos:4
                                    output:2
                    output:3
                """);
    }

    @Test
    void failoverAndItsEnd() {
        scenario.group("group_id=1,type=ff,bucket=watch_port:9,actions=output:1,bucket=watch_port:2,actions=output:2");
        scenario.group("group_id=2,type=ff,bucket=watch_port:9,actions=output:1");
        flow("actions=group:1,group:2,group:3,output:3");
        assertThat(trace()).isEqualTo("""
                 0. priority 32768
                    group:1
                     -> bucket 0: not live due to port 9
                     -> using bucket 1
                    bucket 1
                            output:2
                    group:2
                     -> bucket 0: not live due to port 9
                     -> no live bucket
                    group:3
                     >> output to nonexistent group 3
                """);
    }

    @Test
    void aBucketThatLooksUpAgain() {
        scenario.group("group_id=23,type=indirect,bucket=actions=resubmit(,1)");
        flow("actions=group:23,output:3");
        assertThat(trace()).isEqualTo("""
                 0. priority 32768
                    group:23
                    bucket 0
                            resubmit(,1)
                         1. No match.
                            drop
                    output:3
                """);
    }

    @Test
    void metersAreDatapathActions() {
        scenario.meter("meter=7,pktps,bands=type=drop,rate=1").meter("meter=controller,pktps,bands=type=drop,rate=1");
        flow("actions=meter:7,output:1,controller,output:2");
        assertThat(scenario.program(Scenario.udp()))
                .startsWith("meter(0),clone(meter(1),userspace(controller(reason=1")
                .endsWith("),2");
    }
}
