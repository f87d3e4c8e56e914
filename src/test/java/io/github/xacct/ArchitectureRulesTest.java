package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each rule of the architecture is red for a house that breaks it, and says what breaks it. */
class ArchitectureRulesTest {
  private static final ArchitectureRules RULES =
      new ArchitectureRules(Imports.of("wronghouse", ImportOption.Predefined.ONLY_INCLUDE_TESTS));

  private static final String ROWS =
      """
      model ->
      org.mockito ->
      rehearsal ->
      deploy -> goal model org.mockito rehearsal
      goal -> deploy rehearsal
      """;

  @Test
  void aRowSaysExactlyWhatItsPackageImports() {
    green(() -> RULES.packagesImport(ROWS));
    red(() -> RULES.packagesImport(ROWS.replace("model ->\n", "")), "\"model\"=[]");
    red(
        () -> RULES.packagesImport(ROWS.replace("goal -> deploy ", "goal -> ")),
        "\"goal\"=[\"deploy\"");
    red(
        () -> RULES.packagesImport(ROWS.replace("model ->", "model -> deploy")),
        "\"model\"=[\"deploy\"]");
  }

  @Test
  void packagesThatImportEachOtherAreACycle() {
    red(RULES::packagesHaveNoCycle, "Cycle detected: Slice deploy");
  }

  @Test
  void threeFilesInACircleAreAKnot() {
    green(() -> RULES.filesAreEntangledNoMoreThan(Map.of("deploy", 3)));
    red(() -> RULES.filesAreEntangledNoMoreThan(Map.of()), "deploy");
    red(() -> RULES.filesAreEntangledNoMoreThan(Map.of("deploy", 4)), "3");
  }

  @Test
  void aPackageOfFourFilesIsLargerThanThree() {
    green(() -> RULES.packagesHaveNoMoreFilesThan(4));
    red(() -> RULES.packagesHaveNoMoreFilesThan(3), "deploy");
  }

  @Test
  void aLibraryIsImportedInNamedPlacesAndEachNameIsTrue() {
    String library = "com.fasterxml.jackson.";
    green(() -> RULES.isImportedIn(library, "model"));
    red(() -> RULES.isImportedIn(library, "goal.."), "model");
    red(() -> RULES.isImportedIn(library, "model goal"), "goal");
  }

  @Test
  void aServiceThatImportsTheRehearsalIsRed() {
    red(() -> RULES.onlyGoalsImport("rehearsal"), "deploy");
    red(() -> RULES.onlyGoalsImport("report"), "Expecting any elements");
  }

  @Test
  void aMojoThatInheritsFromThreeIsRed() {
    red(RULES::mojosAreShallow, "DeepMojo=3");
  }

  @Test
  void aMethodIsCalledInNamedPlacesAndEachNameIsTrue() {
    green(() -> RULES.isCalledIn("sleep", "deploy.Impatient"));
    red(() -> RULES.isCalledIn("sleep", "goal.DeepMojo"), "deploy.Impatient");
    red(() -> RULES.isCalledIn("sleep", "deploy.Impatient goal.DeepMojo"), "goal.DeepMojo");
  }

  @Test
  void aModelThatImportsALibraryIsRed() {
    red(RULES::modelImportsNoLibrary, "wronghouse.model.Learned");
  }

  @Test
  void aPackageThatImportsAnotherLibraryIsRed() {
    red(() -> RULES.dependOnlyOn("model..", "java.."), "wronghouse.model.Learned");
  }

  @Test
  void timeIsAskedInNamedPlacesAndEachNameIsTrue() {
    for (String what : new String[] {"sleep", "clock", "now"}) {
      green(() -> RULES.timeIsAskedIn(what, "deploy.Impatient"));
      red(() -> RULES.timeIsAskedIn(what, "goal.DeepMojo"), "deploy.Impatient");
      red(() -> RULES.timeIsAskedIn(what, "deploy.Impatient goal.DeepMojo"), "goal.DeepMojo");
    }
  }

  @Test
  void aMockIsRed() {
    red(RULES::noMocks, "deploy");
  }

  private static void green(ThrowingCallable rule) {
    assertThatCode(rule).doesNotThrowAnyException();
  }

  private static void red(ThrowingCallable rule, String culprit) {
    assertThatThrownBy(rule).isInstanceOf(AssertionError.class).hasMessageContaining(culprit);
  }
}
