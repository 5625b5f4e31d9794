package io.weft.vswitch.bridge;

import java.util.List;
import org.agrona.collections.Int2IntHashMap;

/**
 * The mirrors of a bridge, arranged for translation: for each port, which mirrors are candidates for what arrives and for what leaves
 * there, a bit each.
 *
 * <p>Immutable; the accounts within the mirrors count.
 */
public final class Mirroring {
    /** No mirrors. */
    public static final Mirroring NONE = new Mirroring(List.of());

    /** Mirrors that one bridge may have: a bit each. */
    public static final int MAX = 32;

    private final List<Mirror> mirrors;
    private final Int2IntHashMap sources = new Int2IntHashMap(0);
    private final Int2IntHashMap destinations = new Int2IntHashMap(0);
    private final Int2IntHashMap outputs = new Int2IntHashMap(0);
    private final boolean isEmpty;
    private final int sourcesOfAll;
    private final int destinationsOfAll;

    /**
     * @param mirrors at most {@link #MAX}
     */
    public Mirroring(List<Mirror> mirrors) {
        if (mirrors.size() > MAX) {
            throw new IllegalArgumentException(mirrors.size() + " mirrors; allowed: 0 to " + MAX);
        }
        this.mirrors = List.copyOf(mirrors);
        isEmpty = mirrors.isEmpty();
        int all = 0;
        for (int i = 0; i < mirrors.size(); i++) {
            Mirror mirror = mirrors.get(i);
            int bit = 1 << i;
            all |= mirror.selectAll() ? bit : 0;
            mirror.sources().forEach(port -> sources.put((int) port, sources.get((int) port) | bit));
            mirror.destinations().forEach(port -> destinations.put((int) port, destinations.get((int) port) | bit));
            if (mirror.isSpan()) {
                outputs.put(mirror.outputPort(), outputs.get(mirror.outputPort()) | bit);
            }
        }
        sourcesOfAll = all;
        destinationsOfAll = all;
    }

    public boolean isEmpty() {
        return isEmpty;
    }

    public Mirror mirror(int index) {
        return mirrors.get(index);
    }

    /** The mirrors that may copy what arrives on a port (OpenFlow number), a bit each. */
    public int ofArriving(int port) {
        return sourcesOfAll | sources.get(port);
    }

    /** The mirrors that may copy what leaves by a port (OpenFlow number), a bit each. */
    public int ofLeaving(int port) {
        return destinationsOfAll | destinations.get(port);
    }

    /** Whether some mirror sends its copies to this port (OpenFlow number), which therefore takes part in nothing else. */
    public boolean isOutput(int port) {
        return !isEmpty && outputs.get(port) != 0;
    }

    /** The mirrors that send their copies to the same place as the mirror at {@code index}, itself among them, a bit each. */
    public int sameOutput(int index) {
        Mirror mirror = mirrors.get(index);
        if (mirror.isSpan()) {
            return outputs.get(mirror.outputPort());
        }
        int same = 0;
        for (int i = 0; i < mirrors.size(); i++) {
            Mirror other = mirrors.get(i);
            same |= !other.isSpan() && other.outputVlan() == mirror.outputVlan() ? 1 << i : 0;
        }
        return same;
    }
}
