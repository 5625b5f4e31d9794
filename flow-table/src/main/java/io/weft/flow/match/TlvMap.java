package io.weft.flow.match;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which tunnel options the fields {@code tun_metadata0} to {@code tun_metadata63} of a bridge are (ovs-fields(7), "Tunnel Metadata"):
 * options and fields one to one, 256 bytes of options at most. A field holds 16 bytes, so longer options are refused.
 *
 * <p>Thread-safety: immutable.
 */
public final class TlvMap {
    public static final TlvMap EMPTY = new TlvMap(List.of());

    /** Bytes of the longest option. */
    public static final int MAX_LENGTH = 16;

    /** Bytes of all options together. */
    public static final int MAX_SPACE = 256;

    /** Fields there are. */
    public static final int MAX_FIELDS = 64;

    private static final int UNIT = 4;

    private final List<TlvMapping> mappings;

    private TlvMap(List<TlvMapping> mappings) {
        this.mappings = List.copyOf(mappings);
    }

    /** By field. */
    public List<TlvMapping> mappings() {
        return mappings;
    }

    /** Bytes that the options take. */
    public int space() {
        return mappings.stream().mapToInt(TlvMapping::length).sum();
    }

    /** A bit for each field that is mapped: bit N for {@code tun_metadataN}. */
    public long fields() {
        return bits(mappings);
    }

    /** A bit for each field of {@code mappings}. */
    public static long bits(List<TlvMapping> mappings) {
        return mappings.stream().mapToLong(one -> 1L << one.index()).reduce(0, (a, b) -> a | b);
    }

    /**
     * This map and more.
     *
     * @throws FieldException when an option or a field is mapped already, is none, or there is no space; nothing is added then
     */
    public TlvMap with(List<TlvMapping> more) {
        List<TlvMapping> all = new ArrayList<>(mappings);
        for (TlvMapping one : more) {
            check(one);
            for (TlvMapping other : all) {
                if (other.option() == one.option()) {
                    throw refusal(
                            "type",
                            one.type(),
                            "an option that is not mapped yet",
                            "class 0x"
                                    + Integer.toHexString(one.optionClass()) + ", type 0x"
                                    + Integer.toHexString(one.type())
                                    + " is already tun_metadata" + other.index());
                }
                if (other.index() == one.index()) {
                    throw refusal(
                            "tun_metadata",
                            one.index(),
                            "a field that is not mapped yet",
                            "tun_metadata" + one.index() + " is already mapped");
                }
            }
            all.add(one);
        }
        all.sort(Comparator.comparingInt(TlvMapping::index));
        TlvMap map = new TlvMap(all);
        if (map.space() > MAX_SPACE) {
            throw refusal(
                    "len",
                    map.space(),
                    "256 bytes for all options",
                    "the table is full: all options together take " + map.space() + " bytes, and there are "
                            + MAX_SPACE);
        }
        return map;
    }

    /** This map without the mappings of the options of {@code fewer}; those that it does not have do not matter. */
    public TlvMap without(List<TlvMapping> fewer) {
        return new TlvMap(mappings.stream()
                .filter(one -> fewer.stream().noneMatch(other -> other.option() == one.option()))
                .toList());
    }

    private static void check(TlvMapping one) {
        range("class", one.optionClass(), 0xFFFF);
        range("type", one.type(), 0xFF);
        range("tun_metadata", one.index(), MAX_FIELDS - 1);
        range("len", one.length(), MAX_LENGTH);
        if (one.length() % UNIT != 0) {
            throw refusal("len", one.length(), "a multiple of 4", "the length of an option is a multiple of 4");
        }
    }

    private static void range(String field, int value, int largest) {
        if (value < 0 || value > largest) {
            String allowed = "0 to " + largest;
            throw refusal(field, value, allowed, field + " is " + allowed + ", not " + value);
        }
    }

    private static FieldException refusal(String field, int value, String allowed, String message) {
        return new FieldException(field, Integer.toString(value), allowed, message);
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof TlvMap other && mappings.equals(other.mappings);
    }

    @Override
    public int hashCode() {
        return mappings.hashCode();
    }

    @Override
    public String toString() {
        return mappings.toString();
    }
}
