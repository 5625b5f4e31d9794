package io.weft.cli.demo;

/** The demo cannot go on; the message says why, for people. */
final class DemoException extends Exception {
    private static final long serialVersionUID = 1L;

    DemoException(String sentence) {
        super(sentence);
    }
}
