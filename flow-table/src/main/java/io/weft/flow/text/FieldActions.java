package io.weft.flow.text;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionChecks;
import io.weft.flow.action.ModifyKind;
import io.weft.flow.key.Field;
import io.weft.flow.key.FieldFormat;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldException;
import io.weft.flow.match.FieldValue;
import java.util.List;

/** Reads the actions that change fields of a packet. */
final class FieldActions {
    private static final int VID_BITS = FlowKey.VLAN_PRESENT | 0xFFF;
    private static final int PCP_BITS = FlowKey.VLAN_PRESENT | 0xE000;
    private static final int PCP_SHIFT = 13;

    private final Operands operands;
    private final FlowScanner items;

    FieldActions(Operands operands) {
        this.operands = operands;
        items = operands.items();
    }

    /** {@code VALUE[/MASK]->FIELD}, or with a number as value {@code ->FIELD[FIRST..LAST]}. */
    Action setField() {
        List<Part> sides = operands.arrow(operands.value("VALUE->FIELD"), "VALUE->FIELD");
        Part value = sides.getFirst();
        Part target = sides.getLast();
        if (target.text().indexOf('[') >= 0) {
            Subfield bits = operands.subfield(target);
            if (!bits.isWhole() && !target.text().endsWith("[]")) {
                return setBits(value, bits);
            }
        }
        String name = target.text().endsWith("[]")
                ? target.text().substring(0, target.text().length() - 2)
                : target.text();
        Field named = operands.field(new Part(name, target.at()));
        Field field = named.equals(Fields.IN_PORT_16) ? Fields.IN_PORT : named;
        FieldValue parsed = parse(field, value);
        return switch (field.name()) {
            case "dl_vlan" -> tag(FlowKey.VLAN_PRESENT | parsed.low(), VID_BITS);
            case "dl_vlan_pcp" -> tag(FlowKey.VLAN_PRESENT | parsed.low() << PCP_SHIFT, PCP_BITS);
            default -> new Action.SetField(field, parsed.high(), parsed.low(), parsed.maskHigh(), parsed.maskLow());
        };
    }

    private FieldValue parse(Field field, Part value) {
        try {
            return FieldText.parse(field, value.text(), operands.ports());
        } catch (FieldException e) {
            throw operands.bad(value, e);
        }
    }

    private static Action tag(long tci, long mask) {
        return new Action.SetField(Fields.VLAN_TCI, 0, tci & mask, 0, mask);
    }

    private Action setBits(Part value, Subfield bits) {
        long[] number = wide(value, bits);
        return bits.width() <= Long.SIZE ? new Action.Load(bits, number[1]) : placed(bits, number);
    }

    private static Action placed(Subfield bits, long[] number) {
        return new Action.SetField(
                bits.field(),
                bits.placedHigh(number[0], number[1]),
                bits.placedLow(number[1]),
                bits.fieldMaskHigh(),
                bits.fieldMaskLow());
    }

    /** {@code VALUE->BITS}; more than 64 bits are set by set_field, which is the same. */
    Action load() {
        List<Part> sides = operands.arrow(operands.value("VALUE->FIELD"), "VALUE->FIELD");
        return setBits(sides.getFirst(), operands.subfield(sides.getLast()));
    }

    /** A number for some bits, or a value in the format of their field. */
    long[] wide(Part value, Subfield bits) {
        long[] number = FieldText.parseWide(value.text());
        if (number == null) {
            FieldValue parsed = parse(bits.field(), value);
            if (!parsed.isExact(bits.field())) {
                throw operands.bad(value, "a mask has no place here");
            }
            number = new long[] {parsed.high(), parsed.low()};
        }
        if (!bits.holds(number[0], number[1])) {
            throw operands.bad(
                    value,
                    value.text() + " does not fit into the " + bits.width() + " bits of " + SubfieldText.print(bits));
        }
        return number;
    }

    Action move() {
        List<Part> sides = operands.arrow(operands.value("SOURCE->TARGET"), "SOURCE->TARGET");
        return new Action.Move(operands.subfield(sides.getFirst()), operands.subfield(sides.getLast()));
    }

    Action push() {
        return new Action.Push(operands.subfield(operands.value("a field")));
    }

    Action pop() {
        return new Action.Pop(operands.subfield(operands.value("a field")));
    }

    Action deleteField() {
        return new Action.DeleteField(operands.field(operands.value("a field")));
    }

    Action modify(ModifyKind kind) {
        Field field = Fields.byName(kind.fieldName());
        if (field.format() == FieldFormat.DECIMAL) {
            return new Action.Modify(kind, operands.number("a number", ActionChecks.largest(kind)));
        }
        Part value = operands.value("an address");
        FieldValue parsed = parse(field, value);
        if (!parsed.isExact(field)) {
            throw operands.bad(value, kind.text() + " takes no mask");
        }
        return new Action.Modify(kind, parsed.low());
    }

    Action setTunnel(boolean wide) {
        long id = operands.number("a tunnel id", -1L);
        return new Action.SetTunnel(id, wide || id >>> 32 != 0);
    }

    /** {@code check_pkt_larger(LENGTH)->BIT}. */
    Action checkPacketLarger() {
        Part tail = items.tail();
        if (items.delimiter() != '(' || !tail.text().startsWith("->")) {
            throw items.bad("check_pkt_larger needs (LENGTH)->BIT, such as check_pkt_larger(1500)->reg0[0]");
        }
        int length = operands.integer(operands.value("a length"), "a length");
        return new Action.CheckPacketLarger(length, operands.subfield(tail.from(2)));
    }

    Action writeMetadata() {
        List<Part> parts = operands.value("VALUE[/MASK]").split('/');
        if (parts.size() > 2) {
            throw items.badValue("write_metadata needs VALUE[/MASK]");
        }
        long mask = parts.size() == 1 ? -1L : operands.number(parts.getLast(), "the mask", -1L);
        return new Action.WriteMetadata(operands.number(parts.getFirst(), "the value", -1L), mask);
    }
}
