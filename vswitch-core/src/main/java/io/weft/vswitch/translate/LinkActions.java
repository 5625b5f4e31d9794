package io.weft.vswitch.translate;

import io.weft.flow.action.BundleSpec;
import io.weft.flow.action.HashFields;
import io.weft.flow.action.MultipathSpec;
import io.weft.flow.action.Ports;
import io.weft.flow.hash.FieldHash;
import io.weft.flow.hash.LinkChoice;
import io.weft.vswitch.bridge.BridgePort;
import io.weft.vswitch.counters.DropReason;

/** The actions that choose one of several links by a hash. */
final class LinkActions {
    private static final int NONE_16 = 0xffff;

    private final Run run;
    private final FieldActions fields;
    private final OutputActions outputs;

    LinkActions(Run run, FieldActions fields, OutputActions outputs) {
        this.run = run;
        this.fields = fields;
        this.outputs = outputs;
    }

    void multipath(MultipathSpec spec) {
        fields.assign(spec.target(), LinkChoice.link(spec, hash(spec.fields(), spec.basis())));
    }

    void bundle(BundleSpec spec) {
        boolean isHashed = spec.algorithm() == BundleSpec.Algorithm.HRW;
        int hash = isHashed ? hash(spec.fields(), spec.basis()) : 0;
        int member = LinkChoice.member(spec, hash, this::isLive);
        if (spec.target() != null) {
            fields.assign(spec.target(), member == Ports.NONE ? NONE_16 : member & 0xFFFF);
        } else if (member == Ports.NONE) {
            run.emission.drop(DropReason.NO_DESTINATION);
            run.warn("not sent: no member is live");
        } else {
            outputs.output(member);
        }
    }

    private boolean isLive(int number) {
        BridgePort port = run.bridge.port(number);
        return port != null && port.isLive();
    }

    /** The hash of fields of the packet as it is now, which are looked at. */
    int hash(HashFields hashed, int basis) {
        run.packet.look(hashed);
        return FieldHash.hash(hashed, run.packet.key(), basis);
    }
}
