package io.weft.vswitch.counters;

import java.util.Locale;

/**
 * Every kind of counter there is: the registry behind the counters file, {@code weft stat} and the reference page.
 *
 * <p>The type id is what the file stores: never reuse or change one (22 was hits of an exact-match cache); a reader skips ids it does not know.
 */
public enum CounterKind {
    PORT_RX_PACKETS(1, Scope.PORT, "packets", false, "packets received"),
    PORT_RX_BYTES(2, Scope.PORT, "bytes", false, "bytes received, without preamble and FCS"),
    PORT_RX_MISSED(
            3, Scope.PORT, "packets", false, "packets lost before the switch read them: ring overruns, no buffers"),
    PORT_TX_PACKETS(4, Scope.PORT, "packets", false, "packets accepted by the transmit queue"),
    PORT_TX_BYTES(5, Scope.PORT, "bytes", false, "bytes accepted by the transmit queue"),
    PORT_TX_DROPPED(6, Scope.PORT, "packets", false, "packets for this port that its transmit queue refused"),
    PORT_MISSES_DROPPED(
            7,
            Scope.PORT,
            "packets",
            false,
            "packets from this port that no cache knew, dropped since translating them would have held up other ports"),
    PORT_NEWCOMERS_DROPPED(
            8,
            Scope.PORT,
            "packets",
            false,
            "packets from this port of no known connection, dropped since tracking them would have held up other ports"),

    PORT_RX_POLICED(
            9, Scope.PORT, "packets", false, "packets from this port above its ingress_policing_rate or _kpkts_rate"),

    PMD_BURSTS(20, Scope.PMD, "bursts", false, "receive bursts that held a packet"),
    PMD_PACKETS(21, Scope.PMD, "packets", false, "packets received by this PMD"),
    PMD_EMC_HITS(36, Scope.PMD, "packets", false, "packets whose headers were found in the exact-match cache"),
    PMD_SMC_HITS(35, Scope.PMD, "packets", false, "packets found in the signature cache"),
    PMD_MEGAFLOW_HITS(23, Scope.PMD, "packets", false, "packets found in the megaflow cache"),
    PMD_TRANSLATIONS(24, Scope.PMD, "packets", false, "packets that ran through the flow tables"),
    PMD_TRANSLATION_NS(25, Scope.PMD, "ns", false, "time spent in translation"),
    PMD_BUSY_POLLS(26, Scope.PMD, "rounds", false, "rounds over all receive queues that found a packet"),
    PMD_IDLE_POLLS(27, Scope.PMD, "rounds", false, "rounds over all receive queues that found nothing"),
    PMD_MEGAFLOWS(28, Scope.PMD, "entries", true, "entries in the megaflow cache now"),
    PMD_MASKS(29, Scope.PMD, "masks", true, "different masks in the megaflow cache now"),
    PMD_BUSY_NS(30, Scope.PMD, "ns", false, "time in rounds that found a packet"),
    PMD_REFUSED(31, Scope.PMD, "packets", false, "translations that were not cached: flow limit"),
    PMD_EFFECTS_DEFERRED(
            32,
            Scope.PMD,
            "effects",
            false,
            "learned flows and shortened timeouts that found the queue to the conductor full: the next packet tries again"),
    PMD_SAMPLES_LOST(34, Scope.PMD, "packets", false, "samples that found the queue to the collectors full"),
    PMD_RECIRCULATIONS(
            37, Scope.PMD, "packets", false, "packets looked up again after the connection tracker saw them"),
    PMD_CONNECTION_HITS(
            38,
            Scope.PMD,
            "packets",
            false,
            "of those looked up again, packets whose connection was known with the megaflow"),
    PMD_REPORTS_LOST(
            33,
            Scope.PMD,
            "packets",
            false,
            "translations neither cached nor reported, for the queue to the revalidator was full: the next packet tries again"),

    TRACKER_CONNECTIONS(
            50,
            Scope.TRACKER,
            "connections",
            true,
            "connections in the table now, with expired ones that no sweep has met"),
    TRACKER_MOST(51, Scope.TRACKER, "connections", true, "connections that there may be now"),
    TRACKER_EVENTS(52, Scope.EVENT, "events", false, "what happened to connections and tracked packets, by name"),

    DROPS(40, Scope.DROP, "packets", false, "packets dropped, by reason");

    /** What the owner of a counter is. */
    public enum Scope {
        PORT,
        PMD,
        TRACKER,
        EVENT,
        DROP
    }

    private final int typeId;
    private final Scope scope;
    private final String unit;
    private final boolean gauge;
    private final String text;

    CounterKind(int typeId, Scope scope, String unit, boolean gauge, String text) {
        this.typeId = typeId;
        this.scope = scope;
        this.unit = unit;
        this.gauge = gauge;
        this.text = text;
    }

    /** The id in the counters file; 1 and above. */
    public int typeId() {
        return typeId;
    }

    public Scope scope() {
        return scope;
    }

    /** What is counted, in the plural. */
    public String unit() {
        return unit;
    }

    /** Whether a counter of this kind is named by its reason, and not by its owner. */
    public boolean isByReason() {
        return scope == Scope.DROP || scope == Scope.EVENT;
    }

    /** Whether the value goes up and down; such a value does not survive a restart. */
    public boolean isGauge() {
        return gauge;
    }

    /** One clause for people; never empty. */
    public String text() {
        return text;
    }

    /** The name in tools' output, such as {@code port_rx_packets}. */
    public String counterName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with this type id, or null when it comes from a newer switch. */
    public static CounterKind ofTypeId(int typeId) {
        for (CounterKind kind : values()) {
            if (kind.typeId == typeId) {
                return kind;
            }
        }
        return null;
    }
}
