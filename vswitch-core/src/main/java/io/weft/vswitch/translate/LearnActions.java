package io.weft.vswitch.translate;

import io.weft.flow.action.Action;
import io.weft.flow.action.LearnSpec;
import io.weft.flow.key.Fields;
import io.weft.flow.key.Prerequisite;
import io.weft.flow.key.Subfield;
import io.weft.flow.learn.Lesson;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowMod;
import io.weft.flow.table.FlowTable;
import io.weft.vswitch.counters.DropReason;
import io.weft.vswitch.program.SampleOrder;

/**
 * The actions with an effect beside the packet's way: learned entries, shortened timeouts, samples. Nothing is written here; what a packet
 * teaches is seen by packets that come later, never by itself.
 */
final class LearnActions {
    /** Effects of one packet. */
    static final int MAX_EFFECTS = 1024;

    private static final long FIN_OR_RST = 0x001 | 0x004;

    private final Run run;
    private final FieldActions fields;

    LearnActions(Run run, FieldActions fields) {
        this.run = run;
        this.fields = fields;
    }

    void learn(LearnSpec spec) {
        for (LearnSpec.Clause clause : spec.clauses()) {
            Subfield source = Lesson.source(clause);
            if (source != null) {
                run.packet.look(source);
            }
        }
        FlowMod mod = Lesson.flow(spec, run.packet.key());
        if (run.trace != null) {
            run.trace.learns(mod);
        }
        FlowTable table = run.bridge.tables().table(spec.table());
        FlowEntry known = LearnedFlow.taughtEntry(table, mod, run.version);
        boolean hasRoom = spec.limit() == 0 || known != null || table.cookieCount(spec.cookie()) < spec.limit();
        if (spec.result() != null) {
            fields.assign(spec.result(), hasRoom ? 1 : 0);
        }
        if (!hasRoom && run.trace != null) {
            run.trace.decision("Limit exceeded, learn failed");
        }
        effect(new LearnedFlow(run.bridge.id(), mod, spec.limit(), hasRoom, known));
    }

    void finTimeout(Action.FinTimeout timeout) {
        FlowEntry entry = run.stack.entry();
        if (entry == null || !run.packet.has(Prerequisite.TCP)) {
            return;
        }
        run.packet.look(Fields.TCP_FLAGS, 0, FIN_OR_RST);
        if ((Fields.TCP_FLAGS.low(run.packet.key()) & FIN_OR_RST) != 0) {
            effect(new ShortenedTimeouts(run.bridge.id(), entry, timeout.idleSeconds(), timeout.hardSeconds()));
        }
    }

    private void effect(Effect effect) {
        if (run.out.effects().size() == MAX_EFFECTS) {
            run.emission.giveUp(DropReason.TOO_MANY_ACTIONS);
        } else {
            run.out.effect(effect);
        }
    }

    void sample(Action.Sample sample) {
        run.emission.sample(new SampleOrder(run.bridge.id(), sample));
    }
}
