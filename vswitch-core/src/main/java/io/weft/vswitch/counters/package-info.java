/**
 * What is counted, and why packets are dropped. Start at {@link io.weft.vswitch.counters.DropReason}.
 */
package io.weft.vswitch.counters;
