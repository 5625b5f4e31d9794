package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.action.CtSpec;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Subfield;
import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.track.TrackOrder;

/**
 * {@code ct} and {@code ct_clear}. The tracker's answer is not known here, so a {@code ct(table=N)} sends a copy of the packet round: it is tracked,
 * looked up again with what the tracker said, and goes on in table N. The packet itself goes on with the next action and knows nothing of it.
 */
final class ConnectionActions {
    private final Run run;
    private final FieldActions fields;

    /** What {@code exec} of the action under way has set so far. */
    private long markMask;

    private long labelHighMask;
    private long labelLowMask;

    ConnectionActions(Run run, FieldActions fields) {
        this.run = run;
        this.fields = fields;
    }

    void track(CtSpec spec) {
        int zone = zone(spec);
        markMask = 0;
        labelHighMask = 0;
        labelLowMask = 0;
        if (run.trace != null && spec.nat() != null) {
            run.trace.nat(spec.nat());
        }
        spec.exec().forEach(this::exec);
        long[] key = run.packet.key();
        run.emission.track(new TrackOrder(
                zone,
                spec.commit(),
                spec.force(),
                (int) (Fields.CT_MARK.low(key) & markMask),
                (int) markMask,
                Fields.CT_LABEL.high(key) & labelHighMask,
                Fields.CT_LABEL.low(key) & labelLowMask,
                labelHighMask,
                labelLowMask,
                spec.nat(),
                spec.helper()));
        if (spec.nat() != null) {
            run.packet.working().translated();
        }
        if (spec.table() != CtSpec.NO_TABLE) {
            FrozenState state = run.fork(spec.table());
            if (run.trace != null) {
                run.trace.forks(state, key.clone(), zone, spec.nat());
            }
            run.emission.recirculate(state);
            run.decide("A clone of the packet is forked to recirculate. The forked pipeline will be resumed at table "
                    + spec.table() + ".");
        }
        run.packet.working().forgetConnection();
        run.tracked = false;
        run.decide("Sets the packet to an untracked state, and clears all the conntrack fields.");
    }

    private int zone(CtSpec spec) {
        if (spec.zoneFrom() == null) {
            return spec.zone();
        }
        run.packet.look(spec.zoneFrom());
        return (int) spec.zoneFrom().low(run.packet.key());
    }

    /** Sets bits of mark or label; which those are is noted, since the others stay what the connection has. */
    private void exec(Action action) {
        if (run.trace != null) {
            run.trace.action(action);
        }
        switch (action) {
            case Action.SetField set -> {
                fields.set(set);
                note(set.field(), set.maskHigh(), set.maskLow());
            }
            case Action.Load load -> {
                fields.load(load);
                note(load.target());
            }
            case Action.Move move -> {
                fields.move(move);
                note(move.target());
            }
            default -> throw new IllegalStateException(action + " has no place in exec");
        }
    }

    private void note(Subfield bits) {
        note(bits.field(), bits.fieldMaskHigh(), bits.fieldMaskLow());
    }

    private void note(Field field, long high, long low) {
        if (field.equals(Fields.CT_MARK)) {
            markMask |= low & Fields.CT_MARK.ones();
        } else {
            labelHighMask |= high;
            labelLowMask |= low;
        }
    }

    void clear() {
        if (run.tracked) {
            run.packet.working().forgetConnection();
            run.tracked = false;
            run.emission.untrack();
        }
    }
}
