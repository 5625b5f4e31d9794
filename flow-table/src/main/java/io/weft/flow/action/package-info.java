/**
 * Actions: one sealed interface, one record each. Start at {@link io.weft.flow.action.Action}. Immutable; no threads.
 */
package io.weft.flow.action;
