package io.weft.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cli.system.SystemTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The reference pages say what the code says. To renew them: {@code WEFT_RENEW_REFERENCE=1 mvn -Dquick test -pl cli -am
 * -Dtest=ReferencePagesTest -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ReferencePagesTest {
    private static final Path DIRECTORY = SystemTests.root().resolve("docs/reference");

    @Test
    void pagesAreAsGenerated() throws IOException {
        if (System.getenv("WEFT_RENEW_REFERENCE") != null) {
            renew();
        }
        for (Map.Entry<String, String> page : ReferencePages.all().entrySet()) {
            assertThat(DIRECTORY.resolve(page.getKey())).content().isEqualTo(page.getValue());
        }
    }

    private static void renew() throws IOException {
        Files.createDirectories(DIRECTORY);
        for (Map.Entry<String, String> page : ReferencePages.all().entrySet()) {
            Files.writeString(DIRECTORY.resolve(page.getKey()), page.getValue());
        }
    }
}
