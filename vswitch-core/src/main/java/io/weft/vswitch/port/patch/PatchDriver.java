package io.weft.vswitch.port.patch;

import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortOption;
import java.util.List;

/** Ports of type {@code patch} (ovs-vswitchd.conf.db(5), "Patch Options"). Thread-safe: stateless. */
public final class PatchDriver implements PortDriver {
    /** The type. */
    public static final String TYPE = "patch";

    /** The option that names the other end. */
    public static final String PEER = "peer";

    private static final List<PortOption> OPTIONS = List.of(new PortOption(
            PEER, "the name of a patch port whose peer is this port", "", "The other end of the wire; required."));

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String summary() {
        return "One end of a wire between two bridges of the switch; the packet continues in the other bridge without leaving the thread.";
    }

    @Override
    public List<PortOption> options() {
        return OPTIONS;
    }

    @Override
    public PortDevice open(PortConfig config, PortContext context) throws PortException {
        config.requireKnown(OPTIONS);
        String peer = config.option(PEER, "");
        if (peer.isEmpty() || peer.equals(config.name())) {
            throw new PortException("options:" + PEER, peer, "the name of another patch port");
        }
        return new PatchPort(peer);
    }
}
