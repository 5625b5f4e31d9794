package io.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Old classes in a newer form. */
final class ModernJarTest {
    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    @Test
    void oldClassesGetStackMapsAndVerify() throws IOException {
        for (Class<?> type : List.of(CommandLine.class, CommandLine.Help.class, CommandLine.Model.CommandSpec.class)) {
            byte[] modern = ModernJar.modern(bytes(type));
            assertThat(ClassFile.of().parse(modern).majorVersion()).isEqualTo(ClassFile.JAVA_8_VERSION);
            assertThat(ClassFile.of().parse(modern).methods().stream()
                            .flatMap(method -> method.code().stream())
                            .anyMatch(code -> code.elementStream().count() > 0
                                    && code.findAttribute(java.lang.classfile.Attributes.stackMapTable())
                                            .map(StackMapTableAttribute::entries)
                                            .isPresent()))
                    .isTrue();
            assertThat(ClassFile.of().verify(modern)).isEmpty();
        }
    }

    @Test
    void newClassesStayAsTheyAre() throws IOException {
        byte[] own = bytes(ModernJar.class);
        assertThat(ModernJar.modern(own)).isSameAs(own);
    }
}
