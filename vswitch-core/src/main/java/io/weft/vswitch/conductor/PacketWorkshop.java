package io.weft.vswitch.conductor;

import io.weft.flow.action.Action;
import io.weft.flow.key.Fields;
import io.weft.flow.key.KeyExtractor;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.datapath.Passage;
import io.weft.vswitch.datapath.PmdAgent;
import io.weft.vswitch.datapath.Report;
import io.weft.vswitch.frozen.FrozenState;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.revalidate.RevalidatorProxy;
import io.weft.vswitch.translate.TraceListener;
import io.weft.vswitch.translate.Translation;
import io.weft.vswitch.translate.Translator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.NanoClock;

/** Packets that no port received: traces, which have no effect, and packet-outs and resumed packets, which the first PMD executes. Conductor's thread. */
final class PacketWorkshop {
    private static final int MIN_FRAME = 14;
    private static final int MAX_FRAME = 65_535;

    private final PmdAgent pmd;
    private final RevalidatorProxy revalidator;
    private final NanoClock clock;
    private final Translator translator = new Translator();

    PacketWorkshop(PmdAgent pmd, RevalidatorProxy revalidator, NanoClock clock) {
        this.pmd = pmd;
        this.revalidator = revalidator;
        this.clock = clock;
    }

    Translation trace(SwitchSnapshot snapshot, BridgeSnapshot bridge, long[] key, TraceListener listener) {
        Translation result = new Translation();
        int inPort = (int) Fields.IN_PORT.low(key);
        BridgePort port = bridge.port(inPort);
        translator.listener(listener);
        try {
            if (port == null) {
                translator.execute(snapshot, bridge, key, List.of(new Action.Resubmit(inPort, 0)), result);
            } else {
                long[] arrived = key.clone();
                Fields.IN_PORT.set(arrived, 0, port.datapathPort());
                translator.translate(snapshot, arrived, result);
            }
        } finally {
            translator.listener(null);
            translator.forget();
        }
        return result;
    }

    CompletableFuture<Boolean> packetOut(
            SwitchSnapshot snapshot, BridgeSnapshot bridge, int inPort, List<Action> actions, byte[] frame) {
        checkLength(frame);
        long[] key = KeyExtractor.extract(frame, inPort, snapshot.vlanLimit());
        Translation result = new Translation();
        translator.execute(snapshot, bridge, key, actions, result);
        return execute(result, snapshot.vlanLimit(), bridge, inPort, frame);
    }

    /** Lets a packet go on where it was stopped, in its bridge. */
    CompletableFuture<Boolean> resume(SwitchSnapshot snapshot, BridgeSnapshot bridge, FrozenState state, byte[] frame) {
        checkLength(frame);
        if (state.bridge() != bridge.id()) {
            throw new ConfigException(
                    "continuation", "", "is not of bridge " + bridge.name() + ", or of one of that name that is gone");
        }
        Translation result = new Translation();
        long[] key = KeyExtractor.extract(frame, state.inPort(), snapshot.vlanLimit());
        translator.resume(snapshot, state, key, result);
        return execute(result, snapshot.vlanLimit(), bridge, state.inPort(), frame);
    }

    private static void checkLength(byte[] frame) {
        if (frame.length < MIN_FRAME || frame.length > MAX_FRAME) {
            throw new ConfigException("frame", frame.length + " bytes", MIN_FRAME + " to " + MAX_FRAME + " bytes");
        }
    }

    private CompletableFuture<Boolean> execute(
            Translation result, int vlanLimit, BridgeSnapshot bridge, int inPort, byte[] frame) {
        translator.forget();
        Report.Uncached report = new Report.Uncached(Passage.of(result), frame.length, clock.nanoTime());
        revalidator.tell(agent -> agent.count(report));
        BridgePort port = bridge.port(inPort);
        Program program = result.program();
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        pmd.proxy().run(() -> {
            pmd.execute(program, frame, port == null ? -bridge.id() : port.datapathPort(), vlanLimit);
            done.complete(true);
        });
        return done;
    }
}
