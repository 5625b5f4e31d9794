package io.weft.flow.match;

import io.weft.flow.key.Field;

/** One field of a match with what it must be. */
public record FieldMatch(Field field, FieldValue value) {}
