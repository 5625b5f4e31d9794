package io.weft.cli.top;

import io.weft.cli.host.HostCommand;
import io.weft.cli.host.HostCommand.Result;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The terminal while {@code weft top} has it: a screen of its own, keys without the enter key. {@link #close} gives it back as it was; so does the
 * end of the process by a signal.
 *
 * <p>Escape sequences are those of ECMA-48 and of xterm's alternate screen; the line discipline is set by stty(1).
 *
 * <p>Thread-safety: one thread, but for the hook that closes.
 */
final class TopScreen implements AutoCloseable {
    private static final String ESCAPE = "\u001b[";
    private static final String BEGIN = ESCAPE + "?1049h" + ESCAPE + "?25l";
    private static final String END = ESCAPE + "?25h" + ESCAPE + "?1049l";
    private static final String HOME = ESCAPE + "H";
    private static final String CLEAR_REST_OF_LINE = ESCAPE + "K";
    private static final String CLEAR_BELOW = ESCAPE + "J";
    private static final int DEFAULT_WIDTH = 80;
    private static final int DEFAULT_HEIGHT = 24;
    private static final int LEAST_WIDTH = 20;

    private final PrintWriter out;
    private final String before;
    private final LinkedBlockingQueue<Character> keys = new LinkedBlockingQueue<>();
    private boolean closed;

    private TopScreen(PrintWriter out, String before) {
        this.out = out;
        this.before = before;
    }

    /** Whether somebody sits there: both keys and screen. */
    static boolean isThere() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /** Takes the terminal of this process. */
    static TopScreen open(PrintWriter out) {
        Result saved = stty("-g");
        TopScreen screen = new TopScreen(out, saved.succeeded() ? saved.output().strip() : "");
        Runtime.getRuntime().addShutdownHook(new Thread(screen::restore, "terminal"));
        if (saved.succeeded()) {
            // No suspending: a stopped process could not give the screen back.
            stty("-icanon", "-echo", "susp", "undef", "min", "1", "time", "0");
            Thread.ofPlatform().daemon().name("keys").start(screen::readKeys);
        }
        out.print(BEGIN);
        out.flush();
        return screen;
    }

    private static Result stty(String... words) {
        String[] command = new String[words.length + 3];
        command[0] = "stty";
        command[1] = "-F";
        command[2] = "/dev/tty";
        System.arraycopy(words, 0, command, 3, words.length);
        return HostCommand.run(command);
    }

    private void readKeys() {
        try {
            for (int key = System.in.read(); key >= 0; key = System.in.read()) {
                keys.add((char) key);
            }
        } catch (IOException e) {
            keys.clear(); // no keys any more: Ctrl-C still ends it
        }
    }

    /** Columns and lines of the screen now. */
    record Size(int width, int height) {}

    Size size() {
        Result answer = stty("size");
        String[] words = answer.output().strip().split(" ", -1);
        if (!answer.succeeded() || words.length != 2 || !(words[0] + words[1]).matches("[0-9]{2,8}")) {
            return new Size(DEFAULT_WIDTH, DEFAULT_HEIGHT);
        }
        int height = Integer.parseInt(words[0]);
        int width = Integer.parseInt(words[1]);
        return new Size(
                width == 0 ? DEFAULT_WIDTH : Math.max(LEAST_WIDTH, width), height == 0 ? DEFAULT_HEIGHT : height);
    }

    /** Shows these lines in the place of those before; no more than the screen has. */
    synchronized void show(List<String> lines) {
        if (closed) {
            return;
        }
        StringBuilder page = new StringBuilder(HOME);
        for (int i = 0; i < lines.size(); i++) {
            page.append(i == 0 ? "" : "\r\n").append(lines.get(i)).append(CLEAR_REST_OF_LINE);
        }
        out.print(page.append(CLEAR_BELOW));
        out.flush();
    }

    /** The next key, or 0 when none comes in time. */
    char key(long timeoutNs) throws InterruptedException {
        Character key = keys.poll(Math.max(0, timeoutNs), TimeUnit.NANOSECONDS);
        return key == null ? 0 : key;
    }

    private synchronized void restore() {
        if (!closed) {
            closed = true;
            out.print(END);
            out.flush();
            if (!before.isEmpty()) {
                stty(before);
            }
        }
    }

    @Override
    public void close() {
        restore();
    }
}
