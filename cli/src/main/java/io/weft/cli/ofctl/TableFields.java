package io.weft.cli.ofctl;

import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.OxmNames;
import io.weft.flow.text.FlowText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What tables can match and do, out of the registries of fields and actions: all tables alike. */
final class TableFields {
    /** Fields beginning so come first, in this order, as in ovs-ofctl; the rest as in the registry. */
    private static final List<String> FIRST = List.of(
            "dp_hash",
            "recirc_id",
            "conj_id",
            "tun_",
            "metadata",
            "in_port",
            "pkt_mark",
            "actset_output",
            "ct_",
            "reg",
            "xreg",
            "xxreg");

    /** The actions that OpenFlow 1.3 has names for. */
    private static final List<String> ACTIONS = List.of(
            "output",
            "group",
            "set_field",
            "strip_vlan",
            "push_vlan",
            "mod_nw_ttl",
            "dec_ttl",
            "set_mpls_ttl",
            "dec_mpls_ttl",
            "push_mpls",
            "pop_mpls",
            "set_queue");

    /** Its instructions, but for apply_actions, which every list of actions is. */
    private static final List<String> INSTRUCTIONS =
            List.of("meter", "apply_actions", "clear_actions", "write_actions", "write_metadata", "goto_table");

    private TableFields() {}

    /** Fields that a match may carry with any mask. */
    static List<String> masked() {
        return names(TableFields::isMaskable);
    }

    /** Fields that a match has whole or not at all. */
    static List<String> exact() {
        return names(field -> !isMaskable(field));
    }

    /** The short number of a port is whole or not at all, like the long one. */
    private static boolean isMaskable(Field field) {
        return field.maskable() && !field.equals(Fields.IN_PORT_16);
    }

    /** Fields that set_field may set. */
    static List<String> writable() {
        return names(Field::writable);
    }

    private static List<String> names(Predicate<Field> wanted) {
        List<Field> fields = new ArrayList<>(Stream.concat(Fields.all().stream(), Fields.overlays().stream())
                .filter(OxmNames::isNamed)
                .filter(wanted)
                .toList());
        fields.sort(Comparator.comparingInt(TableFields::rank));
        return fields.stream().map(TableFields::name).toList();
    }

    private static int rank(Field field) {
        String name = name(field);
        int rank = FIRST.size();
        for (int i = 0; i < FIRST.size(); i++) {
            if (name.startsWith(FIRST.get(i))) {
                rank = i;
            }
        }
        return 2 * rank + (field.equals(Fields.IN_PORT) ? 1 : 0);
    }

    /** Those of OpenFlow's extensible match have names of their own where ovs-fields(7) has several for a field. */
    private static String name(Field field) {
        if (field.equals(Fields.IN_PORT) || field.equals(Fields.IN_PORT_16)) {
            return field.equals(Fields.IN_PORT) ? "in_port_oxm" : "in_port";
        }
        return field.equals(Fields.NW_SRC) || field.equals(Fields.NW_DST)
                ? field.aliases().getFirst()
                : field.name();
    }

    static List<String> actions() {
        return ACTIONS.stream().filter(FlowText::isAction).toList();
    }

    /**
     * @param meters whether meter is an instruction, which it is not in OpenFlow 1.5
     * @param goesOn whether there is a table to go to
     */
    static List<String> instructions(boolean meters, boolean goesOn) {
        return INSTRUCTIONS.stream()
                .filter(name -> name.equals("apply_actions") || FlowText.isAction(name))
                .filter(name -> meters || !name.equals("meter"))
                .filter(name -> goesOn || !name.equals("goto_table"))
                .toList();
    }
}
