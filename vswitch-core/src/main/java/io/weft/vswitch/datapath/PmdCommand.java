package io.weft.vswitch.datapath;

import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.port.RxQueue;
import io.weft.vswitch.port.TxQueue;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** What other agents ask of a PMD; carried out between two rounds. */
sealed interface PmdCommand {

    /** Poll a receive queue of a port; its cost goes into {@code load}; {@code policer} is null where anything may come. */
    record AttachRx(int datapathPort, String name, RxQueue queue, int number, RxLoad load, Policer policer)
            implements PmdCommand {}

    /** What a port may receive from now on; null: anything. */
    record Police(int datapathPort, Policer policer) implements PmdCommand {}

    /** Stop polling a receive queue of a port, then run {@code done}: all that was received from it has been sent. */
    record DetachRxQueue(int datapathPort, int number, Runnable done) implements PmdCommand {}

    /** Send to a port through this queue; {@code lock} is null when no other PMD does, {@code shaper} where packets leave at once. */
    record AttachTx(int datapathPort, String name, TxQueue queue, ReentrantLock lock, PortShaper shaper)
            implements PmdCommand {}

    /** Stop polling a port. */
    record DetachRx(int datapathPort) implements PmdCommand {}

    /** Stop sending to a port. */
    record DetachTx(int datapathPort) implements PmdCommand {}

    /**
     * Remove megaflows and go on with this snapshot.
     *
     * @param remove megaflows of this PMD
     * @param walked those installed after this sequence were not looked at by the revalidator and go, too; {@link Long#MAX_VALUE} keeps them
     */
    record Flip(long number, SwitchSnapshot snapshot, List<Megaflow> remove, long walked) implements PmdCommand {}

    /** Run this on the PMD's thread: a barrier. */
    record Run(Runnable action) implements PmdCommand {}
}
