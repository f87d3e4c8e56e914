package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.goal.configuration.xml.ConfigurationProblems;
import io.github.xacct.goal.configuration.xml.ConfigurationProblems.Problem;
import io.github.xacct.goal.configuration.xml.ConfigurationReader;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.Expressions;
import io.github.xacct.goal.configuration.xml.Node;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration snippets of the documentation are valid when pasted. */
class SnippetsDocTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```xml\\n(.*?)```");
  private static final Set<String> TOP = Set.of("registry", "image", "environments", "pipeline");

  @ParameterizedTest
  @MethodSource
  void noPageShowsAnElementThatIsUnknown(Path page) throws Exception {
    var problems = new ConfigurationProblems();
    int shown = 0;
    for (String block :
        BLOCK.matcher(Files.readString(page)).results().map(m -> m.group(1)).toList()) {
      for (Node node : parts(read(block))) {
        shown++;
        new ConfigurationReader(new Expressions(text -> java.util.Optional.of("x"), List.of()))
            .read(Node.group("configuration", List.of(node)), Element.root(problems));
      }
    }
    assertThat(problems.all().stream().map(Problem::line)).isEmpty();
    assertThat(shown).isGreaterThanOrEqualTo(page.equals(Path.of("README.md")) ? 2 : 0);
  }

  /** Parses a snippet, which may be incomplete. */
  private static Node read(String block) throws IOException {
    try {
      return Node.of(Xpp3DomBuilder.build(new StringReader("<all>" + block + "</all>")));
    } catch (XmlPullParserException e) {
      return Node.group("all", List.of());
    }
  }

  /** The outermost elements that belong directly in the configuration, or in its environments. */
  private static List<Node> parts(Node node) {
    var parts = new ArrayList<Node>();
    for (Node child : node.children()) {
      boolean top = TOP.contains(child.name()) && !child.children().isEmpty();
      if (top) {
        parts.add(child);
      } else if (child.name().equals("environment") && child.textOf("name").isPresent()) {
        parts.add(Node.group("environments", List.of(child)));
      } else {
        parts.addAll(parts(child));
      }
    }
    return parts;
  }

  static Stream<Path> noPageShowsAnElementThatIsUnknown() {
    try (var pages = Files.walk(Path.of("docs"))) {
      return Stream.concat(Stream.of(Path.of("README.md")), pages.toList().stream())
          .filter(page -> page.toString().endsWith(".md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
