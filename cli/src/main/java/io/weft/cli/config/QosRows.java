package io.weft.cli.config;

import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.ControlException.Kind;
import io.weft.northbound.control.FieldViolation;
import io.weft.vswitch.conductor.IngressPolicing;
import io.weft.vswitch.conductor.QosSettings;
import io.weft.vswitch.shape.ClassSettings;
import io.weft.vswitch.shape.ShaperSettings;
import java.util.SortedMap;
import java.util.TreeMap;

/** What records say of the rates of a port. */
final class QosRows {
    /** The type of a record QoS that shapes. */
    static final String SHAPING = "linux-htb";

    /** One that says that nothing is shaped. */
    static final String NO_SHAPING = "linux-noop";

    /** A port that is shaped sends so much, bit/s, where nothing is said of it, as with Open vSwitch where a link does not tell its speed. */
    static final long DEFAULT_BPS = 100_000_000;

    private static final String KNOBS = "other_config";

    private final Rows rows;

    QosRows(Rows rows) {
        this.rows = rows;
    }

    /**
     * @throws ControlException when a rate is no number
     */
    QosSettings qos(Row port, Row iface) {
        QosSettings policed = QosSettings.NONE.withIngress(new IngressPolicing(
                Long.parseLong(iface.text("ingress_policing_rate")),
                Long.parseLong(iface.text("ingress_policing_burst")),
                Long.parseLong(iface.text("ingress_policing_kpkts_rate")),
                Long.parseLong(iface.text("ingress_policing_kpkts_burst"))));
        for (Row qos : rows.held(port, "qos", Schema.QOS)) {
            if (qos.text("type").equals(SHAPING)) {
                return policed.withEgress(shaper(qos));
            }
        }
        return policed;
    }

    private ShaperSettings shaper(Row qos) {
        SortedMap<Integer, ClassSettings> queues = new TreeMap<>();
        qos.get("queues").entries().forEach((number, uuid) -> {
            Row queue = rows.get(Schema.QUEUE, uuid);
            queues.put(Integer.parseInt(number), queue(queue));
        });
        return new ShaperSettings(number(qos, "max-rate", DEFAULT_BPS), number(qos, "burst", 0), queues);
    }

    private static ClassSettings queue(Row queue) {
        return new ClassSettings(
                number(queue, "min-rate", 0),
                number(queue, "max-rate", 0),
                number(queue, "burst", 0),
                number(queue, "priority", 0),
                queue.text("dscp").isEmpty() ? ClassSettings.UNMARKED : queue.number("dscp"));
    }

    private static long number(Row row, String key, long none) {
        String text = row.get(KNOBS).entries().get(key);
        if (text == null) {
            return none;
        }
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            String allowed = "a whole number" + (key.equals("priority") ? "" : ", in bit/s or bit");
            String sentence = row.table().name() + " " + row.name() + " " + KNOBS + ":" + key + ": \"" + text
                    + "\" is not allowed; allowed: " + allowed;
            throw new ControlException(Kind.INVALID, new FieldViolation(KNOBS + ":" + key, text, allowed, sentence));
        }
    }
}
