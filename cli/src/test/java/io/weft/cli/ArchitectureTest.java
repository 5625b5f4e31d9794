package io.weft.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between modules, by package: they run only downwards. */
class ArchitectureTest {
    private static JavaClasses ours;

    @BeforeAll
    static void read() {
        ours = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.weft");
    }

    private static void noArrow(String from, String... to) {
        noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to)
                .check(ours);
    }

    @Test
    void theVocabularyDependsOnNothingOfOurs() {
        noArrow(
                "io.weft.flow..",
                "io.weft.vswitch..",
                "io.weft.southbound..",
                "io.weft.northbound..",
                "io.weft.cli..",
                "io.weft.perf..");
    }

    @Test
    void theSwitchDependsOnTheVocabularyOnly() {
        noArrow("io.weft.vswitch..", "io.weft.southbound..", "io.weft.northbound..", "io.weft.cli..", "io.weft.perf..");
    }

    @Test
    void portDriversDoNotKnowTheApi() {
        noArrow("io.weft.southbound..", "io.weft.northbound..", "io.weft.cli..", "io.weft.perf..");
    }

    @Test
    void theApiDoesNotKnowTheSwitch() {
        noArrow("io.weft.northbound..", "io.weft.vswitch..", "io.weft.southbound..", "io.weft.cli..", "io.weft.perf..");
    }

    @Test
    void nothingDependsOnBenchmarks() {
        noArrow("io.weft.cli..", "io.weft.perf..");
    }

    @Test
    void onlyPortDriversCallNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.weft.southbound..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(ours);
    }

    @Test
    void theVocabularyIsPure() {
        noClasses()
                .that()
                .resideInAPackage("io.weft.flow..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "io.grpc..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(ours);
    }

    /** Verbs talk to the switch through its API, so that they work the same behind a socket. */
    @Test
    void operatorVerbsDoNotReachIntoTheSwitch() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.weft.cli.vsctl",
                        "io.weft.cli.ofctl",
                        "io.weft.cli.appctl",
                        "io.weft.cli.top",
                        "io.weft.cli.verb")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.weft.vswitch..", "io.weft.southbound..", "io.weft.cli.daemon..")
                .check(ours);
    }
}
