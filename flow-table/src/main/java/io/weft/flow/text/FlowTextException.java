package io.weft.flow.text;

/** Flow text is wrong: a sentence, and where. */
public final class FlowTextException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String text;
    private final int position;
    private final int length;

    /**
     * @param message a sentence for people
     * @param text all of the text
     * @param position index of the first wrong character, 0 to the length of the text
     * @param length how many characters are wrong; 0 marks a place where something is missing
     */
    public FlowTextException(String message, String text, int position, int length) {
        super(message);
        this.text = text;
        this.position = Math.clamp(position, 0, text.length());
        this.length = Math.clamp(length, 0, text.length() - this.position);
    }

    public String text() {
        return text;
    }

    public int position() {
        return position;
    }

    public int length() {
        return length;
    }

    /** The sentence, the text, and a line of carets under what is wrong; no newline at the end. */
    public String render() {
        return getMessage() + "\n  " + printable() + "\n  " + " ".repeat(position) + "^".repeat(Math.max(1, length));
    }

    /** Control characters would move the text away from its caret. */
    private String printable() {
        StringBuilder line = new StringBuilder(text);
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                line.setCharAt(i, ' ');
            }
        }
        return line.toString();
    }
}
