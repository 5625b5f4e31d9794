package io.weft.northbound.codec;

/** Enums whose numbers in {@code switch.proto} are the ordinals of their Java twins; a test holds them together. */
final class EnumCodec {
    private EnumCodec() {}

    /** The constant with this number; {@code unknown} for numbers of a newer switch. */
    static <E extends Enum<E>> E decode(E[] constants, int number, E unknown) {
        return number >= 0 && number < constants.length ? constants[number] : unknown;
    }
}
