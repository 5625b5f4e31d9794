package io.weft.cli;

import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.SwitchControl;

/** A part of a {@link FakeSwitch}: the calls about one thing. What is kept is kept by the whole. */
interface FakePart extends SwitchControl {
    /** The switch of which this is a part. */
    FakeSwitch whole();

    static ControlException absent(String what) {
        return new ControlException(Kind.NOT_FOUND, "no " + what);
    }

    static void requireBridge(String bridge) {
        if (!bridge.equals("br0")) {
            throw absent("bridge named \"" + bridge + "\"");
        }
    }
}
