package io.weft.cli.verb;

import io.weft.northbound.control.ControlException;
import io.weft.northbound.control.FieldViolation;
import java.util.List;

/**
 * A refusal as people read it: one sentence, and where a text was parsed, the text with carets under what is wrong.
 *
 * <pre>
 *   weft: ofctl add-flow: unknown field "nw_srcc" (did you mean "nw_src"?)
 *     priority=10,ip,nw_srcc=10.0.0.1,actions=drop
 *                    ^^^^^^^
 * </pre>
 *
 * @param command such as {@code ofctl add-flow}
 * @param more further sentences, one a line
 * @param parsed the text that was parsed; empty: none
 * @param offset of the first wrong character in {@code parsed}
 * @param length how many characters are wrong; 0 marks a place where something is missing
 */
public record Refusal(String command, String sentence, List<String> more, String parsed, int offset, int length) {
    /** {@code cause} may be any exception; a {@link ControlException} says most. */
    public static Refusal of(String command, Throwable cause) {
        String sentence = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (!(cause instanceof ControlException refused)) {
            return new Refusal(command, sentence, List.of(), "", 0, 0);
        }
        List<String> more = refused.violations().stream()
                .map(FieldViolation::message)
                .filter(message -> !message.isEmpty() && !sentence.contains(message))
                .toList();
        ControlException.TextSpan span = refused.span();
        return new Refusal(command, sentence, more, span.text(), span.offset(), span.length());
    }

    /** The lines for standard error, each ended. */
    public String text() {
        StringBuilder text = new StringBuilder("weft: ")
                .append(command)
                .append(": ")
                .append(sentence)
                .append('\n');
        more.forEach(line -> text.append("  ").append(line).append('\n'));
        if (!parsed.isEmpty()) {
            text.append("  ").append(printable()).append('\n');
            text.append("  ")
                    .repeat(' ', Math.max(0, offset))
                    .repeat('^', Math.max(1, length))
                    .append('\n');
        }
        return text.toString();
    }

    /** Control characters would move the text away from its carets. */
    private String printable() {
        StringBuilder line = new StringBuilder(parsed);
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                line.setCharAt(i, ' ');
            }
        }
        return line.toString();
    }
}
