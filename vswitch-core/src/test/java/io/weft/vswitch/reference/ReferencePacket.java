package io.weft.vswitch.reference;

import io.weft.flow.action.Action;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Prerequisites;
import io.weft.flow.key.Subfield;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A packet under way: its bytes and all that goes with them in one bridge. A copy shares nothing with it. */
final class ReferencePacket {
    private static final int MOST_VALUE_BYTES = 65_536;

    private final ReferenceFrame frame;
    private final long[] pipeline;
    private final List<Action> actionSet;
    private final Deque<BigInteger> values;
    private int valueBytes;
    private int inPort;

    /** What the tracker said of it last, which may have been forgotten by the tables since: words of a whole key. */
    private long[] known = ReferenceConnections.none();

    /** Whether tables know it. */
    private boolean tracked;

    private ReferencePacket(
            ReferenceFrame frame, long[] pipeline, List<Action> actionSet, Deque<BigInteger> values, int inPort) {
        this.frame = frame;
        this.pipeline = pipeline;
        this.actionSet = actionSet;
        this.values = values;
        this.inPort = inPort;
    }

    /** One that has just arrived on a port. */
    static ReferencePacket arrived(ReferenceFrame frame, int inPort) {
        ReferencePacket packet =
                new ReferencePacket(frame, new long[FlowKey.WORDS], new ArrayList<>(), new ArrayDeque<>(), inPort);
        packet.showActionSet();
        return packet;
    }

    ReferencePacket copy() {
        ReferencePacket copy = new ReferencePacket(
                frame.copy(), pipeline.clone(), new ArrayList<>(actionSet), new ArrayDeque<>(values), inPort);
        copy.valueBytes = valueBytes;
        copy.known = known;
        copy.tracked = tracked;
        return copy;
    }

    /** As it is sent into a patch port and arrives in another bridge on {@code port}: other bytes perhaps, and the marks. */
    ReferencePacket across(ReferenceFrame sent, int port) {
        ReferencePacket there = arrived(sent, port);
        Fields.PKT_MARK.set(there.pipeline, 0, Fields.PKT_MARK.low(pipeline));
        Fields.SKB_PRIORITY.set(there.pipeline, 0, Fields.SKB_PRIORITY.low(pipeline));
        there.known = known;
        return there;
    }

    // ---- its connection

    /** What the tracker said of it last. */
    long[] known() {
        return known;
    }

    /** The tracker has said this of it; tables do not know. */
    void tracked(long[] words) {
        known = words;
        forgetConnection();
    }

    /** Tables know nothing of the connection any more. */
    private void forgetConnection() {
        tracked = false;
        ReferenceConnections.write(ReferenceConnections.none(), pipeline);
    }

    /** {@code ct_clear}. */
    void clearConnection() {
        if (tracked) {
            known = ReferenceConnections.none();
            forgetConnection();
        }
    }

    /** As it comes round: its bytes are read anew, and tables know what the tracker has said. */
    ReferencePacket again(int vlanLimit) {
        ReferencePacket again = new ReferencePacket(
                ReferenceFrame.parse(frame.bytes(), vlanLimit),
                pipeline.clone(),
                new ArrayList<>(actionSet),
                new ArrayDeque<>(values),
                inPort);
        again.valueBytes = valueBytes;
        again.known = known;
        again.tracked = true;
        ReferenceConnections.write(known, again.pipeline);
        return again;
    }

    ReferenceFrame frame() {
        return frame;
    }

    int inPort() {
        return inPort;
    }

    /** All fields, as if it had come from a port. */
    long[] key(int lookUpPort) {
        long[] key = frame.key();
        System.arraycopy(
                pipeline, FlowKey.PIPELINE_WORD, key, FlowKey.PIPELINE_WORD, FlowKey.WORDS - FlowKey.PIPELINE_WORD);
        Fields.IN_PORT.set(key, 0, lookUpPort);
        return key;
    }

