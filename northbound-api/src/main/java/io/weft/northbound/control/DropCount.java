package io.weft.northbound.control;

/**
 * Packets dropped for one reason.
 *
 * @param reason stable name
 * @param description a sentence
 */
public record DropCount(String reason, String description, long packets) {}
