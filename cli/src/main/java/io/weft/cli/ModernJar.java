package io.weft.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives the classes of a jar that were compiled for Java 5 or older the form of Java 8 (JVMS 4.10.1: stack maps), so that the ahead-of-time
 * cache takes them: it leaves out classes that only the old verifier can judge. What they do is the same. The launcher runs this once per build, for
 * picocli; every verb then starts a sixth faster.
 */
final class ModernJar {
    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

    private static final ClassFile CLASSES = ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(ModernJar.class.getClassLoader())
                    .orElse(ClassHierarchyResolver.defaultResolver())));

    /** Copying instruction by instruction is what makes the stack maps. */
    private static final MethodTransform AGAIN =
            MethodTransform.transformingCode((code, element) -> code.with(element));

    private static final ClassTransform MODERN = (builder, element) -> {
        switch (element) {
            case ClassFileVersion _ -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            case MethodModel method -> builder.transformMethod(method, AGAIN);
            default -> builder.with(element);
        }
    };

    private ModernJar() {}

    /** @param args the jar, which is replaced when all of it is done */
    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]).toAbsolutePath();
        Path made = jar.resolveSibling(jar.getFileName() + ".new");
        try (ZipFile in = new ZipFile(jar.toFile());
                ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(made)))) {
            for (ZipEntry entry : Collections.list(in.entries())) {
                byte[] bytes = in.getInputStream(entry).readAllBytes();
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(entry.getName().endsWith(".class") ? modern(bytes) : bytes);
                out.closeEntry();
            }
        }
        Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The class in its new form; itself when it is new enough. */
    static byte[] modern(byte[] bytes) {
        ClassModel model = CLASSES.parse(bytes);
        return model.majorVersion() < FIRST_WITH_STACK_MAPS ? CLASSES.transformClass(model, MODERN) : bytes;
    }
}
