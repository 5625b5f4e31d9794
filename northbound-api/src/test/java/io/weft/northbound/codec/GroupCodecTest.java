package io.weft.northbound.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weft.flow.group.Bucket;
import io.weft.flow.group.Group;
import io.weft.flow.group.GroupMod;
import io.weft.flow.group.GroupType;
import io.weft.flow.group.Selection;
import io.weft.flow.meter.Meter;
import io.weft.flow.meter.MeterBand;
import io.weft.flow.meter.MeterMod;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.GroupText;
import io.weft.flow.text.MeterText;
import io.weft.flow.text.PortNames;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.GroupView;
import io.weft.northbound.control.MeterView;
import io.weft.northbound.proto.v1.SwitchProto;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups and meters: what is encoded decodes to the same, and what is wrong is named. */
class GroupCodecTest {
    private static GroupMod roundTrip(GroupMod mod) {
        SwitchProto.GroupModBatch batch = SwitchProto.GroupModBatch.newBuilder()
                .addGroupMods(GroupCodec.encode(mod))
                .build();
        return GroupCodec.decode(batch, PortNames.NUMBERS).getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ADD | group_id=1,type=select,selection_method=hash,fields(eth_dst,ip_dst=255.255.0.0),bucket=weight:9,output:1",
                "MODIFY | group_id=4294967040,type=ff,bucket=watch_port:1,watch_group:2,actions=output:1,bucket=watch_group:0,drop",
                "ADD_OR_MODIFY | group_id=0,type=all",
                "DELETE | group_id=all",
                "DELETE | group_id=7",
                "INSERT_BUCKETS | group_id=7,command_bucket_id=first,bucket=bucket_id:3,weight:4,output:1",
                "REMOVE_BUCKETS | group_id=7,command_bucket_id=all"
            })
    void changesPass(GroupMod.Kind kind, String text) {
        GroupMod mod = GroupText.parse(kind, text, PortNames.NUMBERS);
        assertThat(roundTrip(mod)).isEqualTo(mod);
    }

    @Test
    void aGroupWithItsTrafficPasses() {
        Selection selection = GroupText.parse(
                        GroupMod.Kind.ADD,
                        "group_id=1,type=select,selection_method=hash,fields(ip_src,tcp_dst=255)",
                        PortNames.NUMBERS)
                .selection();
        Bucket bucket = new Bucket(5, 0, 3, 9, FlowText.parseActions("dec_ttl,output:2", PortNames.NUMBERS));
        Group group = new Group(Group.MAX_ID, GroupType.SELECT, selection, List.of(bucket, Bucket.of(6, List.of())));
        GroupView view =
                new GroupView(group, 5, 6, -1, 8, List.of(new GroupView.Traffic(1, 2), new GroupView.Traffic(3, 4)));
        GroupView decoded = GroupCodec.decode(GroupCodec.encode(view, PortNames.NUMBERS));
        assertThat(decoded.group().buckets().getFirst()).isEqualTo(bucket);
        assertThat(decoded.group().selection()).isEqualTo(selection);
        assertThat(decoded.packets()).isEqualTo(-1);
        assertThat(decoded.buckets()).isEqualTo(view.buckets());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "meter=1,pktps,burst,stats,bands=type=drop,rate=4294967295,burst_size=4294967295",
                "meter=controller,kbps,bands=type=dscp_remark,rate=1,prec_level=255,type=drop,rate=2"
            })
    void metersPass(String text) {
        MeterMod mod = MeterText.parse(MeterMod.Kind.MODIFY, text);
        SwitchProto.MeterModBatch batch = SwitchProto.MeterModBatch.newBuilder()
                .addMeterMods(MeterCodec.encode(mod))
                .addMeterMods(MeterCodec.encode(MeterMod.delete(Meter.ALL)))
                .build();
        assertThat(MeterCodec.decode(batch)).containsExactly(mod, MeterMod.delete(Meter.ALL));
        List<GroupView.Traffic> traffic = mod.meter().bands().stream()
                .map(_ -> new GroupView.Traffic(7, -8))
                .toList();
        MeterView view = new MeterView(mod.meter(), 1, 2, 3, 4, traffic);
        assertThat(MeterCodec.decode(MeterCodec.encode(view))).isEqualTo(view);
    }

    @Test
    @SuppressWarnings("EnumOrdinal") // that is what is held
    void numbersOfEnumsAreOrdinals() {
        for (GroupMod.Kind kind : GroupMod.Kind.values()) {
            assertThat(SwitchProto.GroupMod.Command.valueOf(kind.name()).getNumber())
                    .isEqualTo(kind.ordinal());
        }
        for (MeterMod.Kind kind : MeterMod.Kind.values()) {
            assertThat(SwitchProto.MeterMod.Command.valueOf(kind.name()).getNumber())
                    .isEqualTo(kind.ordinal());
        }
        for (MeterBand.Kind kind : MeterBand.Kind.values()) {
            assertThat(SwitchProto.MeterBandView.Kind.valueOf(kind.name()).getNumber())
                    .isEqualTo(kind.ordinal());
        }
    }

    @Test
    void whatIsWrongIsNamedWithItsPlace() {
        SwitchProto.GroupModBatch batch = SwitchProto.GroupModBatch.newBuilder()
                .addGroupMods(SwitchProto.GroupMod.newBuilder().setText("group_id=1,type=all"))
                .addGroupMods(SwitchProto.GroupMod.newBuilder().setText("group_id=1,type=fred"))
                .build();
        ControlException refusal =
                catchThrowableOfType(ControlException.class, () -> GroupCodec.decode(batch, PortNames.NUMBERS));
        assertThat(refusal.violations().getFirst().field()).isEqualTo("group_mods[1].text");
        assertThat(refusal.span().offset()).isEqualTo(16);
        SwitchProto.MeterModBatch meters = SwitchProto.MeterModBatch.newBuilder()
                .addMeterMods(
                        SwitchProto.MeterMod.newBuilder().setText("meter=1,bps").setCommandValue(9))
                .build();
        assertThat(catchThrowableOfType(ControlException.class, () -> MeterCodec.decode(meters))
                        .violations()
                        .getFirst()
                        .field())
                .isEqualTo("meter_mods[0].command");
    }
}
