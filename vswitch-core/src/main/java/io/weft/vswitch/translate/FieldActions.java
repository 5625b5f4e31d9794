package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.action.ModifyKind;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.OxmNames;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.FieldValue;
import io.weft.flow.text.FlowText;
import io.weft.flow.text.PortNames;
import io.weft.vswitch.counters.DropReason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The actions that write fields of the packet and of the pipeline, and its stack of values. */
final class FieldActions {
    private static final Map<ModifyKind, Field> MODIFIED_FIELDS = modifiedFields();

    private final Run run;

    FieldActions(Run run) {
        this.run = run;
    }

    private static Map<ModifyKind, Field> modifiedFields() {
        Map<ModifyKind, Field> fields = new EnumMap<>(ModifyKind.class);
        for (ModifyKind kind : ModifyKind.values()) {
            Field field = switch (kind) {
                case MOD_VLAN_VID -> Fields.DL_VLAN;
                case MOD_VLAN_PCP -> Fields.DL_VLAN_PCP;
                default -> Fields.byName(kind.fieldName());
            };
            fields.put(kind, field);
        }
        return fields;
    }

    void set(Action.SetField set) {
        set(set.field(), set.high(), set.low(), set.maskHigh(), set.maskLow());
    }

    void modify(Action.Modify modify) {
        set(MODIFIED_FIELDS.get(modify.kind()), 0, modify.value(), 0, -1L);
    }

    void load(Action.Load load) {
        set(load.target(), 0, load.value());
    }

    void writeMetadata(Action.WriteMetadata write) {
        set(Fields.METADATA, 0, write.value(), 0, write.mask());
    }

    void setTunnel(long tunnelId) {
        set(Fields.TUN_ID, 0, tunnelId, 0, -1L);
    }

    void queue(long queueId) {
        set(Fields.SKB_PRIORITY, 0, queueId, 0, -1L);
    }

    void popQueue() {
        long arrived = run.packet.arrivedPriority();
        if (run.trace != null && Fields.SKB_PRIORITY.low(run.packet.key()) != arrived) {
            run.trace.decision("queue = " + (arrived == 0 ? "0" : "0x" + Long.toHexString(arrived)));
        }
        queue(arrived);
    }

    /** Sets bits of a field, if the packet has it. */
    private void set(Field field, long high, long low, long maskHigh, long maskLow) {
        if (!run.packet.has(field.prerequisite())) {
            if (run.trace != null) {
                run.trace.warning("unmet prerequisites for " + field + ", set_field ignored");
            }
        } else if (field.equals(Fields.IN_PORT_16)) {
            setInPort(low, maskLow);
        } else {
            run.packet.set(field, high, low, maskHigh, maskLow);
            noteOption(field);
        }
    }

    /** A number of OpenFlow 1.0 means a whole one: the reserved ports have their upper bits set, the others have none. */
    private void setInPort(long value, long bits) {
        long old = Fields.IN_PORT_16.low(run.packet.key());
        long number = (old & ~bits | value & bits) & 0xFFFF;
        run.packet.inPort(Integer.toUnsignedLong(OutputActions.wide((int) number)));
    }

    private void set(Subfield target, long high, long low) {
        set(
                target.field(),
                target.placedHigh(high, low),
                target.placedLow(low),
                target.fieldMaskHigh(),
                target.fieldMaskLow());
    }

    /** Notes what an action decided in bits of a field. */
    void assign(Subfield target, long value) {
        set(target, 0, value);
        tell(target);
    }

    /** Traces what bits of a field are now, after an action whose text does not say it. */
    private void tell(Subfield target) {
        if (run.trace == null) {
            return;
        }
        int end = target.offset() + target.width() - 1;
        String bits = target.isWhole() ? "" : target.width() == 1 ? "" + end : target.offset() + ".." + end;
        run.trace.decision(OxmNames.of(target.field()) + "[" + bits + "] is now " + value(target));
    }

    /** A whole field as a match writes it, some bits of one as a number. */
    private String value(Subfield target) {
        long high = target.high(run.packet.key());
        long low = target.low(run.packet.key());
        if (target.isWhole() && target.field().width() <= Long.SIZE) {
            FieldValue whole = FieldValue.exact(target.field(), low);
            String text = FlowText.print(target.field(), whole, PortNames.NUMBERS);
            return text.substring(text.indexOf('=') + 1);
        }
        String digits = high == 0 ? Long.toHexString(low) : String.format(Locale.ROOT, "%x%016x", high, low);
        return digits.equals("0") ? digits : "0x" + digits;
    }

    void checkLength(Action.CheckPacketLarger check) {
        set(check.target(), 0, run.isLonger(check.length()) ? 1 : 0);
    }

    // ---- fields from fields

    /** Reads a source; false when the packet does not have it, and nothing shall happen. */
    private boolean canRead(Subfield source) {
        if (!run.packet.has(source.field().prerequisite())) {
            if (run.trace != null) {
                run.trace.warning("not read: the packet has no " + source.field());
            }
            return false;
        }
        run.packet.look(source);
        return true;
    }

    /** The low 64 bits of a source. What nw_tos says of the ECN bits is 0 (ovs-fields(7)). */
    private long low(Subfield source) {
        long ones = source.field().equals(Fields.NW_TOS) ? FieldValue.fullMask(Fields.NW_TOS) >>> source.offset() : -1L;
        return source.low(run.packet.key()) & ones;
    }

    void move(Action.Move move) {
        Subfield source = move.source();
        if (canRead(source)) {
            set(move.target(), source.high(run.packet.key()), low(source));
            tell(move.target());
        }
    }

    void push(Subfield source) {
        if (!canRead(source)) {
            return;
        }
        run.values = run.values.push(source.high(run.packet.key()), low(source), source.width());
        if (run.values.bytes() > ValueStack.MAX_BYTES) {
            run.emission.giveUp(DropReason.STACK_TOO_BIG);
        }
    }

    void pop(Subfield target) {
        ValueStack top = run.values;
        if (top.isEmpty()) {
            run.error("stack underflow");
            return;
        }
        run.values = top.below();
        set(target, top.high(), top.low());
        tell(target);
    }

    // ---- tunnel options

    private static boolean isOption(Field field) {
        return field.word() > FlowKey.TUNNEL_OPTIONS_WORD;
    }

    /** An option that is written is there from now on. */
    private void noteOption(Field field) {
        if (isOption(field)) {
            run.packet.option(field.word() - FlowKey.TUNNEL_OPTIONS_WORD - 1 >> 1, true);
        }
    }

    void delete(Field field) {
        if (isOption(field)) {
            run.packet.set(field, 0, 0, -1L, -1L);
            run.packet.option(field.word() - FlowKey.TUNNEL_OPTIONS_WORD - 1 >> 1, false);
        }
    }

    // ---- VLAN

    void pushVlan(int tpid) {
        if (!run.packet.tags().push(tpid)) {
            run.emission.giveUp(DropReason.TOO_MANY_VLAN_TAGS);
        }
    }
}
