package io.weft.cli.vsctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.ConfigRecord;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** {@code wait-until}: asks again and again until a record is as wanted. */
final class WaitUntilCommand implements VsctlCommand {
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    @Override
    public Syntax syntax() {
        return new Syntax(
                "wait-until",
                "TABLE RECORD [COLUMN[:KEY]=VALUE]...",
                "Waits until the record exists and all conditions hold, at most --timeout seconds.");
    }

    @Override
    public void plan(Invocation invocation, Plan plan) {
        List<ColumnExpression> conditions =
                invocation.rest(2).stream().map(ColumnExpression::condition).toList();
        plan.question((client, _) -> {
            long startNs = System.nanoTime();
            while (!holds(client, invocation.word(0), invocation.word(1), conditions)) {
                if (plan.timeoutNs() > 0 && System.nanoTime() - startNs > plan.timeoutNs()) {
                    throw new RefusedException(String.join(" ", invocation.words()) + " did not come to be in time");
                }
                LockSupport.parkNanos(PAUSE_NS);
            }
            return 0;
        });
    }

    private static boolean holds(SwitchClient client, String table, String name, List<ColumnExpression> conditions) {
        ConfigRecord record = Plan.find(client, table, name);
        return record != null && conditions.stream().allMatch(condition -> FindCommand.holds(condition, record, table));
    }
}
