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
        BridgeView bridge = call.client().bridges().list().stream()
                .filter(view -> view.name().equals(call.bridge()))
                .findFirst()
                .orElseThrow(() -> new RefusedException("no bridge named \"" + call.bridge() + "\""));
        String identity = Long.toHexString(bridge.datapathId());
        boolean later = call.options().isLater();
        String version = call.options().version();
        call.out()
                .println("OFPT_FEATURES_REPLY" + version + " (xid=0x2): dpid:" + "0".repeat(16 - identity.length())
                        + identity);
        call.out().println("n_tables:254, n_buffers:0");
        call.out()
                .println("capabilities: FLOW_STATS TABLE_STATS PORT_STATS "
                        + (later ? "GROUP_STATS QUEUE_STATS" : "QUEUE_STATS ARP_MATCH_IP"));
        if (later) {
            call.out().println("OFPST_PORT_DESC reply" + version + " (xid=0x3):");
        } else {
            call.out()
                    .println("actions: output enqueue set_vlan_vid set_vlan_pcp strip_vlan mod_dl_src mod_dl_dst"
                            + " mod_nw_src mod_nw_dst mod_nw_tos mod_tp_src mod_tp_dst");
        }
        PortDescriptions.print(call.client().ports().list(call.bridge()), later, call.out());
        call.out()
                .println("OFPT_GET_CONFIG_REPLY" + version + " (xid=" + (later ? "0x5" : "0x4") + "): frags="
                        + FragmentsCommand.text(bridge.fragments()) + " miss_send_len=0");
        return 0;
    }
}
