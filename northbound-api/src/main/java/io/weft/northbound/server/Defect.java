package io.weft.northbound.server;

import io.grpc.StatusRuntimeException;
import io.weft.northbound.codec.StatusCodec;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;

/** An exception that no contract allows: it goes to the log whole, and to the client as a sentence. */
final class Defect {
    private static final System.Logger LOG = System.getLogger(Defect.class.getName());

    private Defect() {}

    /** Logs it and returns what the client is told; {@code where} names the call. */
    static StatusRuntimeException report(String where, Throwable defect) {
        LOG.log(System.Logger.Level.ERROR, "defect in " + where, defect);
        return StatusCodec.encode(new ControlException(
                Kind.INTERNAL,
                "the switch failed in " + where + " (" + defect.getClass().getSimpleName() + "); its log says more"));
    }
}
