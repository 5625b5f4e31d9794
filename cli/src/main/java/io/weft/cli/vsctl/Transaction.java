package io.weft.cli.vsctl;

import io.weft.northbound.client.SwitchClient;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.FieldViolation;
import io.weft.northbound.control.OperationResult;
import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plans a line and carries it out. */
final class Transaction {
    private static final Pattern OPERATION = Pattern.compile("^operations\\[([0-9]{1,6})]");

    private final SwitchClient client;
    private final VsctlOutput output;
    private final PrintWriter err;
    private final Plan plan;
    private Invocation current;

    /** {@code timeoutNs} for commands that wait; 0: for ever. */
    Transaction(SwitchClient client, VsctlOutput output, PrintWriter err, long timeoutNs) {
        this.client = client;
        this.output = output;
        this.err = err;
        this.plan = new Plan(client, timeoutNs);
    }

    /** Returns the exit status: the largest that a question gave. */
    int run(List<Invocation> invocations) {
        for (Invocation invocation : invocations) {
            current = invocation;
            plan.from(invocation);
            invocation.command().plan(invocation, plan);
        }
        int before = ask(plan.before());
        if (!plan.operations().isEmpty()) {
            current = plan.source(0);
            List<OperationResult> results = client.config().transact(plan.operations());
            plan.done(results);
            warn(results);
        }
        return Math.max(before, ask(plan.after()));
    }

    private int ask(List<Plan.Question> questions) {
        int status = 0;
        for (Plan.Question question : questions) {
            status = Math.max(status, question.ask(client, output));
        }
        return status;
    }

    /** What was applied and yet does not work now is said, and is no failure. */
    private void warn(List<OperationResult> results) {
        for (int i = 0; i < results.size(); i++) {
            if (!results.get(i).warning().isEmpty()) {
                String command = plan.source(i).command().syntax().name();
                err.println("weft: vsctl " + command + ": " + results.get(i).warning());
            }
        }
    }

    /** The command that was refused: a violation names its operation. */
    String culprit(ControlException refusal) {
        for (FieldViolation violation : refusal.violations()) {
            Matcher operation = OPERATION.matcher(violation.field());
            if (operation.find()) {
                int index = Integer.parseInt(operation.group(1));
                if (index < plan.operations().size()) {
                    return plan.source(index).command().syntax().name();
                }
            }
        }
        return current.command().syntax().name();
    }
}
