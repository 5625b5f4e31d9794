package io.weft.cli.vsctl;

import java.util.Random;

/** Texts of all kinds of characters, with those that have a meaning to the grammar often among them; the seed is the whole secret. */
final class RandomText {
    private static final String SPECIAL = "\"\\=:,;{}[]() \n\t'!<>";
    private static final int MAX_LENGTH = 40;

    private RandomText() {}

    static String of(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(MAX_LENGTH);
        while (text.length() < length) {
            switch (random.nextInt(4)) {
                case 0 -> text.append(SPECIAL.charAt(random.nextInt(SPECIAL.length())));
                case 1 -> text.appendCodePoint(Character.MIN_SUPPLEMENTARY_CODE_POINT + random.nextInt(1 << 12));
                case 2 -> text.append((char) random.nextInt(0xd800));
                default -> text.append((char) (' ' + random.nextInt(95)));
            }
        }
        return text.toString();
    }
}
