package io.weft.vswitch.oracle;

import io.weft.flow.group.GroupMod;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.table.BundleMod;
import io.weft.flow.text.GroupText;
import io.weft.flow.text.MeterText;
import io.weft.flow.text.PortNames;
import io.weft.flow.text.TlvMapText;
import io.weft.vswitch.VirtualSwitch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What flow entries of every bridge can lean on: groups, meters, tunnel options. */
final class Equipment {
    /**
     * Groups as {@code ovs-ofctl add-groups} reads them. Of select groups only such as leave no choice: which live bucket a hash chooses is each
     * switch's own affair. Port 99 is not there, so a bucket that watches it is dead.
     */
    static final List<String> GROUPS = List.of(
            "group_id=1,type=all,bucket=actions=output:2,bucket=actions=set_field:02:00:00:00:00:09->eth_src,output:3",
            "group_id=2,type=indirect,bucket=actions=push_vlan:0x8100,output:4",
            "group_id=3,type=all,bucket=actions=resubmit(,4),bucket=actions=set_field:5->reg1,output:5",
            "group_id=4,type=ff,bucket=watch_port:3,actions=output:3,bucket=watch_port:5,actions=output:5",
            "group_id=5,type=all,bucket=actions=group:2,bucket=actions=NORMAL",
            "group_id=6,type=ff,bucket=watch_port:99,actions=output:1,bucket=watch_group:4,actions=output:6",
            "group_id=7,type=ff,bucket=watch_port:99,actions=output:1,bucket=watch_port:98,actions=output:6",
            "group_id=8,type=select,selection_method=hash,fields(eth_src),bucket=weight:3,watch_port:99,actions=output:1,"
                    + "bucket=weight:1,watch_port:2,actions=set_field:3->reg2,output:2",
            "group_id=9,type=select,selection_method=hash,fields(eth_dst,ip_src),bucket=weight:7,actions=NORMAL",
            "group_id=10,type=ff,bucket=watch_group:7,actions=output:4,bucket=watch_group:8,actions=group:8",
            "group_id=11,type=all");

    /** Meters as {@code ovs-ofctl add-meter} reads them. */
    static final List<String> METERS = List.of(
            "meter=1,pktps,band=type=drop,rate=100000", "meter=2,kbps,burst,band=type=drop,rate=1000000,burst_size=9");

    /** Of different sizes, one that is no multiple of 8 bytes. */
    static final String TLV_MAP =
            "{class=0xffff,type=0x80,len=4}->tun_metadata0,{class=0xffff,type=0x81,len=8}->tun_metadata1,"
                    + "{class=0x102,type=1,len=12}->tun_metadata2";

    private Equipment() {}

    static void give(OpenVSwitch ovs, String bridge) throws IOException {
        // Without somebody who collects samples, Open vSwitch takes none. Traced packets are none to sample.
        ovs.vsctl(("--id=@b get bridge " + bridge + " -- --id=@i create ipfix targets=\"127.0.0.1:9\""
                        + " -- create flow_sample_collector_set id=1 bridge=@b ipfix=@i")
                .split(" "));
        ovs.run("ovs-ofctl", "add-tlv-map", bridge, TLV_MAP);
        ovs.run("ovs-ofctl", "-OOpenFlow15", "add-groups", bridge, ovs.lines("groups", GROUPS));
        for (String meter : METERS) {
            ovs.run("ovs-ofctl", "-OOpenFlow15", "add-meter", bridge, meter);
        }
    }

    static void give(VirtualSwitch weft, String bridge) {
        weft.tlvMap(bridge, map -> map.with(TlvMapText.parse(TLV_MAP)));
        List<BundleMod> mods = new ArrayList<>();
        for (String line : GROUPS) {
            mods.add(new BundleMod.Group(GroupText.parse(GroupMod.Kind.ADD, line, PortNames.NUMBERS)));
        }
        weft.modify(bridge, mods);
        weft.modifyMeters(
                bridge,
                METERS.stream()
                        .map(line -> MeterText.parse(MeterMod.Kind.ADD, line))
                        .toList());
    }
}
