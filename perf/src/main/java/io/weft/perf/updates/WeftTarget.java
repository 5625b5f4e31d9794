package io.weft.perf.updates;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code weft switchd} and {@code weft ofctl}, as users run them. */
public final class WeftTarget extends Target {
    private static final Pattern USED = Pattern.compile("used ([0-9]+)K");

    private final String launcher =
            Path.of(System.getProperty("weft.home", "."), "weft").toString();
    private ProcessHandle switchd;

    private final List<String> knobs;

    /** @param knobs options of {@code switchd} */
    public WeftTarget(String... knobs) {
        super("weft");
        this.knobs = List.of(knobs);
    }

    @Override
    public void start() {
        List<String> command = weft("switchd");
        command.addAll(knobs);
        switchd = launch("switchd", command);
        await(weft("vsctl", "show"));
        must(weft("vsctl", "add-br", BRIDGE, "--", "set", "bridge", BRIDGE, "fail_mode=secure"));
    }

    /** A command line of the launcher, for this switch. */
    public List<String> weft(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("env", "WEFT_NO_BUILD=1", "WEFT_RUN_DIR=" + directory(), launcher));
        command.addAll(List.of(arguments));
        return command;
    }

    @Override
    List<String> tool(List<String> arguments) {
        List<String> command = weft("ofctl");
        command.addAll(arguments);
        return command;
    }

    @Override
    ProcessHandle holder() {
        return switchd;
    }

    /** The process id of the switch. */
    public long pid() {
        return switchd.pid();
    }

    @Override
    void settle() {
        jcmd("GC.run");
    }

    /** Bytes that live in the heap. */
    long heapBytes() {
        settle();
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        return used.find() ? 1024 * Long.parseLong(used.group(1)) : 0;
    }

    private String jcmd(String command) {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return must(List.of(program, Long.toString(switchd.pid()), command));
    }
}
