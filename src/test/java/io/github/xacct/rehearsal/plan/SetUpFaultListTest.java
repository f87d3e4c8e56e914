package io.github.xacct.rehearsal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The documented list of set-up faults is complete. */
class SetUpFaultListTest {
  @Test
  void reportsEachFaultOnceWithItsCheck() throws IOException {
    var rows =
        Files.readAllLines(Path.of("docs/set-up-faults.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(SetUpFault.values())
                .map(f -> "| `%s` | %s | `%s` |".formatted(f.id(), f.sentence(), f.check()))
                .toList())
        .hasSizeGreaterThanOrEqualTo(45);
  }

  @Test
  void sharesNoIdWithTheFaultsOfADeployment() {
    assertThat(Arrays.stream(SetUpFault.values()).map(SetUpFault::id))
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(
            Arrays.stream(RehearsalPlan.Fault.values()).map(RehearsalPlan.Fault::id).toList())
        .doesNotContainAnyElementsOf(
            Arrays.stream(EcsSetUpFault.values()).map(EcsSetUpFault::id).toList());
  }
}
