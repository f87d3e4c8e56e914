package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the documentation hangs together: links, anchors, the table of contents, its sizes. */
class DocsTest {
  private static final Path DOCS = Path.of("docs");
  private static final Path CONTENTS = DOCS.resolve("README.md");
  private static final Pattern AVOIDED =
      Pattern.compile("(?i)\\b(tells?|telling|told|g(ive|ives|iven|ave|iving) up|wish(es|ed)?)\\b");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

  static Stream<Path> pages() {
    try (Stream<Path> files = Files.walk(DOCS)) {
      List<Path> docs = files.filter(file -> file.toString().endsWith(".md")).toList();
      return Stream.concat(
          docs.stream(),
          Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "AGENTS.md").map(Path::of));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkResolves(Path page) {
    Path folder = page.toAbsolutePath().getParent();
    for (String link : links(page)) {
      String[] parts = link.split("#", 2);
      Path target = parts[0].isEmpty() ? page : folder.resolve(parts[0]).normalize();
      assertThat(target).as("%s links to %s", page, link).exists();
      if (parts.length > 1 && target.toString().endsWith(".md")) {
        assertThat(anchors(target)).as("%s links to %s", page, link).contains(parts[1]);
      }
    }
  }

  @Test
  void everyPageIsInTheTableOfContents() {
    Set<Path> listed =
        links(CONTENTS).stream()
            .map(link -> DOCS.resolve(link.split("#")[0]).normalize())
            .collect(Collectors.toSet());
    assertThat(listed)
        .containsAll(
            pages()
                .filter(
                    page -> page.startsWith(DOCS) && !page.startsWith(DOCS.resolve("decisions")))
                .filter(page -> !page.startsWith(DOCS.resolve("goals")))
                .filter(page -> !page.equals(CONTENTS))
                .toList());
  }

  @Test
  void theReadmeIsAFrontDoorAndNoBook() {
    assertThat(read(Path.of("README.md")).lines().count()).isLessThanOrEqualTo(250);
  }

  /**
   * A goal reports, prints, aborts; a configuration requests. As AWS's own documentation writes.
   */
  @Test
  void neitherThePagesNorTheCodeUseWordsThatWeAvoid() throws IOException {
    Stream<Path> pages = pages().filter(page -> !page.startsWith(DOCS.resolve("decisions")));
    try (Stream<Path> code = Files.walk(Path.of("src/main/java"))) {
      assertThat(Stream.concat(pages, code.filter(file -> file.toString().endsWith(".java"))))
          .allSatisfy(file -> assertThat(read(file)).doesNotContainPattern(AVOIDED));
    }
  }

  private static Set<String> links(Path page) {
    return LINK.matcher(read(page))
        .results()
        .map(match -> match.group(1))
        .filter(link -> !link.matches("(https?|mailto):.*"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those that are written, and those that GitHub makes of headings. */
  static Set<String> anchors(Path page) {
    var anchors = new HashSet<String>();
    String text = read(page);
    Pattern.compile("<a id=\"([\\w-]+)\">")
        .matcher(text)
        .results()
        .forEach(match -> anchors.add(match.group(1)));
    boolean fenced = false;
    for (String line : text.lines().toList()) {
      fenced ^= line.startsWith("```");
      if (!fenced && line.matches("#+ .*")) {
        anchors.add(
            line.replaceFirst("#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\w\\- ]", "")
                .replace(' ', '-'));
      }
    }
    return anchors;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
