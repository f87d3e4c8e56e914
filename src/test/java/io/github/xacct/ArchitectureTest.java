package io.github.xacct;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which package may import which; CONTRIBUTING.md draws the same arrows for people. */
class ArchitectureTest {
  private static final String ROOT = "io.github.xacct.";
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.xacct");

  @ParameterizedTest(name = "{0} imports of ours only {1}")
  @CsvSource({
    "model, ''",
    "policy, model",
    "network, ''",
    "revision, model",
    "revision.rules, model",
    "pipeline, model report",
    "report, model",
    "deploy, model revision report",
    "image, model report deploy",
    "preflight, model network policy revision report deploy",
    "aws, model network report deploy preflight stack",
    "stack, model network report deploy",
    "rehearsal, model network policy revision.rules"
  })
  void arrowsPointOneWay(String importer, String imported) {
    String[] allowed =
        Stream.concat(Stream.of(importer), Arrays.stream(imported.split(" ")))
            .filter(name -> !name.isEmpty())
            .map(name -> ROOT + name + "..")
            .toArray(String[]::new);
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + importer + "..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("io.github.xacct..").and(not(resideInAnyPackage(allowed)))));
  }

  @ParameterizedTest(name = "only {0} imports {1}")
  @CsvSource({
    "goal, org.apache.maven..",
    "image, com.google.cloud.tools.jib..",
    "aws, software.amazon.awssdk.."
  })
  void aLibraryIsImportedInOnePlace(String importer, String library) {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + importer + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library));
  }

  @Test
  void theModelImportsNoLibrary() {
    check(
        classes()
            .that()
            .resideInAPackage(ROOT + "model..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ROOT + "model..", "java.."));
  }

  @Test
  void thePackagesHaveNoCycle() {
    check(slices().matching("io.github.xacct.(*)..").should().beFreeOfCycles());
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(OURS);
  }
}
