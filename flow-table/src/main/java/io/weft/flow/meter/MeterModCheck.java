package io.weft.flow.meter;

/** Judges what a meter shall be. */
final class MeterModCheck {
    private MeterModCheck() {}

    static void check(Meter meter) {
        long id = meter.id();
        boolean special = id == Meter.SLOWPATH || id == Meter.CONTROLLER;
        require(special || id >= 1 && id <= Meter.MAX_ID, "meter", id, "1 to 0xffff0000, slowpath or controller");
        int count = meter.bands().size();
        require(count >= 1 && count <= Meter.MAX_BANDS, "bands", count, "1 to " + Meter.MAX_BANDS);
        for (int i = 0; i < count; i++) {
            MeterBand band = meter.bands().get(i);
            String where = "bands[" + i + "].";
            require(band.rate() >= 1 && band.rate() <= MeterBand.MAX, where + "rate", band.rate(), "1 to 4294967295");
            require(
                    band.burstSize() >= 0 && band.burstSize() <= MeterBand.MAX,
                    where + "burst_size",
                    band.burstSize(),
                    "0 to 4294967295");
            require(
                    meter.burst() || band.burstSize() == 0,
                    where + "burst_size",
                    band.burstSize(),
                    "absent without the flag burst");
            boolean remarks = band.kind() == MeterBand.Kind.DSCP_REMARK;
            require(
                    band.precedence() >= 0 && band.precedence() <= 255 && (remarks || band.precedence() == 0),
                    where + "prec_level",
                    band.precedence(),
                    remarks ? "0 to 255" : "absent in a band of type drop");
        }
    }

    static void require(boolean satisfied, String field, Object value, String allowed) {
        if (!satisfied) {
            throw new MeterModException(field, String.valueOf(value), allowed);
        }
    }
}
