package io.weft.flow.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weft.flow.Seeded;
import io.weft.flow.group.Group;
import io.weft.flow.group.GroupMod;
import io.weft.flow.group.GroupModException;
import io.weft.flow.group.GroupTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The group syntax of ovs-ofctl(8); what is printed was compared with ovs-ofctl 3.1. */
class GroupTextTest {
    private static final String[] PIECES = {
        "group_id=1",
        "group_id=all",
        "type=",
        "select",
        "all",
        "ff",
        "indirect",
        "bucket=",
        "bucket",
        "weight:",
        "3",
        "65536",
        "watch_port:",
        "watch_group=",
        "bucket_id:",
        "actions=",
        "action=",
        "output:1",
        "drop",
        "group:2",
        "command_bucket_id=",
        "first",
        "last",
        "selection_method=",
        "hash",
        "dp_hash",
        "selection_method_param=",
        "fields(",
        "fields=",
        "ip_src",
        "eth_dst=",
        "255.255.0.0",
        ")",
        "(",
        ",",
        " ",
        "\"",
        "=",
        ":",
        "0xffffff00",
        "-1",
        "99999999999999999999",
        "set_field:1->",
        "\u00e9"
    };

    private static String printed(String text) {
        GroupMod mod = GroupText.parse(GroupMod.Kind.ADD, text, PortNames.NUMBERS);
        var changes = GroupTable.EMPTY.change(0);
        changes.apply(0, mod);
        return GroupText.print(changes.table().get(mod.groupId()).group(), PortNames.NUMBERS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "group_id=1,type=all,bucket=output:1,bucket=output:2 | group_id=1,type=all,bucket=bucket_id:0,actions=output:1,bucket=bucket_id:1,actions=output:2",
                "group_id=2,type=select,bucket=bucket_id:5,weight:10,actions=output:1,bucket=weight:20,watch_port:2,actions=mod_nw_tos:4,output:2 | group_id=2,type=select,bucket=bucket_id:5,weight:10,actions=output:1,bucket=bucket_id:0,weight:20,watch_port:2,actions=mod_nw_tos:4,output:2",
                "group_id=3,type=select,selection_method=hash,selection_method_param=7,fields(eth_dst,ip_dst=255.255.0.0),bucket=output:1 | group_id=3,type=select,selection_method=hash,selection_method_param=7,fields(eth_dst,ip_dst=255.255.0.0),bucket=bucket_id:0,actions=output:1",
                "group_id=4,type=ff,bucket=watch_port:1,actions=output:1,bucket=watch_group:1,watch_port=2,output:2 | group_id=4,type=ff,bucket=bucket_id:0,watch_port:1,actions=output:1,bucket=bucket_id:1,watch_port:2,watch_group:1,actions=output:2",
                "group_id=6,type=select,selection_method=dp_hash,selection_method_param=0xabcdef1234,bucket=weight=0,output:1 | group_id=6,type=select,selection_method=dp_hash,selection_method_param=737894404660,bucket=bucket_id:0,weight:0,actions=output:1",
                "group_id=7,type=all | group_id=7,type=all",
                "group_id=8,type=fast_failover,bucket=watch_port:77,actions=drop | group_id=8,type=ff,bucket=bucket_id:0,watch_port:77,actions=drop",
                "group_id=9,type=select,selection_method=hash,fields=ip_src,bucket=actions=output:1,output:2,dec_ttl | group_id=9,type=select,selection_method=hash,fields=ip_src,bucket=bucket_id:0,actions=output:1,output:2,dec_ttl",
                "group_id=24,type=all,bucket=bucket_id:7,actions=1,bucket=actions=2,bucket=3 | group_id=24,type=all,bucket=bucket_id:7,actions=output:1,bucket=bucket_id:0,actions=output:2,bucket=bucket_id:1,actions=output:3",
                "group_id=4294967040,type=all,bucket=actions= | group_id=4294967040,type=all,bucket=bucket_id:0,actions=drop",
            })
    void printsAsOvsOfctl(String text, String expected) {
        assertThat(printed(text)).isEqualTo(expected);
        assertThat(printed(expected)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "type=all,bucket=output:1 | must specify a group_id | 9",
                "group_id=20 | must specify a type | 11",
                "group_id=0xffffff01,type=all | invalid group_id | 9",
                "group_id=21,type=foo,bucket=output:1 | invalid group type foo | 17",
                "group_id=21,type=all,bucket=weight:3,output:1 | Only select groups can have bucket weights. | 28",
                "group_id=21,type=select,bucket=weight:65536,output:1 | invalid weight | 38",
                "group_id=22,type=indirect,bucket=1,bucket=2 | Indirect groups can have at most one bucket. | 26",
                "group_id=22,type=ff,bucket=actions=1 | fast failover bucket requires watch_port or watch_group | 27",
                "group_id=25,type=select,selection_method=foo,bucket=1 | selection method | 41",
                "group_id=25,type=select,selection_method_param=1,bucket=1 | selection_method_param is only allowed | 49",
                "group_id=25,type=select,fields(ip_src),bucket=1 | fields may only be specified | 24",
                "group_id=25,type=select,selection_method=hash,fields(foo),bucket=1 | unknown field | 53",
                "group_id=25,foo=1,type=select,bucket=1 | unknown keyword | 12",
                "group_id=25,type=select,bucket=foo:1,actions=1 | unknown action | 31",
                "group_id=29,type=select,bucket= | bucket must specify actions | 31",
                "group_id=32,type=all,command_bucket_id=1,bucket=1 | command_bucket_id is not needed | 21",
                "group_id=32,type=all,bucket=watch_port=LOCAL,output:1 | invalid watch_port | 39",
            })
    void refusesWithACaret(String text, String message, int position) {
        FlowTextException refusal = catchThrowableOfType(FlowTextException.class, () -> printed(text));
        assertThat(refusal).hasMessageContaining(message);
        assertThat(refusal.position()).as(refusal.render()).isEqualTo(position);
        assertThat(refusal.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "group_id=22,type=indirect",
                "group_id=23,type=all,bucket=bucket_id:1,actions=1,bucket=bucket_id:1,actions=2",
                "group_id=25,type=all,selection_method=hash,bucket=1",
                "group_id=28,type=select,bucket=actions=goto_table:1",
            })
    void refusesWhatReadsWellButIsWrong(String text) {
        assertThat(catchThrowableOfType(GroupModException.class, () -> printed(text)))
                .isNotNull();
    }

