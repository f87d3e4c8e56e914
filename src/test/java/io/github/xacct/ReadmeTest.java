package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README tells every goal and setting, and leads where the code's messages and it point to. */
class ReadmeTest {
  private static final Path SOURCES = Path.of("src", "main", "java", "io", "github", "xacct");
  private static final Path ADVICE =
      Path.of("src", "main", "resources", "io", "github", "xacct", "advice", "advice.txt");
  private static final Pattern ANCHOR = Pattern.compile("README#([\\w-]+)");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

  /** The sources with texts that go over several lines joined. */
  private static final String WORDS =
      javaFiles(SOURCES)
          .map(ReadmeTest::read)
          .map(text -> text.replaceAll("\"\\s*\\+\\s*\"", ""))
          .collect(Collectors.joining())
          .concat(read(ADVICE))
          .toLowerCase(Locale.ROOT);

  private final String readme = read(Path.of("README.md"));

  @Test
  void hasEveryAnchorThatMessagesPointTo() {
    var anchors = new TreeSet<String>();
    Stream.concat(javaFiles(SOURCES), Stream.of(ADVICE))
        .forEach(file -> all(ANCHOR, read(file)).forEach(m -> anchors.add(m.group(1))));

    assertThat(anchors).contains("assume-role-denied", "cannot-pull");
    assertThat(anchors()).containsAll(anchors);
  }

  @Test
  void leadsWhereItsLinksPointTo() {
    for (MatchResult link : all(LINK, readme)) {
      String target = link.group(1);
      if (target.startsWith("#")) {
        assertThat(anchors()).contains(target.substring(1));
      } else if (!target.startsWith("https://")) {
        assertThat(Path.of(target)).exists();
      }
    }
  }

  /** What stands in backticks, between dots and alternatives, is what the code says. */
  @ParameterizedTest
  @MethodSource("messages")
  void headsItsTroubleshootingByRealMessages(String message) {
    assertThat(WORDS.contains(message.toLowerCase(Locale.ROOT))).as(message).isTrue();
  }

  static Stream<String> messages() {
    String readme = read(Path.of("README.md"));
    return readme
        .substring(readme.indexOf("\n## Troubleshooting"), readme.indexOf("\n## Limits"))
        .lines()
        .filter(line -> line.startsWith("### "))
        .flatMap(line -> all(Pattern.compile("`([^`]+)`"), line).stream())
        .flatMap(quoted -> Arrays.stream(quoted.group(1).split("\\.\\.\\.")))
        .map(String::strip)
        .filter(words -> words.length() > 1);
  }

  @ParameterizedTest
  @MethodSource("goals")
  void hasARowForEveryGoal(String goal) {
    assertThat(row("## Goals", goal)).as("row of goal %s", goal).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void tellsEveryPropertyWithItsDefault(Parameter parameter) {
    String row = row("### On the command line", parameter.property);

    assertThat(row).as("row of property %s", parameter.property).isNotEmpty();
    if (!parameter.byDefault.isEmpty() && !parameter.byDefault.startsWith("${")) {
      assertThat(row).contains("`" + parameter.byDefault + "`");
    }
  }

  @ParameterizedTest
  @MethodSource("beans")
  void tellsEveryElementOfTheConfiguration(String bean) throws Exception {
    Class<?> type = Class.forName("io.github.xacct.goal.configuration.xml." + bean + "Xml");
    String heading = "### `<" + bean.substring(0, 1).toLowerCase(Locale.ROOT) + bean.substring(1);

    for (Field element : type.getDeclaredFields()) {
      if (!element.isSynthetic()) {
        assertThat(row(heading + ">`", element.getName()))
            .as("row of <%s> below %s>`", element.getName(), heading)
            .isNotEmpty();
      }
    }
  }

  static Stream<String> goals() {
    return all(Pattern.compile("<mojo>\\s*<goal>([\\w-]+)</goal>"), descriptor()).stream()
        .map(goal -> goal.group(1));
  }

  private record Parameter(String property, String byDefault) {}

  static Stream<Parameter> parameters() {
    var written = "<(\\w+) implementation=\"[^\"]*\"([^>]*)>\\$\\{(xacct\\.[\\w.]+)}</\\1>";
    return all(Pattern.compile(written), descriptor()).stream()
        .map(m -> new Parameter(m.group(3), m.group(2)))
        .map(p -> new Parameter(p.property, p.byDefault.replaceAll(".*=\"(.*)\".*|.*", "$1")))
        .distinct();
  }

  static Stream<String> beans() {
    return javaFiles(SOURCES.resolve("goal"))
        .map(file -> file.getFileName().toString())
        .filter(name -> name.endsWith("Xml.java"))
        .map(name -> name.substring(0, name.length() - "Xml.java".length()));
  }

  /** The row of a table whose first cell has the name, below a heading; empty if there is none. */
  private String row(String heading, String name) {
    assertThat(readme).contains("\n" + heading + "\n");
    String below = readme.substring(readme.indexOf("\n" + heading + "\n") + 1 + heading.length());
    int end = below.indexOf("\n#");
    return below
        .substring(0, end < 0 ? below.length() : end)
        .lines()
        .filter(line -> line.startsWith("| ") && line.split("\\|")[1].contains("`" + name + "`"))
        .findFirst()
        .orElse("");
  }

  /** Those that are written, and those that GitHub makes of headings. */
  private List<String> anchors() {
    var anchors = new ArrayList<String>();
    all(Pattern.compile("<a id=\"([\\w-]+)\">"), readme).forEach(m -> anchors.add(m.group(1)));
    all(Pattern.compile("(?m)^#+ (.+)$"), readme).stream()
        .map(m -> m.group(1).toLowerCase(Locale.ROOT))
        .map(text -> text.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .forEach(anchors::add);
    return anchors;
  }

  private static String descriptor() {
    return read(Path.of("target", "classes", "META-INF", "maven", "plugin.xml"));
  }

  private static List<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (var files = Files.walk(folder)) {
      return Arrays.stream(files.filter(f -> f.toString().endsWith(".java")).toArray(Path[]::new));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
