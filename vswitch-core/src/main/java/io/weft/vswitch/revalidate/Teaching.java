package io.weft.vswitch.revalidate;

import io.weft.flow.table.FlowEntry;
import io.weft.flow.table.FlowTable;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.datapath.Megaflow;
import io.weft.vswitch.datapath.Passage;
import io.weft.vswitch.revalidate.EffectRequest.Outcome;
import io.weft.vswitch.translate.Effect;
import io.weft.vswitch.translate.LearnedFlow;
import io.weft.vswitch.translate.ShortenedTimeouts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sees to it that what packets teach is in the flow tables for as long as packets teach it.
 *
 * <pre>
 *   first packet  --request--> conductor: adds, changes, or finds the entry --answer--> as the translation expected?  no: megaflow goes
 *   more packets  (statistics): the entry's hard timeout starts anew
 *   entry ends    (publication): the megaflow goes, so that its next packet is translated and teaches again
 *   queue is full              : the megaflow goes, as above, and that is counted
 *   it was there already       : nothing is asked for
 *   its limit was reached      : nothing is asked for; the megaflow goes when there is room
 * </pre>
 *
 * So while a megaflow lives, all that it teaches is there or asked for, in the order in which packets taught it. The revalidator's own.
 */
final class Teaching {
    private final EffectQueue queue;
    private final Map<Megaflow, List<EffectRequest>> requests = new HashMap<>();
    private final ArrayDeque<Awaited> awaited = new ArrayDeque<>();
    private final Map<LearnedFlow, EffectRequest> told = new HashMap<>();
    private SwitchSnapshot snapshot = SwitchSnapshot.EMPTY;

    /** An answer that is to come. {@code megaflow} is null for a packet that was not cached. */
    private record Awaited(EffectRequest request, Megaflow megaflow, long usedNs) {}

    Teaching(EffectQueue queue) {
        this.queue = queue;
    }

    void adopt(SwitchSnapshot newest) {
        snapshot = newest;
    }

    /** The first packet of a megaflow. Returns how many effects found no room; if any, the megaflow must go. */
    int begin(Megaflow megaflow) {
        if (megaflow.passage().effects().isEmpty()) {
            return 0;
        }
        List<EffectRequest> asked = new ArrayList<>();
        int deferred = ask(megaflow.passage(), megaflow, megaflow.installedNs(), asked);
        if (!asked.isEmpty()) {
            requests.put(megaflow, asked);
        }
        return deferred;
    }

    /** A packet whose translation was not kept. Returns how many effects found no room and are left to the next packet. */
    int once(Passage passage, long nowNs) {
        return passage.effects().isEmpty() ? 0 : ask(passage, null, nowNs, new ArrayList<>());
    }

    private int ask(Passage passage, Megaflow megaflow, long nowNs, List<EffectRequest> asked) {
        int deferred = 0;
        for (Effect effect : passage.effects()) {
            if (effect instanceof LearnedFlow flow) {
                deferred += learn(flow, megaflow, nowNs, asked);
            } else if (effect instanceof ShortenedTimeouts timeouts && timeouts.isDue()) {
                deferred += ask(new EffectRequest(timeouts), megaflow, nowNs);
            }
        }
        return deferred;
    }

    /** Asks for what was not there, and had room, when the packet was translated; for equal news of one round once, in the order in which they were first told. */
    private int learn(LearnedFlow flow, Megaflow megaflow, long nowNs, List<EffectRequest> asked) {
        if (flow.known() != null || !flow.isExpected()) {
            EffectRequest answered = new EffectRequest(flow);
            if (flow.known() != null) {
                answered.done(flow.known());
                taught(answered, nowNs);
            } else {
                answered.refuse();
            }
            asked.add(answered);
            return 0;
        }
        EffectRequest same = told.get(flow);
        if (same != null) {
            awaited.add(new Awaited(same, megaflow, nowNs));
            asked.add(same);
            return 0;
        }
        EffectRequest request = new EffectRequest(flow);
        int deferred = ask(request, megaflow, nowNs);
        if (deferred == 0) {
            told.put(flow, request);
            asked.add(request);
        }
        return deferred;
    }

