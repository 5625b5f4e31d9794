package io.weft.flow.text;

import io.weft.flow.key.Nearest;
import io.weft.flow.meter.Meter;
import io.weft.flow.meter.MeterBand;
import io.weft.flow.meter.MeterMod;
import java.util.ArrayList;
import java.util.List;

/** Reads one meter. One instance reads one text. */
final class MeterParser {
    private static final String BANDS = "bands";
    private static final String BAND = "band";
    private static final String NO_RATE = "band must have 'rate'";
    private static final List<String> KEYWORDS = List.of("meter", "kbps", "pktps", "burst", "stats", BANDS);
    private static final List<String> BAND_KEYWORDS = List.of("type", "rate", "burst_size", "prec_level");

    private final MeterMod.Kind kind;
    private final String text;
    private final FlowScanner items;
    private final List<MeterBand> bands = new ArrayList<>();
    private long id = -1;
    private boolean kbps;
    private boolean pktps;
    private boolean burst;
    private boolean stats;
    private boolean bandsGiven;
    private MeterBand.Kind bandKind;
    private long rate;
    private long burstSize = -1;
    private int precedence;

    MeterParser(MeterMod.Kind kind, String text) {
        this.kind = kind;
        this.text = text;
        items = new FlowScanner(text.replace("bands=", "bands ").replace("band=", "band "), 0);
    }

    MeterMod parse() {
        try {
            while (!bandsGiven && items.next()) {
                keyword(items.key());
            }
            while (bandsGiven && items.next()) {
                bandItem(items.key());
            }
        } catch (FlowTextException e) {
            throw new FlowTextException(e.getMessage(), text, e.position(), e.length());
        }
        endBand();
        if (kind == MeterMod.Kind.DELETE) {
            return MeterMod.delete(id < 0 ? Meter.ALL : id);
        }
        requireAll();
        return new MeterMod(kind, new Meter(id, kbps ? Meter.Unit.KBPS : Meter.Unit.PKTPS, burst, stats, bands));
    }

    private void keyword(String key) {
        if (!KEYWORDS.contains(key) && !key.equals(BAND)) {
            throw items.badKey(unknown(key, KEYWORDS));
        }
        if (kind == MeterMod.Kind.DELETE && !key.equals("meter")) {
            throw items.badKey(key + " is not needed");
        }
        switch (key) {
            case "meter" -> id = id(items.value());
            case "kbps" -> kbps = true;
            case "pktps" -> pktps = true;
            case "burst" -> burst = true;
            case "stats" -> stats = true;
            default -> {
                if (!text.startsWith(key + "=", items.keyAt())) {
                    throw items.badKey(key + " needs =");
                }
                bandsGiven = true;
            }
        }
        if (!key.equals("meter") && items.delimiter() != 0) {
            throw items.bad(key + " takes no value");
        }
    }

    private static String unknown(String key, List<String> words) {
        String near = Nearest.of(key, words);
        return "unknown keyword " + key + (near == null ? "" : " (did you mean \"" + near + "\"?)");
    }

    private long id(String value) {
        if (kind == MeterMod.Kind.DELETE && value.equals("all")) {
            return Meter.ALL;
        }
        if (value.equals("slowpath")) {
            return Meter.SLOWPATH;
        }
        if (value.equals("controller")) {
            return Meter.CONTROLLER;
        }
        if (!value.equals("0") && isNumber(value, Meter.MAX_ID) && AddressText.number(value) != 0) {
            return AddressText.number(value);
        }
        throw items.badValue("invalid value for meter; allowed: 1 to " + Meter.MAX_ID + ", slowpath or controller"
                + (kind == MeterMod.Kind.DELETE ? ", or all" : ""));
    }

    private static boolean isNumber(String value, long largest) {
        return AddressText.isNumber(value) && Long.compareUnsigned(AddressText.number(value), largest) <= 0;
    }

    private void bandItem(String key) {
        if (!BAND_KEYWORDS.contains(key)) {
            throw items.badKey(unknown(key, BAND_KEYWORDS));
        }
        if (key.equals("type")) {
            endBand();
            bandKind = kind(items.value());
            return;
        }
        if (bandKind == null) {
            throw items.badKey("band must start with the 'type' keyword");
        }
        switch (key) {
            case "rate" -> {
                rate = isNumber(items.value(), MeterBand.MAX) ? AddressText.number(items.value()) : 0;
                if (rate == 0) {
                    throw items.badValue(NO_RATE + "; allowed: 1 to " + MeterBand.MAX);
                }
            }
            case "burst_size" -> {
                if (!burst) {
                    throw items.bad("band may have 'burst_size' only when 'burst' flag is set");
                }
                burstSize = number("burst_size", MeterBand.MAX);
            }
            default -> {
                if (bandKind != MeterBand.Kind.DSCP_REMARK) {
                    throw items.bad("Only 'dscp_remark' band may have 'prec_level'");
                }
                precedence = (int) number("prec_level", 255);
            }
        }
    }

    private MeterBand.Kind kind(String value) {
        for (MeterBand.Kind one : MeterBand.Kind.values()) {
            if (one.text().equals(value)) {
                return one;
            }
        }
        throw items.badValue("field type unknown value " + value + "; allowed: drop or dscp_remark");
    }

    private long number(String name, long largest) {
        if (!isNumber(items.value(), largest)) {
            throw items.badValue("invalid " + name + " \"" + items.value() + "\"; allowed: 0 to " + largest);
        }
        return AddressText.number(items.value());
    }

    private void endBand() {
        if (bandKind == null) {
            return;
        }
        if (rate == 0) {
            throw missing(NO_RATE);
        }
        if (burst && burstSize < 0) {
            throw missing("band must have 'burst_size' when 'burst' flag is set");
        }
        bands.add(new MeterBand(bandKind, rate, Math.max(burstSize, 0), precedence));
        bandKind = null;
        rate = 0;
        burstSize = -1;
        precedence = 0;
    }

    private void requireAll() {
        if (id < 0) {
            throw missing("must specify 'meter'");
        }
        if (!kbps && !pktps) {
            throw missing("meter must specify either 'kbps' or 'pktps'");
        }
        if (kbps && pktps) {
            throw missing("meter must specify 'kbps' or 'pktps', not both");
        }
        if (!bandsGiven) {
            throw missing("must specify bands");
        }
        if (bands.isEmpty()) {
            throw missing("meter must have bands");
        }
    }

    private FlowTextException missing(String message) {
        return new FlowTextException(message, text, text.length(), 0);
    }
}