    @Test
    void bucketsAreInsertedAndRemoved() {
        var changes = GroupTable.EMPTY.change(0);
        String[] steps = {
            "ADD|group_id=1,type=all,bucket=bucket_id:5,actions=1",
            "INSERT_BUCKETS|group_id=1,command_bucket_id=last,bucket=bucket_id:6,actions=2,bucket=bucket_id:7,actions=3",
            "INSERT_BUCKETS|group_id=1,command_bucket_id=6,bucket=bucket_id:10,actions=2",
            "REMOVE_BUCKETS|group_id=1,command_bucket_id=first",
            "INSERT_BUCKETS|group_id=1,command_bucket_id=first,bucket=bucket_id:12,weight:3,actions=2",
            "REMOVE_BUCKETS|group_id=1,command_bucket_id=last",
        };
        for (String step : steps) {
            String[] words = step.split("\\|", -1);
            changes.apply(0, GroupText.parse(GroupMod.Kind.valueOf(words[0]), words[1], PortNames.NUMBERS));
        }
        assertThat(GroupText.print(changes.table().get(1).group(), PortNames.NUMBERS))
                .isEqualTo(
                        "group_id=1,type=all,bucket=bucket_id:12,weight:3,actions=output:2,bucket=bucket_id:6,actions=output:2,"
                                + "bucket=bucket_id:10,actions=output:2");
        GroupMod all = GroupText.parse(GroupMod.Kind.REMOVE_BUCKETS, "group_id=1", PortNames.NUMBERS);
        changes.apply(0, all);
        assertThat(changes.table().get(1).group().buckets()).isEmpty();
        assertThat(GroupText.parse(GroupMod.Kind.DELETE, "", PortNames.NUMBERS).groupId())
                .isEqualTo(Group.ALL);
    }

    @Test
    @SuppressWarnings("EnumOrdinal") // any of them
    void printedChangesReadBackAndNothingElseIsThrown() {
        Seeded.rounds(20_000, random -> {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(16); n >= 0; n--) {
                text.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextInt(3) == 0 ? "," : "");
            }
            GroupMod.Kind kind = GroupMod.Kind.values()[random.nextInt(GroupMod.Kind.values().length)];
            GroupMod mod;
            try {
                mod = GroupText.parse(kind, text.toString(), PortNames.NUMBERS);
            } catch (FlowTextException e) {
                return;
            }
            String printed = GroupText.print(mod, PortNames.NUMBERS);
            assertThat(GroupText.parse(kind, printed, PortNames.NUMBERS))
                    .as(text.toString())
                    .isEqualTo(mod);
        });
    }
}
