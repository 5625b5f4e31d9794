package io.weft.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.host.HostCommand;
import io.weft.cli.host.HostCommand.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher records and uses the start-up cache of switchd: its copy in a tree of its own, with a program in place of the JVM that notes what it is asked. */
class LauncherCacheTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Notes the command line; a recording is noted at its begin and its end, and fails when the tree has a file "fails". */
    private static final String JVM = """
            #!/bin/bash
            root=$(dirname "$(dirname "$(dirname "$0")")")
            for word; do
                if [[ $word == -XX:AOTCacheOutput=* ]]; then
                    echo "recording" >>"$root/log"
                    if [[ -e $root/fails ]]; then echo "recorded" >>"$root/log"; exit 1; fi
                    while [[ -e $root/slow ]]; do sleep 0.02; done
                    echo cache >"${word#*=}"
                    echo "recorded" >>"$root/log"
                    exit 0
                fi
            done
            echo "$@" | grep -o 'weft-switchd.aot\\|weft.aot' || echo none
            """;

    @TempDir
    private Path root;

    private Path dist;

    @BeforeEach
    void tree() throws IOException {
        Files.copy(SystemTests.root().resolve("weft"), root.resolve("weft"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String directory :
                List.of(".mvn", "config", "module/src/main", "jdk/bin", ".weft/dist-1/lib", ".weft/dist-1/perf")) {
            Files.createDirectories(root.resolve(directory));
        }
        Files.createFile(root.resolve("pom.xml"));
        Files.createFile(root.resolve("module/pom.xml"));
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        Path java = Files.writeString(root.resolve("jdk/bin/java"), JVM);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        dist = root.resolve(".weft/dist-1");
        Files.createSymbolicLink(root.resolve(".weft/dist"), dist);
        Files.createFile(dist.resolve("weft.aot"));
        Files.createFile(dist.resolve("stamp"));
    }

    @AfterEach
    void noRecordingIsLeft() {
        assertThat(SystemTests.await(LIMIT, () -> log().size() % 2 == 0)).isTrue();
    }

    @Test
    void theFirstSwitchStartsWithoutAndLaterOnesWithTheCache() {
        assertThat(weft("switchd")).isEqualTo("weft.aot\n");
        assertThat(SystemTests.await(LIMIT, () -> Files.exists(dist.resolve("weft-switchd.aot"))))
                .isTrue();

        assertThat(weft("switchd")).isEqualTo("weft-switchd.aot\n");
        assertThat(weft("vsctl", "show")).isEqualTo("weft.aot\n");
        assertThat(log()).containsExactly("recording", "recorded");
    }

    @Test
    void switchesThatStartTogetherRecordOnce() throws IOException {
        Path slow = Files.createFile(root.resolve("slow"));
        for (int i = 0; i < 4; i++) {
            assertThat(weft("switchd")).isEqualTo("weft.aot\n");
        }
        assertThat(SystemTests.await(LIMIT, () -> log().equals(List.of("recording"))))
                .isTrue();
        Files.delete(slow);

        assertThat(weft("bench")).as("waits for the recording").isEqualTo("weft.aot\n");
        assertThat(dist.resolve("weft-switchd.aot")).exists();
        assertThat(log()).containsExactly("recording", "recorded");
    }

    @Test
    void aRecordingThatFailsIsNotTriedAgain() throws IOException {
        Files.createFile(root.resolve("fails"));
        assertThat(weft("bench")).isEqualTo("weft.aot\n");

        assertThat(weft("switchd")).isEqualTo("weft.aot\n");
        assertThat(weft("bench")).isEqualTo("weft.aot\n");
        assertThat(log()).containsExactly("recording", "recorded");
    }

    @Test
    void toolsAndADistributionThatIsUsedAsItIsRecordNothing() {
        assertThat(weft("vsctl", "show")).isEqualTo("weft.aot\n");
        assertThat(HostCommand.run(LIMIT, command("WEFT_NO_BUILD=1", "switchd")).output())
                .isEqualTo("weft.aot\n");
        assertThat(log()).isEmpty();
    }

    private String weft(String... arguments) {
        Result result = HostCommand.run(LIMIT, command("WEFT_NO_BUILD=", arguments));
        assertThat(result.status()).as(result.output()).isZero();
        return result.output().replace("weft: recording the start-up cache of switchd\n", "");
    }

    private List<String> command(String setting, String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                "env",
                setting,
                "WEFT_JAVA_HOME=" + root.resolve("jdk"),
                root.resolve("weft").toString()));
        line.addAll(List.of(arguments));
        return line;
    }

    private List<String> log() {
        try {
            Path log = root.resolve("log");
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
