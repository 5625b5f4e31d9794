package io.weft.vswitch.port;

/**
 * An option of a port driver ({@code options:name=value}), for validation, {@code --help} and the reference page.
 *
 * @param name such as {@code n_rxq}
 * @param allowed what values are allowed, in words, such as {@code 1 to 64}
 * @param defaultValue in words; empty where there is none
 * @param summary one sentence
 */
public record PortOption(String name, String allowed, String defaultValue, String summary) {}
