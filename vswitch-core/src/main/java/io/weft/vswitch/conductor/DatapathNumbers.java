package io.weft.vswitch.conductor;

import java.util.BitSet;

/** The numbers of ports in the datapath. The conductor's own. */
final class DatapathNumbers {
    private static final int FIRST_OF_BRIDGES = 100;

    private final BitSet taken = new BitSet();

    /** Takes a number for a port: of a dummy port the one in its name, as scripts expect, where that is free. */
    int take(String name, String type) {
        int number = choose(name, type);
        taken.set(number);
        return number;
    }

    private int choose(String name, String type) {
        String digits = name.replaceFirst("^[^0-9]*([0-9]{0,3}).*$", "$1");
        if (type.equals("dummy") && !digits.isEmpty()) {
            int number = Integer.parseInt(digits) + (name.startsWith("br") ? FIRST_OF_BRIDGES : 0);
            if (number > 0 && !taken.get(number)) {
                return number;
            }
        }
        return taken.nextClearBit(1);
    }

    void free(int number) {
        taken.clear(number);
    }
}
