package io.weft.cli.top;

import java.util.Locale;

/** Numbers as people read them: rates in three digits, counts whole. */
final class Figures {
    private static final String[] UNITS = {"", "k", "M", "G", "T", "P"};

    private Figures() {}

    /** Three digits and a unit: {@code 0}, {@code 0.5}, {@code 12}, {@code 1.23k}, {@code 45.6M}. */
    static String rate(double value) {
        if (value < 0.05) {
            return "0";
        }
        if (value < 10) {
            return trimmed(String.format(Locale.ROOT, "%.1f", value));
        }
        double scaled = value;
        int unit = 0;
        while (scaled >= 999.5 && unit < UNITS.length - 1) {
            scaled /= 1000;
            unit++;
        }
        int digits = unit == 0 || scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + digits + "f", scaled) + UNITS[unit];
    }

    private static String trimmed(String text) {
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** All digits, in groups of three. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** One digit behind the point. */
    static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Such as {@code 3d 04:05:06}. */
    static String duration(long ns) {
        long s = ns / 1_000_000_000L;
        String time = String.format(Locale.ROOT, "%02d:%02d:%02d", s / 3600 % 24, s / 60 % 60, s % 60);
        return s >= 86_400 ? s / 86_400 + "d " + time : time;
    }
}
