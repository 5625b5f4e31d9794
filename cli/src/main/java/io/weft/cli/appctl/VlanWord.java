package io.weft.cli.appctl;

import io.weft.cli.verb.UsageException;

/** A VLAN as a word. */
final class VlanWord {
    private VlanWord() {}

    /** @throws UsageException when it is not 0 to 4095 */
    static int parse(String word) {
        if (!word.matches("[0-9]{1,4}") || Integer.parseInt(word) > 4095) {
            throw new UsageException("\"" + word + "\" is not a VLAN; allowed: 0 to 4095");
        }
        return Integer.parseInt(word);
    }
}
