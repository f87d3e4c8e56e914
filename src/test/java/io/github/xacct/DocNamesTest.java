package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the properties and classes that the documentation names exist. */
class DocNamesTest {
  /** Those with the name of an account in them, and those that no goal declares as a parameter. */
  private static final Pattern OTHERS =
      Pattern.compile("xacct\\.(\\w+\\.(profile|adminRole)|adminRole|version)");

  private static final Pattern PROPERTY =
      Pattern.compile("(?:-D|[`<])(xacct(?:\\.[a-z][a-zA-Z]*)+)");

  private static final Pattern CLASS = Pattern.compile("`(?:\\w+/)*([A-Z]\\w*[a-z][A-Z]\\w*)`");

  static Stream<Path> pages() {
    return DocsTest.pages();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPropertyExists(Path page) throws IOException {
    var known = found(Pattern.compile("\\$\\{(xacct[\\w.]+)}"), descriptor());
    assertThat(found(PROPERTY, Files.readString(page)))
        .filteredOn(name -> !OTHERS.matcher(name).matches())
        .isSubsetOf(known);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONTRIBUTING.md", "AGENTS.md", "SECURITY.md", "docs/releasing.md"})
  void everyClassExists(String page) throws IOException {
    assertThat(found(CLASS, Files.readString(Path.of(page))))
        .filteredOn(name -> !name.equals("NoClassDefFoundError"))
        .isSubsetOf(classes());
  }

  @Test
  void namesAreFound() throws IOException {
    assertThat(found(PROPERTY, "`-Dxacct.env=a`, <xacct.skip>, `xacct.to`"))
        .containsExactly("xacct.env", "xacct.skip", "xacct.to");
    assertThat(found(CLASS, "`goal/BlueGreenDeployMojo` `DocsTest`"))
        .containsExactly("BlueGreenDeployMojo", "DocsTest")
        .isSubsetOf(classes());
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String descriptor() throws IOException {
    return Files.readString(Path.of("target", "classes", "META-INF", "maven", "plugin.xml"));
  }

  private static Set<String> classes() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}
