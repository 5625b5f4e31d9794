package io.weft.cli.verb;

/** A verb itself refuses, without having asked a switch: exit status 1. The message is a sentence. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RefusedException(String sentence) {
        super(sentence);
    }

    public RefusedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
