package dev.tenon.conformance.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.NATIVE;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/**
 * Holds the picture in ARCHITECTURE.md: who may know whom, and which outside library stops where.
 *
 * <p>A rule over a package that is still empty passes.
 */
@AnalyzeClasses(packages = "dev.tenon", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String BRICS_AUTOMATA = "dev.tenon.automaton.dfa.BricsAutomata";
    private static final String LLAMA_NATIVE = "dev.tenon.sampler.llama.LlamaNative";

    @ArchTest
    static final ArchRule modulesKnowOnlyWhatIsBelowThem = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("automaton")
            .definedBy("dev.tenon.automaton..")
            .layer("schema-compiler")
            .definedBy("dev.tenon.schema..")
            .layer("sampler")
            .definedBy("dev.tenon.sampler..")
            .layer("tool-calls")
            .definedBy("dev.tenon.toolcalls..")
            .layer("server")
            .definedBy("dev.tenon.server..")
            .whereLayer("automaton")
            .mayNotAccessAnyLayer()
            .whereLayer("schema-compiler")
            .mayOnlyAccessLayers("automaton")
            .whereLayer("sampler")
            .mayOnlyAccessLayers("automaton")
            .whereLayer("tool-calls")
            .mayOnlyAccessLayers("schema-compiler", "automaton")
            .whereLayer("server")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule packagesOfAModuleFormNoCycle =
            slices().assignedFrom(new PackageSlices()).should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule bricsIsKnownToOneClass = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(BRICS_AUTOMATA)
            .and()
            .haveNameNotMatching(BRICS_AUTOMATA.replace(".", "\\.") + "\\$.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dk.brics..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nativeMethodsAreInOneClass = methods()
            .that()
            .haveModifier(NATIVE)
            .should()
            .beDeclaredInClassesThat()
            .haveFullyQualifiedName(LLAMA_NATIVE)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule jacksonStaysWhereJsonIsRead = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.tenon.schema..",
                    "dev.tenon.toolcalls..",
                    "dev.tenon.server..",
                    // tokenizer.json
                    "dev.tenon.automaton.token..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule serverLibrariesStayInTheServer = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tenon.server..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "picocli..", "io.micrometer..", "ch.qos.logback..", "org.slf4j..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule schemaGeneratorStaysWhereTypesAreRead = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tenon.server.local")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.victools..", "com.fasterxml.classmate..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule langChainStaysInItsPackage = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tenon.server.langchain4j")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.langchain4j..", "dev.tenon.server.langchain4j..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule libraryKnowsNothingOfTheWire = noClasses()
            .that()
            .resideInAnyPackage("dev.tenon.server.local..", "dev.tenon.server.langchain4j..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tenon.server.http..",
                    "dev.tenon.server.openai..",
                    "dev.tenon.server.metrics..",
                    "dev.tenon.server.cli..",
                    "io.netty..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule serverDoesWithoutTheLibrary = noClasses()
            .that()
            .resideInAPackage("dev.tenon.server..")
            .and()
            .resideOutsideOfPackages("dev.tenon.server.local", "dev.tenon.server.langchain4j")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.tenon.server.local..")
            .allowEmptyShould(true);

    /** One slice for each package, named as the package is. */
    private static final class PackageSlices implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "the packages";
        }
    }
}
