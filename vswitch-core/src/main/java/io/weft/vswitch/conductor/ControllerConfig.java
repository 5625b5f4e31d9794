package io.weft.vswitch.conductor;

/**
 * A controller of a bridge (ovs-vswitchd.conf.db(5), table Controller).
 *
 * @param target how it is reached, as the user wrote it, such as {@code tcp:10.0.0.1:6653}
 * @param rateLimitPps packets a second that may be sent to it, 100 or more; 0: any number
 * @param burstLimit packets beyond that in one go, 25 or more; 0: a quarter of the rate
 */
public record ControllerConfig(String target, int rateLimitPps, int burstLimit) {}
