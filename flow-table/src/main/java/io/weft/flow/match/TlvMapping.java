package io.weft.flow.match;

/**
 * Which option of a Geneve header a {@code tun_metadata} field is.
 *
 * @param optionClass 0 to 65535 (RFC 8926 section 3.5)
 * @param type 0 to 255
 * @param length bytes of the option's data: 0 to {@link TlvMap#MAX_LENGTH}, a multiple of 4
 * @param index the N of {@code tun_metadataN}, 0 to 63
 */
public record TlvMapping(int optionClass, int type, int length, int index) {
    /** Class and type, which tell options apart. */
    int option() {
        return optionClass << 8 | type;
    }
}
