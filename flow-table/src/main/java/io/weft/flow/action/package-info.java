/**
 * Actions: one sealed interface, one record each, and the judge of a list of them.
 *
 * <pre>
 *   Action (records; LearnSpec, BundleSpec, MultipathSpec, ... are operands)
 *     ^
 *     | next(action), in order
 *   ActionChecks: order of instructions, company, nesting
 *     |--> OperandChecks: ranges that hold anywhere
 *     '--> Headers: what packets are known to have here (match, pushed and stripped tags); may a field be read, set?
 * </pre>
 *
 * Flow text and flow_mods made by programs are judged by the same {@link io.weft.flow.action.ActionChecks}, so both get the same sentences.
 * Start at {@link io.weft.flow.action.Action}. Records are immutable; a judge has one owner; no threads.
 */
package io.weft.flow.action;
