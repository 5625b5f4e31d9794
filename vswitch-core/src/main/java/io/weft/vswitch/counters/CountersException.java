package io.weft.vswitch.counters;

/** A counters file that cannot be used: the message is a sentence that names the file and what is wrong with it. */
public final class CountersException extends Exception {
    private static final long serialVersionUID = 1L;

    CountersException(String sentence) {
        super(sentence);
    }
}
