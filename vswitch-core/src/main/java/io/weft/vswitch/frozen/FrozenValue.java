package io.weft.vswitch.frozen;

/**
 * A value on a packet's stack.
 *
 * @param bytes that it takes of the stack
 */
public record FrozenValue(long high, long low, int bytes) {}
