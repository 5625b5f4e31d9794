package io.weft.flow.table;

import io.weft.flow.action.Action;
import io.weft.flow.action.ActionList;
import io.weft.flow.action.LearnSpec;
import io.weft.flow.action.LearnSpec.Clause;
import io.weft.flow.key.Field;
import io.weft.flow.key.Fields;
import io.weft.flow.key.FlowKey;
import io.weft.flow.key.Subfield;
import io.weft.flow.match.Match;
import java.util.List;

/** Which {@code tun_metadata} fields entries name: bit N for {@code tun_metadataN}. Thread-safety: stateless. */
public final class TunnelOptions {
    private TunnelOptions() {}

    /** Those of a match. */
    public static long usedBy(Match match) {
        long used = 0;
        for (int i = match.wordCount() - 1; i >= 0 && match.word(i) >= FlowKey.TUNNEL_OPTIONS_WORD; i--) {
            int word = match.word(i);
            used |= word == FlowKey.TUNNEL_OPTIONS_WORD
                    ? match.maskAt(i)
                    : 1L << (word - FlowKey.TUNNEL_OPTIONS_WORD - 1) / 2;
        }
        return used;
    }

    /** Those of actions, wherever in them. */
    public static long usedBy(List<Action> actions) {
        if (ActionList.isPlain(actions)) {
            return 0;
        }
        long used = 0;
        for (int i = 0; i < actions.size(); i++) {
            used |= usedBy(actions.get(i));
        }
        return used;
    }

    private static long usedBy(Action action) {
        return switch (action) {
            case Action.SetField set -> bit(set.field());
            case Action.Load load -> bit(load.target());
            case Action.Move move -> bit(move.source()) | bit(move.target());
            case Action.Push push -> bit(push.source());
            case Action.Pop pop -> bit(pop.target());
            case Action.OutputField output -> bit(output.source());
            case Action.DeleteField delete -> bit(delete.field());
            case Action.CheckPacketLarger check -> bit(check.target());
            case Action.Multipath multipath -> bit(multipath.spec().target());
            case Action.Bundle bundle -> bit(bundle.spec().target());
            case Action.Learn learn -> usedBy(learn.spec());
            case Action.Ct ct -> bit(ct.spec().zoneFrom()) | usedBy(ct.spec().exec());
            case Action.Clone clone -> usedBy(clone.actions());
            case Action.WriteActions write -> usedBy(write.actions());
            case Action.Output _,
                    Action.OutputTruncated _,
                    Action.InPort _,
                    Action.Normal _,
                    Action.Flood _,
                    Action.All _,
                    Action.Controller _,
                    Action.Drop _,
                    Action.Reject _,
                    Action.Modify _,
                    Action.PushVlan _,
                    Action.StripVlan _,
                    Action.DecTtl _,
                    Action.Resubmit _,
                    Action.GotoTable _,
                    Action.Exit _,
                    Action.Note _,
                    Action.ClearActions _,
                    Action.CtClear _,
                    Action.WriteMetadata _,
                    Action.Group _,
                    Action.Meter _,
                    Action.SetQueue _,
                    Action.PopQueue _,
                    Action.Enqueue _,
                    Action.SetTunnel _,
                    Action.Conjunction _,
                    Action.FinTimeout _,
                    Action.Sample _ -> 0;
        };
    }

    private static long usedBy(LearnSpec spec) {
        long used = bit(spec.result());
        for (Clause clause : spec.clauses()) {
            used |= switch (clause) {
                case Clause.MatchField(Subfield target, Subfield source) -> bit(target) | bit(source);
                case Clause.MatchValue(Subfield target, long _, long _) -> bit(target);
                case Clause.LoadField(Subfield target, Subfield source) -> bit(target) | bit(source);
                case Clause.LoadValue(Subfield target, long _, long _) -> bit(target);
                case Clause.OutputField(Subfield source) -> bit(source);
            };
        }
        return used;
    }

    private static long bit(Subfield bits) {
        return bits == null ? 0 : bit(bits.field());
    }

    private static long bit(Field field) {
        int index = Fields.indexOfTunnelMetadata(field);
        return index < 0 ? 0 : 1L << index;
    }
}
