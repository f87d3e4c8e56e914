package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Invalid command lines and configurations with their complete messages, from {@code
 * wrong-inputs.txt}, whose header describes the format.
 */
class WrongInputsTest {
  private static final String TABLE = "wrong-inputs.txt";
  private static final String LEAST =
      Written.LEAST.replace("</registry>", "<region>eu-central-1</region></registry>");

  @TempDir Path folder;

  /**
   * One row.
   *
   * @param input lines of the input
   * @param message the expected message
   */
  record Row(String title, List<String> input, String message) {
    @Override
    public String toString() {
      return title;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void isReportedWithPlaceAndWhatToWrite(Row row) {
    assertThat(catchThrowable(() -> run(row)))
        .as(row.title())
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(row.message());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theTableIsLong() {
    assertThat(rows().map(Row::title)).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(120);
  }

  /** The common part of the rows is valid. */
  @Test
  void theLeastConfigurationIsRefusedByNobody() {
    assertThatNoException()
        .isThrownBy(
            () ->
                new MavenRun("appspec", LEAST, folder)
                    .with("env", "test")
                    .with("xacct.placeholders", "true")
                    .run());
  }

  private void run(Row row) throws Exception {
    String[] command = row.input().get(0).split(" ");
    String configuration = LEAST;
    var properties = Stream.<String>builder();
    for (String line : row.input().subList(1, row.input().size())) {
      String[] parts = line.split(": ", 2);
      switch (parts[0]) {
        case "pom" -> configuration = parts[1];
        case "configuration" -> configuration += parts[1];
        case "registry" -> configuration = into("registry", configuration, parts[1]);
        case "environment" -> configuration = into("environment", configuration, parts[1]);
        case "task" ->
            configuration = into("environment", configuration, "<task>" + parts[1] + "</task>");
        case "image" -> configuration += "<image>" + parts[1] + "</image>";
        case "pipeline" -> configuration += "<pipeline>" + parts[1] + "</pipeline>";
        default -> properties.add(line);
      }
    }
    var run = new MavenRun(command[1].replace("xacct:", ""), configuration, folder);
    Arrays.stream(command).skip(2).forEach(word -> define(run, word));
    properties.build().forEach(line -> define(run, line));
    run.run();
  }

  private static String into(String element, String configuration, String more) {
    return configuration.replace("</" + element + ">", more + "</" + element + ">");
  }

  private static void define(MavenRun run, String text) {
    if (text.startsWith("MAVEN_OPTS: -D")) {
      String[] pair = text.substring("MAVEN_OPTS: -D".length()).split("=", 2);
      run.onMachine(pair[0], pair.length > 1 ? pair[1] : "");
    } else if (text.startsWith("property: ")) {
      String[] pair = text.substring("property: ".length()).split("=", 2);
      run.inPom(pair[0], pair[1]);
    } else if (text.startsWith("packaging: ")) {
      run.packaging(text.substring("packaging: ".length()));
    } else if (text.startsWith("-D")) {
      String[] pair = text.substring(2).split("=", 2);
      run.with(pair[0], pair.length > 1 ? pair[1] : "true"); // as Maven does
    } else {
      throw new IllegalArgumentException(text);
    }
  }

  static Stream<Row> rows() {
    return Arrays.stream(table().split("(?m)^== ")).skip(1).map(WrongInputsTest::row);
  }

  private static Row row(String text) {
    String[] parts = text.split("\n--\n", 2);
    List<String> input = parts[0].lines().toList();
    return new Row(
        input.get(0), input.subList(1, input.size()), parts.length > 1 ? parts[1].strip() : "");
  }

  private static String table() {
    try (var in = WrongInputsTest.class.getResourceAsStream(TABLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the current messages to the table; the changes must be reviewed. */
  public static void main(String[] arguments) throws IOException {
    var text = new StringBuilder(table().split("(?m)^== ")[0]);
    for (Row row : rows().toList()) {
      var test = new WrongInputsTest();
      test.folder = Files.createTempDirectory("wrong");
      Throwable thrown = catchThrowable(() -> test.run(row));
      String message = thrown == null ? "NOTHING" : thrown.getMessage();
      text.append("== ").append(row.title()).append('\n');
      row.input().forEach(line -> text.append(line).append('\n'));
      text.append("--\n").append(message).append("\n\n");
    }
    Files.writeString(Path.of(arguments[0]), text);
  }
}
