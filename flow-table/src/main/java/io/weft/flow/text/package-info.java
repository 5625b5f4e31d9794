/**
 * The flow grammar of ovs-fields(7) and ovs-actions(7), both ways: text to matches and actions, and back.
 *
 * <pre>
 *   "priority=10,tcp,nw_src=10.0.0.0/8,actions=output:2"
 *        |            FlowScanner: key, value, position
 *        +-- match ---> FieldText (one value of one field) --> MatchBuilder
 * +-- actions -> ActionParser --> ActionChecks (against the match and the table)
 * |                 |-- OutputActions, FieldActions, ChoiceActions, LearnActions: operands by family
 * |                 '-- another ActionParser for the list inside clone(...) and write_actions(...)
 * v
 *    FlowSpec ---------> FlowText.print...: the order and the shorthand that scripts know
 * </pre>
 *
 * <p>Files of flows have few forms of lines and many values. {@link io.weft.flow.text.FlowLineReader} cuts a line into the two from its bytes
 * ({@code PlainLine}, {@code PlainActions}), and for a form that it knows ({@code LineForm}) it needs no grammar: a third of the time, and of what a cold
 * JVM has to compile. The grammar above reads the first line of a form and everything that is not plain, so mistakes are always told by it.
 *
 * <pre>
 *   bytes of a line --&gt; PlainLine --known form, known or plain actions--&gt; LineForm --&gt; FlowMod
 *                           '---------- anything else: the grammar, which teaches the form
 * </pre>
 *
 * What is printed parses to the same thing again. Whatever is wrong with a text, the only exception is
 * {@link io.weft.flow.text.FlowTextException}: a sentence and a caret. Threads: none; everything is stateless or immutable.
 * Start at {@link io.weft.flow.text.FlowText}.
 */
package io.weft.flow.text;