    long[] key() {
        return key(inPort);
    }

    // ---- the action set

    /** The action set; tell {@link #showActionSet} after a change. */
    List<Action> actionSet() {
        return actionSet;
    }

    void showActionSet() {
        Fields.ACTSET_OUTPUT.set(pipeline, 0, ReferenceActionSet.outputPort(actionSet));
    }

    // ---- the stack

    /** False when that is too much. */
    boolean push(Subfield source) {
        BigInteger value = read(source);
        if (value != null) {
            values.push(value);
            valueBytes += (source.width() + 7) / 8 + 1;
        }
        return valueBytes <= MOST_VALUE_BYTES;
    }

    void pop(Subfield target) {
        if (!values.isEmpty()) {
            write(target, values.pop());
        }
    }

    // ---- fields

    /** The value of some bits, or null when the packet lacks the header. */
    BigInteger read(Subfield bits) {
        return ReferenceBits.read(bits, key());
    }

    void move(Subfield source, Subfield target) {
        BigInteger value = read(source);
        if (value != null) {
            write(target, value);
        }
    }

    void write(Subfield bits, BigInteger value) {
        BigInteger mask = BigInteger.TWO.pow(bits.width()).subtract(BigInteger.ONE);
        BigInteger placed = value.and(mask).shiftLeft(bits.offset());
        BigInteger placedMask = mask.shiftLeft(bits.offset());
        set(
                bits.field(),
                placed.shiftRight(64).longValue(),
                placed.longValue(),
                placedMask.shiftRight(64).longValue(),
                placedMask.longValue());
    }

    void modify(Action.Modify modify) {
        Field field = switch (modify.kind()) {
            case MOD_VLAN_VID -> Fields.DL_VLAN;
            case MOD_VLAN_PCP -> Fields.DL_VLAN_PCP;
            default -> Fields.byName(modify.kind().fieldName());
        };
        set(field, 0, modify.value(), 0, -1L);
    }

    void set(Field field, long high, long low, long maskHigh, long maskLow) {
        if (!Prerequisites.isMetBy(field.prerequisite(), key())) {
            return;
        }
        switch (field.name()) {
            case "in_port" -> inPort = (int) (inPort & ~maskLow | low & maskLow);
            case "NXM_OF_IN_PORT" -> {
                int number = (int) (inPort & ~maskLow | low & maskLow) & 0xffff;
                inPort = number >= 0xfff8 ? number - 0x10000 : number;
            }
            case "vlan_tci", "vlan_vid", "vlan_pcp" ->
                setTag(low << field.shift(), (maskLow & field.ones()) << field.shift());
            case "dl_vlan" -> setTag(low | 0x1000, maskLow & 0xfff | 0x1000);
            case "dl_vlan_pcp" -> setTag(low << 13 | 0x1000, (maskLow & 7) << 13 | 0x1000);
            case "nw_tos" -> frame.set(field, 0, low, 0, maskLow & 0xfc);
            default -> {
                if (field.word() >= FlowKey.PIPELINE_WORD) {
                    field.setMasked(pipeline, high, low, maskHigh, maskLow);
                } else {
                    frame.set(field, high, low, maskHigh, maskLow);
                }
            }
        }
    }

    /** Sets bits of what the outer tag's TCI is with bit 12 meaning that there is one. */
    private void setTag(long value, long mask) {
        long before = frame.tags() > 0 ? frame.tci() | 0x1000 : 0;
        long after = (before & ~mask | value & mask) & 0xffff;
        boolean isTag = (after & 0x1000) != 0;
        if (isTag && frame.tags() > 0) {
            frame.tci((int) (after & ~0x1000 | frame.tci() & 0x1000));
        } else if (isTag) {
            frame.push(0x8100, (int) after & ~0x1000);
        } else if (frame.tags() > 0) {
            frame.pop();
        }
    }
}
