package io.weft.northbound.control;

/** An event counter with its rates, in events a second over the last 5 seconds, minute and hour. */
public record CoverageCounter(String name, long total, double perSecond5s, double perSecond1m, double perSecond1h) {}
