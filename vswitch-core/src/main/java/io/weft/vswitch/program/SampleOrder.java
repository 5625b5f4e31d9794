package io.weft.vswitch.program;

import io.weft.flow.action.Action;
import io.weft.flow.action.SampleDirection;
import java.util.Locale;

/**
 * What a SAMPLE instruction does: with a probability, hands the packet as it is to those who collect samples.
 *
 * @param bridge the id of the bridge whose entry says so
 * @param action probability, collector set, observation domain and point, port and direction
 */
public record SampleOrder(int bridge, Action.Sample action) {
    /** Bytes of a packet that a sample shows at most, as sFlow has it by default. */
    public static final int MAX_BYTES = 128;

    private static final int ALWAYS = 0xFFFF;

    /** As Open vSwitch writes the action of its datapath. */
    @Override
    public String toString() {
        String direction = action.direction() == SampleDirection.DEFAULT
                ? ""
                : "," + action.direction().name().toLowerCase(Locale.ROOT);
        String sampler = "userspace(pid=0,flow_sample(probability=" + action.probability() + ",collector_set_id="
                + action.collectorSet() + ",obs_domain_id=" + action.domain() + ",obs_point_id=" + action.point()
                + ",output_port=" + Integer.toUnsignedString(action.samplingPort()) + direction + "))";
        return action.probability() == ALWAYS
                ? sampler
                : String.format(
                        Locale.ROOT,
                        "sample(sample=%.1f%%,actions(%s))",
                        100.0 * action.probability() / ALWAYS,
                        sampler);
    }
}
