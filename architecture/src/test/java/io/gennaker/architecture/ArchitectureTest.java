package io.gennaker.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The rules of ARCHITECTURE.md that a compiler does not check.
class ArchitectureTest {
    private static final List<String> SERVICES =
            List.of("trigger", "orchestrator", "deployer", "analysis", "judgement", "console");

    /// Packages that talk to something outside. Every other package below a service's root is core.
    private static final List<String> ADAPTERS = List.of(
            "kafka",
            "postgres",
            "kubernetes",
            "prometheus",
            "datadog",
            "googlecloud",
            "json",
            "pubsub",
            "registry",
            "slack",
            "mail",
            "git",
            "http");

    /// What adapters share, and what puts them together, where a library has no root package of its own.
    private static final List<String> BESIDE_ADAPTERS = List.of("exchange", "sources");

    private static JavaClasses gennaker;

    @BeforeAll
    static void importClasses() {
        gennaker = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.gennaker");
    }

    @Test
    void shouldSeeEveryService() {
        assertThat(SERVICES)
                .allSatisfy(service -> assertThat(gennaker.that(resideInAPackage("io.gennaker." + service + "..")))
                        .as("classes of %s", service)
                        .isNotEmpty());
    }

    @TestFactory
    Stream<DynamicTest> shouldKeepFrameworksOutOfTheCore() {
        return SERVICES.stream()
                .map(service -> DynamicTest.dynamicTest(
                        service,
                        () -> classes()
                                .that(areCoreOf(service))
                                .should()
                                .onlyDependOnClassesThat(resideInAnyPackage(
                                                "java..",
                                                // the JDK's own reader of XML
                                                "javax.xml.stream..",
                                                "org.jspecify..",
                                                "io.gennaker.contracts..",
                                                "io.gennaker.judges..",
                                                "io.gennaker.provenance..",
                                                "io.gennaker.pipeline..")
                                        .or(areCoreOf(service)))
                                .because("core packages decide; adapters and the root package act")
                                .allowEmptyShould(true)
                                .check(gennaker)));
    }

    @TestFactory
    Stream<DynamicTest> shouldKeepAdaptersApart() {
        return SERVICES.stream()
                .flatMap(service -> ADAPTERS.stream()
                        .map(adapter -> DynamicTest.dynamicTest(
                                service + "/" + adapter,
                                () -> noClasses()
                                        .that(resideInAPackage(adapterPackage(service, adapter)))
                                        .should()
                                        .dependOnClassesThat(resideInAnyPackage(ADAPTERS.stream()
                                                .filter(other -> !other.equals(adapter))
                                                .map(other -> adapterPackage(service, other))
                                                .toArray(String[]::new)))
                                        .because("adapters meet in the core's ports")
                                        .allowEmptyShould(true)
                                        .check(gennaker))));
    }

    @TestFactory
    Stream<DynamicTest> shouldKeepServicesApart() {
        return SERVICES.stream()
                .map(service -> DynamicTest.dynamicTest(
                        service,
                        () -> noClasses()
                                .that(resideInAPackage("io.gennaker." + service + ".."))
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(Stream.concat(
                                                SERVICES.stream().filter(other -> !other.equals(service)),
                                                Stream.of("cli", "playground"))
                                        .map(other -> "io.gennaker." + other + "..")
                                        .toArray(String[]::new)))
                                .because("services talk only through Kafka")
                                .check(gennaker)));
    }

    @Test
    void shouldKeepThePipelineModelPure() {
        noClasses()
                .that(resideInAPackage("io.gennaker.pipeline.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.net..", "java.sql.."))
                .because("a plan is a function of its inputs")
                .check(gennaker);
    }

    @Test
    void shouldKeepTheJudgesPure() {
        classes()
                .that(resideInAPackage("io.gennaker.judges"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", "io.gennaker.judges"))
                .because("a judge is a function of its samples")
                .check(gennaker);
        classes()
                .that(resideInAPackage("io.gennaker.judges.."))
                .should()
                // com.sun.management: the benchmark asks the JDK what a thread allocated
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "com.sun.management..",
                        "org.jspecify..",
                        "com.fasterxml.jackson..",
                        "io.gennaker.judges.."))
                .because("cases are judged without a platform")
                .check(gennaker);
    }

    @Test
    void shouldKnowYamlAndCelInOnePlaceEach() {
        noClasses()
                .that(resideInAPackage("io.gennaker.pipeline.."))
                .and(DescribedPredicate.not(resideInAnyPackage("io.gennaker.pipeline.yaml..")))
                .should()
                .dependOnClassesThat(resideInAPackage("org.snakeyaml.."))
                .check(gennaker);
        noClasses()
                .that(resideInAPackage("io.gennaker.pipeline.."))
                .and(DescribedPredicate.not(resideInAnyPackage("io.gennaker.pipeline.expression..")))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.cel.."))
                .check(gennaker);
    }

    private static DescribedPredicate<JavaClass> areCoreOf(String service) {
        String root = "io.gennaker." + service;
        return resideInAPackage(root + "..")
                .and(DescribedPredicate.not(resideInAPackage(root)))
                .and(DescribedPredicate.not(
                        resideInAnyPackage(Stream.concat(ADAPTERS.stream(), BESIDE_ADAPTERS.stream())
                                .map(adapter -> adapterPackage(service, adapter))
                                .toArray(String[]::new))))
                .as("core classes of " + service);
    }

    private static String adapterPackage(String service, String adapter) {
        return "io.gennaker." + service + "." + adapter + "..";
    }
}
