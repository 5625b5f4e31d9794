package io.weft.cli.verb;

import java.util.Collection;

/** Finds the name that somebody probably meant. */
public final class Similar {
    private Similar() {}

    /** {@code  (did you mean "x"?)} with a leading space, or nothing when no name is near {@code word}. */
    public static String hint(String word, Collection<String> names) {
        String best = "";
        int bestDistance = Math.max(2, word.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(word, name);
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return best.isEmpty() ? "" : " (did you mean \"" + best + "\"?)";
    }

    /** Levenshtein's distance, with one row. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            row[column] = column;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int column = 1; column <= right.length(); column++) {
                int substituted = diagonal + (left.charAt(i - 1) == right.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(substituted, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[right.length()];
    }
}
