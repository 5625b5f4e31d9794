package io.weft.cli.config;

import io.weft.vswitch.conductor.IngressPolicing;
import io.weft.vswitch.conductor.QosSettings;

/** What records say of the rates of a port. */
final class QosRows {
    private QosRows() {}

    static QosSettings qos(Row iface) {
        return QosSettings.NONE.withIngress(new IngressPolicing(
                number(iface, "ingress_policing_rate"),
                number(iface, "ingress_policing_burst"),
                number(iface, "ingress_policing_kpkts_rate"),
                number(iface, "ingress_policing_kpkts_burst")));
    }

    private static long number(Row row, String column) {
        return Long.parseLong(row.text(column));
    }
}
