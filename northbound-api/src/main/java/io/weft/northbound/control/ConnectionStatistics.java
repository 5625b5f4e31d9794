package io.weft.northbound.control;

import java.util.Map;

/**
 * How many connections there are.
 *
 * @param byProtocol by IP protocol number, without those that have none
 * @param byTcpState TCP connections by state such as {@code ESTABLISHED}, in the order of a connection's life
 */
public record ConnectionStatistics(long total, Map<Integer, Long> byProtocol, Map<String, Long> byTcpState) {}
