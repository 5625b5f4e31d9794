package io.weft.cli.daemon;

import io.weft.flow.group.GroupModException;
import io.weft.flow.match.FieldException;
import io.weft.flow.meter.MeterModException;
import io.weft.flow.table.FlowModException;
import io.weft.northbound.codec.Refusal;
import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.ControlException.TextSpan;
import io.weft.northbound.control.FieldViolation;
import io.weft.vswitch.SwitchException;
import io.weft.vswitch.conductor.ConfigException;
import java.util.List;
import java.util.function.Supplier;

/** The switch's exceptions as those of the API: the one place where they meet. */
final class Refusals {
    private Refusals() {}

    /** Runs {@code call}; what the switch refuses becomes a {@link ControlException}. */
    static <T> T translate(Supplier<T> call) {
        try {
            return call.get();
        } catch (ConfigException e) {
            throw refused(e);
        } catch (FlowModException e) {
            throw refused(e, e.index());
        } catch (GroupModException e) {
            throw Refusal.of(e);
        } catch (MeterModException e) {
            throw Refusal.of(e);
        } catch (FieldException e) {
            FieldViolation violation = new FieldViolation(e.field(), e.value(), e.allowed(), e.getMessage());
            throw new ControlException(Kind.INVALID, e.getMessage(), List.of(violation), TextSpan.NONE, e);
        } catch (SwitchException e) {
            throw new ControlException(Kind.UNAVAILABLE, e.getMessage(), List.of(), TextSpan.NONE, e);
        }
    }

    /** The refusal of the change with this position in the caller's list. */
    static ControlException refused(FlowModException e, int index) {
        String field = "flow_mods[" + index + "]." + e.field();
        String sentence = e.sentence();
        return new ControlException(
                Kind.INVALID,
                sentence,
                List.of(new FieldViolation(field, e.value(), e.allowed(), sentence)),
                TextSpan.NONE,
                e);
    }

    private static ControlException refused(ConfigException e) {
        List<FieldViolation> violations = e.violations().stream()
                .map(v -> new FieldViolation(v.field(), v.value(), v.allowed(), v.toString()))
                .toList();
        return new ControlException(Kind.INVALID, e.getMessage(), violations, TextSpan.NONE, e);
    }

    static ControlException notFound(String kind, String name) {
        return new ControlException(
                Kind.NOT_FOUND, new FieldViolation(kind, name, "", "no " + kind + " named " + name));
    }
}