    /** A round of reports is done: the next news are news again. */
    void endOfRound() {
        if (!told.isEmpty()) {
            told.clear();
        }
    }

    private int ask(EffectRequest request, Megaflow megaflow, long nowNs) {
        if (!queue.offer(request)) {
            return 1;
        }
        awaited.add(new Awaited(request, megaflow, nowNs));
        return 0;
    }

    /**
     * Takes up the answers that have come.
     *
     * @param untrue told of a megaflow whose translation expected another answer
     */
    int answers(Consumer<Megaflow> untrue) {
        int count = 0;
        while (!awaited.isEmpty() && awaited.peek().request().outcome() != Outcome.WAITING) {
            Awaited answer = awaited.poll();
            taught(answer.request(), answer.usedNs());
            if (answer.megaflow() != null && !isAsExpected(answer.request())) {
                untrue.accept(answer.megaflow());
            }
            count++;
        }
        return count;
    }

    private static boolean isAsExpected(EffectRequest request) {
        return !(request.effect() instanceof LearnedFlow flow)
                || flow.isExpected() == (request.outcome() != Outcome.REFUSED);
    }

    private static void taught(EffectRequest request, long usedNs) {
        FlowEntry entry = request.outcome() == Outcome.DONE ? request.entry() : null;
        if (entry != null) {
            entry.taught(usedNs);
        }
    }

    /** Packets of a megaflow were counted; returns as {@link #begin}. */
    int passed(Megaflow megaflow, long usedNs) {
        if (megaflow.passage().effects().isEmpty()) {
            return 0;
        }
        int deferred = 0;
        List<EffectRequest> asked = requests.getOrDefault(megaflow, List.of());
        for (int i = 0; i < asked.size(); i++) {
            EffectRequest request = asked.get(i);
            taught(request, usedNs);
            if (request.outcome() == Outcome.FAILED) {
                asked.set(i, new EffectRequest(request.effect()));
                deferred += ask(asked.get(i), megaflow, usedNs);
            }
        }
        for (Effect effect : megaflow.passage().effects()) {
            if (effect instanceof ShortenedTimeouts timeouts && timeouts.isDue()) {
                deferred += ask(new EffectRequest(timeouts), megaflow, usedNs);
            }
        }
        return deferred;
    }

    /** A megaflow is gone; its last packets passed at {@code usedNs}. */
    void end(Megaflow megaflow, long usedNs) {
        List<EffectRequest> asked = megaflow.passage().effects().isEmpty() ? null : requests.remove(megaflow);
        if (asked != null) {
            asked.forEach(request -> taught(request, usedNs));
        }
    }

    /** Tells of megaflows that teach what is there no more, or to whom the limits answer now as their translation did not expect. */
    void forEachUntrue(Consumer<Megaflow> visitor) {
        requests.forEach((megaflow, asked) -> {
            if (!holds(asked)) {
                visitor.accept(megaflow);
            }
        });
    }

    private boolean holds(List<EffectRequest> asked) {
        for (EffectRequest request : asked) {
            boolean isGone =
                    request.outcome() == Outcome.DONE && request.entry().isRemoved();
            if (isGone || request.outcome() == Outcome.REFUSED && isPossible((LearnedFlow) request.effect())) {
                return false;
            }
        }
        return true;
    }

    private boolean isPossible(LearnedFlow flow) {
        BridgeSnapshot bridge = snapshot.bridge(flow.bridge());
        if (bridge == null) {
            return false;
        }
        FlowTable table = bridge.tables().table(flow.mod().table());
        return flow.hasRoom(table) || flow.taughtEntry(table) != null;
    }

    /** Every answer has come. */
    boolean isSettled() {
        return awaited.isEmpty();
    }
}
