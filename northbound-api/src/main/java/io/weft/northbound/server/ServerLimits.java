package io.weft.northbound.server;

import java.time.Duration;

/**
 * What a server lets its clients use.
 *
 * @param calls calls and dumps that are served at once, of all clients; more are refused with RESOURCE_EXHAUSTED
 * @param watches watches that are open at once
 * @param deadline for calls and dumps whose client sets none, or a longer one
 * @param keepalive shortest time between two pings of a client
 * @param idle a connection without calls is closed after this
 * @param age a TCP connection is closed after this, when its calls have ended
 */
public record ServerLimits(int calls, int watches, Duration deadline, Duration keepalive, Duration idle, Duration age) {
    public static final ServerLimits DEFAULT = new ServerLimits(
            128, 64, Duration.ofMinutes(2), Duration.ofSeconds(10), Duration.ofHours(1), Duration.ofHours(24));

    public ServerLimits withDeadline(Duration longest) {
        return new ServerLimits(calls, watches, longest, keepalive, idle, age);
    }

    public ServerLimits withCalls(int most) {
        return new ServerLimits(most, watches, deadline, keepalive, idle, age);
    }

    public ServerLimits withWatches(int most) {
        return new ServerLimits(calls, most, deadline, keepalive, idle, age);
    }
}
