package io.weft.vswitch.conductor;

import io.weft.vswitch.datapath.RxLoad;
import io.weft.vswitch.port.RxQueue;

/** A receive queue, who polls it, and what that costs. The conductor's own. */
final class RxAssignment {
    static final int NOBODY = -1;

    final PortState port;
    final RxQueue queue;
    final int number;
    final RxLoad load = new RxLoad();
    final RecentTime recent = new RecentTime();

    /** Who polls it now; {@link #NOBODY} while it is handed over. */
    int pmd = NOBODY;

    /** Who is to poll it. */
    int target = NOBODY;

    boolean isRemoved;

    RxAssignment(PortState port, RxQueue queue, int number) {
        this.port = port;
        this.queue = queue;
        this.number = number;
    }

    /** The PMD that the port's {@code pmd-rxq-affinity} pins it to, or {@link RxPlacement#NOT_PINNED}. */
    int pinned() {
        return Affinity.of(port.settings.otherConfig()).getOrDefault(number, RxPlacement.NOT_PINNED);
    }
}
