package io.weft.cli.ofctl;

import io.weft.cli.verb.RefusedException;
import io.weft.cli.verb.Syntax;
import io.weft.northbound.control.BridgeView;

/** {@code show}: the bridge in the words of its OpenFlow features reply. */
final class ShowCommand implements OfctlCommand {
    @Override
    public Syntax syntax() {
        return new Syntax("show", "BRIDGE", "Prints a bridge's datapath identity and ports.");
    }

    @Override
    public int run(OfctlCall call) {
        BridgeView bridge = call.client().bridges().stream()
                .filter(view -> view.name().equals(call.bridge()))
                .findFirst()
                .orElseThrow(() -> new RefusedException("no bridge named \"" + call.bridge() + "\""));
        String identity = Long.toHexString(bridge.datapathId());
        call.out().println("OFPT_FEATURES_REPLY (xid=0x2): dpid:" + "0".repeat(16 - identity.length()) + identity);
        call.out().println("n_tables:254, n_buffers:0");
        call.out().println("capabilities: FLOW_STATS TABLE_STATS PORT_STATS");
        PortDescriptions.print(call.client().ports(call.bridge()), call.out());
        call.out().println("OFPT_GET_CONFIG_REPLY (xid=0x4): frags=normal miss_send_len=0");
        return 0;
    }
}
