package io.weft.vswitch;

import io.weft.flow.key.FlowKey;
import io.weft.flow.table.FlowEntry;
import io.weft.flow.text.DatapathFlowText;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.bridge.BridgeSnapshot;
import io.weft.vswitch.bridge.SwitchSnapshot;
import io.weft.vswitch.datapath.Megaflow;
import io.weft.vswitch.datapath.Passage;
import io.weft.vswitch.frozen.RecirculationIds;
import io.weft.vswitch.program.Program;
import io.weft.vswitch.program.ProgramText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;

/** An entry of a PMD's megaflow cache, with the figures of one moment. Its texts are those of {@code dpctl/dump-flows}. */
public final class MegaflowView {
    private final Megaflow megaflow;
    private final SwitchSnapshot snapshot;
    private final RecirculationIds ids;
    private final long packets;
    private final long bytes;
    private final long idleNs;

    private MegaflowView(Megaflow megaflow, SwitchSnapshot snapshot, RecirculationIds ids, long nowNs) {
        this.ids = ids;
        this.megaflow = megaflow;
        this.snapshot = snapshot;
        packets = Math.max(0, megaflow.packets());
        bytes = Math.max(0, megaflow.bytes());
        idleNs = nowNs - Math.max(megaflow.installedNs(), megaflow.usedNs());
    }

    static MegaflowView of(Megaflow megaflow, SwitchSnapshot snapshot, RecirculationIds ids, long nowNs) {
        return new MegaflowView(megaflow, snapshot, ids, nowNs);
    }

    /** An entry that a packet of the megaflow passed. {@code entry} is null where a table had none. */
    public record Visit(String bridge, int table, FlowEntry entry) {}

    public int pmd() {
        return megaflow.pmd().pmd();
    }

    /** A name of the match: the same for the same match, on every PMD. */
    public UUID ufid() {
        long high = 0x9E3779B97F4A7C15L;
        long low = 0xC2B2AE3D27D4EB4FL;
        for (int word = 0; word < megaflow.mask().length; word++) {
            long bits = megaflow.mask()[word];
            high = mix(high ^ bits ^ mix(megaflow.key()[word] & bits));
            low = mix(low + high ^ bits);
        }
        return new UUID(high, low);
    }

    private static long mix(long value) {
        long spread = (value ^ value >>> 31) * 0xD6E8FEB86659FD93L;
        return spread ^ spread >>> 32;
    }

    /** Since it was installed. */
    public long packets() {
        return packets;
    }

    /** Since it was installed. */
    public long bytes() {
        return bytes;
    }

    /** Since a packet last used it. */
    public long idleNs() {
        return idleNs;
    }

    public Program program() {
        return megaflow.program();
    }

    /** Whether the packet of a key, {@code in_port} being a port of the datapath, has this megaflow. */
    public boolean matches(long[] key) {
        int words = Math.min(key.length, megaflow.mask().length);
        for (int word = 0; word < words; word++) {
            if (((key[word] ^ megaflow.key()[word]) & megaflow.mask()[word]) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The tables that its packets pass, in order. */
    public List<Visit> visits() {
        List<Visit> visits = new ArrayList<>();
        Passage passage = megaflow.passage();
        for (int i = 0; i < passage.visitCount(); i++) {
            BridgeSnapshot bridge = snapshot.bridge(passage.bridge(i));
            visits.add(new Visit(bridge == null ? "" : bridge.name(), passage.table(i), passage.entry(i)));
        }
        return visits;
    }

    /**
     * What it matches.
     *
     * @param names ports by name, rather than by number in the datapath
     * @param more fields that it does not match, too
     */
    public String match(boolean names, boolean more) {
        long[] key = Arrays.copyOf(megaflow.key(), FlowKey.WORDS);
        long[] mask = Arrays.copyOf(megaflow.mask(), FlowKey.WORDS);
        return DatapathFlowText.print(key, mask, more, ports(names));
    }

    /** What it does. */
    public String actions(boolean names) {
        return ProgramText.format(megaflow.program(), megaflow.key(), megaflow.mask(), ids, ports(names));
    }

    private IntFunction<String> ports(boolean names) {
        return port -> {
            BridgePort known = names ? snapshot.port(port) : null;
            return known == null ? Integer.toString(port) : known.name();
        };
    }
}
