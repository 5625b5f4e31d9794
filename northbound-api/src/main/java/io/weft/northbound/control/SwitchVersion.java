package io.weft.northbound.control;

/**
 * Which switch answers.
 *
 * @param version of Weft
 * @param pid process id
 * @param uptimeNs since the switch started
 * @param java the Java runtime
 */
public record SwitchVersion(String version, long pid, long uptimeNs, String java) {}
