package io.weft.cli.verb;

import io.weft.flow.key.Nearest;
import java.util.Collection;

/** Finds the name that somebody probably meant. */
public final class Similar {
    private Similar() {}

    /** {@code  (did you mean "x"?)} with a leading space, or nothing when no name is near {@code word}. */
    public static String hint(String word, Collection<String> names) {
        String nearest = Nearest.of(word, names);
        return nearest == null ? "" : " (did you mean \"" + nearest + "\"?)";
    }
}
