package io.weft.flow.meter;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The meters of a bridge in one version. Thread-safety: immutable; what its entries count is not. */
public final class MeterTable {
    /** No meters. */
    public static final MeterTable EMPTY = new MeterTable(Map.of());

    private final Map<Long, MeterEntry> entries;

    private MeterTable(Map<Long, MeterEntry> entries) {
        this.entries = entries;
    }

    /** The meter with this id, or null. */
    public MeterEntry get(long id) {
        return entries.get(id);
    }

    public int size() {
        return entries.size();
    }

    /** All meters by id, those of the switch itself last. */
    public List<MeterEntry> list() {
        List<MeterEntry> list = new ArrayList<>(entries.values());
        list.sort(Comparator.comparingLong(MeterEntry::id));
        return list;
    }

    /**
     * The table after a change; this one stays as it is.
     *
     * @param numbers the datapath's numbers that are taken; a meter that is added takes the lowest free one, which the caller gives back
     *     when nobody runs the meter any more
     * @throws MeterModException when it is refused; {@code numbers} is unchanged then
     */
    public MeterTable apply(MeterMod mod, BitSet numbers, long nowNs) {
        Meter meter = mod.meter();
        Map<Long, MeterEntry> next = new HashMap<>(entries);
        switch (mod.kind()) {
            case ADD -> {
                MeterModCheck.check(meter);
                MeterModCheck.require(get(meter.id()) == null, "meter", meter.id(), "one that does not exist yet");
                MeterModCheck.require(size() < Meter.MAX_METERS, "meters", size() + 1, "at most " + Meter.MAX_METERS);
                int number = numbers.nextClearBit(0);
                numbers.set(number);
                next.put(meter.id(), new MeterEntry(meter, number, nowNs, nowNs));
            }
            case MODIFY -> {
                MeterModCheck.check(meter);
                MeterEntry old = get(meter.id());
                MeterModCheck.require(old != null, "meter", meter.id(), "that of a meter of the bridge");
                next.put(meter.id(), new MeterEntry(meter, old.number(), old.createdNs(), nowNs));
            }
            case DELETE -> {
                if (meter.id() == Meter.ALL) {
                    next.clear();
                } else {
                    next.remove(meter.id());
                }
            }
        }
        return new MeterTable(Map.copyOf(next));
    }
}
