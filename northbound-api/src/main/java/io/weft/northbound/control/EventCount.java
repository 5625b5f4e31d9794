package io.weft.northbound.control;

/**
 * How often something happened.
 *
 * @param name stable name
 * @param description a clause
 */
public record EventCount(String name, String description, long count) {}
