package io.github.xacct.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.advice.Advice.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example message gets its advice, and each advice has an example. */
class AdviceTest {
  private static final Set<String> FILLED_IN =
      Set.of("caller", "environment", "function", "region", "image", "repository", "statement");

  /** Classes with suggestions that do not refer to an error message of AWS. */
  private static final Set<String> WITHOUT_AWS =
      Set.of(
          "AwsAccess.java",
          "Ec2Network.java",
          "EcrRepository.java",
          "RepositoryCreation.java",
          "ProfileFiles.java",
          "ServiceDeploymentRules.java",
          "ServiceUpdate.java",
          "SourceConnection.java",
          "StackChangeSets.java",
          "Stacks.java");

  private static final Path MAIN = Path.of("src/main/java/io/github/xacct");

  record Row(Place place, String sentence, String beginning) {
    Set<Place> places() {
      return switch (place) {
        case CALL_IN_CI -> EnumSet.of(Place.CALL, place);
        case ASSUME_ROLE_WITH_EXTERNAL_ID -> EnumSet.of(Place.ASSUME_ROLE, place);
        case DEPLOYMENT_IN_READY -> EnumSet.of(Place.DEPLOYMENT, place);
        default -> EnumSet.of(place);
      };
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void fitsItsSentence(Row row) {
    var lines =
        Advice.entry(row.places(), row.sentence()).map(Advice.Entry::lines).orElse(List.of());

    if (row.beginning().equals("(none)")) {
      assertThat(lines).isEmpty();
    } else {
      assertThat(lines).first().asString().startsWith(row.beginning());
    }
  }

  @Test
  void allOfItIsNeeded() throws IOException {
    var used = new HashSet<Advice.Entry>();
    for (Row row : rows().toList()) {
      Advice.entry(row.places(), row.sentence()).ifPresent(used::add);
    }

    assertThat(Advice.entries()).allSatisfy(entry -> assertThat(used).contains(entry));
  }

  @Test
  void nothingStaysInBraces() {
    var names = new TreeSet<String>();
    for (var entry : Advice.entries()) {
      var braces = Pattern.compile("\\{(\\w+)}").matcher(String.join(" ", entry.lines()));
      while (braces.find()) {
        names.add(braces.group(1));
      }
    }

    assertThat(names).isEqualTo(new TreeSet<>(FILLED_IN));
  }

  /** All advice for AWS's error messages is in one file. */
  @Test
  void noAdapterHasAdviceOfItsOwn() throws IOException {
    var own = new ArrayList<String>();
    try (Stream<Path> files = Files.walk(MAIN.resolve("aws"))) {
      for (Path file : files.toList()) {
        if (Files.isRegularFile(file) && Files.readString(file).contains(".suggestion(\"")) {
          own.add(file.getFileName().toString());
        }
      }
    }
    assertThat(own).isSubsetOf(WITHOUT_AWS);
    for (String story : List.of("KnownReasons.java", "TaskFailureSummary.java", "Failure.java")) {
      assertThat(Files.readString(MAIN.resolve("deploy").resolve(story)))
          .as(story)
          .doesNotContain("README#");
    }
  }

  static Stream<Row> rows() throws IOException {
    String text;
    try (var in = AdviceTest.class.getResourceAsStream("advice-sentences.txt")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    var rows = new ArrayList<Row>();
    Place place = null;
    String sentence = "";
    for (String line : text.substring(text.indexOf("\n== ") + 1).lines().toList()) {
      if (line.startsWith("== ")) {
        place = Place.of(line.substring(3));
      } else if (line.startsWith("-> ")) {
        rows.add(new Row(place, sentence, line.substring(3)));
      } else if (!line.isEmpty()) {
        sentence = line;
      }
    }
    return rows.stream();
  }
}
