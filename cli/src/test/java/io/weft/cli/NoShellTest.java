package io.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Programs are started with their arguments, never through a shell that would read them again. */
class NoShellTest {
    private static final Pattern SHELL = Pattern.compile("\"(/bin/)?(ba)?sh\"\\s*,|(ba)?sh -c");

    @Test
    void noSourceStartsAShell() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("src/main/java"))
                    .filter(NoShellTest::startsShell)
                    .toList();
            assertThat(found).isEmpty();
        }
    }

    private static boolean startsShell(Path file) {
        try {
            return SHELL.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
