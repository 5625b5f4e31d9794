package io.weft.cli.verb;

/** The words are not a command line that makes sense: exit status 2. The message is a sentence. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String sentence) {
        super(sentence);
    }
}
