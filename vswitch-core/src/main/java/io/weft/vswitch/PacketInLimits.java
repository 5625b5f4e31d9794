package io.weft.vswitch;

import io.weft.flow.action.PacketInReason;
import io.weft.vswitch.conductor.ControllerConfig;
import io.weft.vswitch.conductor.SwitchConfig;
import io.weft.vswitch.counters.DropCounters;
import io.weft.vswitch.counters.DropReason;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;

/**
 * The rate limits of all bridges: of the controllers of a bridge the strictest counts, once for packets that no entry matched and once for
 * all others, so that neither keeps the other back. A bridge without a limit is not held up. Thread-safety: the fan-out's own.
 */
final class PacketInLimits {
    private record Lane(String bridge, boolean noMatch) {}

    private final Supplier<SwitchConfig> config;
    private final NanoClock clock;
    private final DropCounters drops;
    private final Map<Lane, PacketInLimiter> limiters = new HashMap<>();
    private SwitchConfig known = SwitchConfig.EMPTY;

    PacketInLimits(Supplier<SwitchConfig> config, NanoClock clock, DropCounters drops) {
        this.config = config;
        this.clock = clock;
        this.drops = drops;
    }

    /** Sends the packet now, or later, or never: then some packet is counted as dropped. */
    void offer(PacketIn packet, Consumer<PacketIn> sender) {
        adopt(sender);
        Optional<ControllerConfig> limit = limit(packet.bridge());
        if (limit.isEmpty()) {
            sender.accept(packet);
            return;
        }
        int rate = limit.get().rateLimitPps();
        int burst = limit.get().burstLimit();
        long nowNs = clock.nanoTime();
        Lane lane = new Lane(packet.bridge(), packet.upcall().reason() == PacketInReason.NO_MATCH);
        PacketInLimiter limiter = limiters.computeIfAbsent(lane, _ -> new PacketInLimiter(rate, burst, nowNs));
        if (!limiter.offer(packet, nowNs, sender)) {
            drops.add(DropReason.CONTROLLER_RATE_LIMIT, 1);
        }
    }

    /** Whether a packet waits for its time. */
    boolean isWaiting() {
        for (PacketInLimiter limiter : limiters.values()) {
            if (limiter.waiting() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Sends what waits and may go; returns how many. */
    int run(Consumer<PacketIn> sender) {
        if (limiters.isEmpty()) {
            return 0;
        }
        adopt(sender);
        int sent = 0;
        long nowNs = clock.nanoTime();
        for (PacketInLimiter limiter : limiters.values()) {
            sent += limiter.run(nowNs, sender);
        }
        return sent;
    }

    /** After a change of configuration, limiters of other limits give away what waits. */
    @SuppressWarnings("ReferenceEquality") // another object is another configuration, and quicker to tell
    private void adopt(Consumer<PacketIn> sender) {
        SwitchConfig now = config.get();
        if (now == known) {
            return;
        }
        known = now;
        limiters.entrySet().removeIf(entry -> {
            boolean stays = limit(entry.getKey().bridge())
                    .filter(limit -> entry.getValue().isOf(limit.rateLimitPps(), limit.burstLimit()))
                    .isPresent();
            if (!stays) {
                entry.getValue().giveAway(sender);
            }
            return !stays;
        });
    }

    private Optional<ControllerConfig> limit(String bridge) {
        return known.bridge(bridge).stream()
                .flatMap(one -> one.controllers().stream())
                .filter(controller -> controller.rateLimitPps() > 0)
                .min(Comparator.comparingInt(ControllerConfig::rateLimitPps));
    }
}
