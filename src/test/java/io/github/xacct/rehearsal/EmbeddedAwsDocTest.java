package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.rehearsal.DeclaredServices.Declared;
import io.github.xacct.rehearsal.shape.Members;
import io.github.xacct.rehearsal.shape.OperationModel;
import io.github.xacct.rehearsal.shape.ServiceModel;
import io.github.xacct.rehearsal.shape.SimulatedMembers.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * docs/embedded-aws.md counts what is simulated and lists what is ignored; {@code -Dmembers.write}
 * writes both parts.
 */
class EmbeddedAwsDocTest {
  private static final Path PAGE = Path.of("docs", "embedded-aws.md");

  @ParameterizedTest
  @CsvSource({"counts", "ignored"})
  void isWhatTheServicesSay(String part) throws IOException {
    String text = part.equals("counts") ? counts() : ignored();
    String page = Files.readString(PAGE);
    String begin = "<!-- begin: " + part + " -->\n";
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf("<!-- end: " + part + " -->");
    if (System.getProperty("members.write") != null) {
      Files.writeString(PAGE, page.substring(0, from) + text + page.substring(to));
      return;
    }
    assertThat(page.substring(from, to))
        .as("%s: mvn test -Dtest=EmbeddedAwsDocTest -Dmembers.write writes it", PAGE)
        .isEqualTo(text);
  }

  private static String counts() {
    var table = new StringBuilder();
    table.append(
        "| service | operations | simulated | members of these | simulated | ignored | 501 |\n");
    table.append("|---|---|---|---|---|---|---|\n");
    var sum = new int[6];
    for (Declared service : DeclaredServices.all()) {
      if (service.model().isPresent()) {
        int[] row = row(service, service.model().get());
        for (int i = 0; i < row.length; i++) {
          sum[i] += row[i];
        }
        boolean whole = service.model().get().isWhole();
        table.append(line(service.name(), whole ? "" : "+", row));
      }
    }
    return table.append(line("all", "+", sum)).append('\n').append(NOTE).toString();
  }

  private static final String NOTE =
      "\"+\": the service has more operations than the embedded model.\n";

  private static String line(String name, String more, int... row) {
    return "| %s | %d%s | %d | %d | %d | %d | %d |\n"
        .formatted(name, row[0], more, row[1], row[2], row[3], row[4], row[5]);
  }

  private static int[] row(Declared service, ServiceModel model) {
    var fates = new LinkedHashMap<Fate, Integer>();
    for (String name : service.members().operations()) {
      for (String path : members(model, name)) {
        fates.merge(service.members().of(name, path), 1, Integer::sum);
      }
    }
    return new int[] {
      model.operations().size(),
      service.members().operations().size(),
      fates.values().stream().mapToInt(n -> n).sum(),
      fates.getOrDefault(Fate.SIMULATED, 0),
      fates.getOrDefault(Fate.IGNORED, 0),
      fates.getOrDefault(Fate.REFUSED, 0)
    };
  }

  private static Set<String> members(ServiceModel model, String operation) {
    return model
        .operation(operation)
        .flatMap(OperationModel::input)
        .map(Members::of)
        .orElse(Set.of());
  }

  private static String ignored() {
    var table = new StringBuilder("| operation | members | why |\n|---|---|---|\n");
    for (Declared service : DeclaredServices.all()) {
      for (String operation : service.members().operations()) {
        byReason(service.members().members(operation))
            .forEach(
                (why, members) ->
                    table.append(
                        "| %s:%s | %s | %s |\n"
                            .formatted(service.name(), operation, members, why)));
      }
    }
    return table.toString();
  }

  private static Map<String, String> byReason(Map<String, String> members) {
    return members.entrySet().stream()
        .filter(member -> !member.getValue().isEmpty())
        .collect(
            Collectors.groupingBy(
                Map.Entry::getValue,
                LinkedHashMap::new,
                Collectors.mapping(
                    member -> "`" + member.getKey() + "`", Collectors.joining(", "))));
  }

  /** Also run here, so that a change of an operation detects it. */
  @org.junit.jupiter.api.Test
  void everyOperationThatIsAnsweredIsDeclared() {
    for (Declared service : MembersWalkTest.services()) {
      assertThat(service.members().operations())
          .as(service.name() + ".members beside the service's class")
          .containsAll(MembersWalkTest.answered(service));
    }
  }
}
