package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.EnvironmentXml;
import io.github.xacct.model.AwsName;
import io.github.xacct.model.Spelling;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks that environments have unique names, and that {@code -Denv} is one of them. */
final class EnvironmentNames {
  private final List<EnvironmentXml> environments;
  private final Element root;

  EnvironmentNames(List<EnvironmentXml> environments, Element root) {
    this.environments = environments;
    this.root = root;
  }

  /** Reports -Denv if it is not one of them, unless a name is invalid, which -Denv may mean. */
  void check(Optional<String> chosen, NeededEnvironments needed) {
    if (environments.isEmpty()) {
      if (chosen.isPresent() || needed == NeededEnvironments.ONE) {
        root.child("environments")
            .problem(
                "missing: write <environments><environment><name>test</name>"
                    + "<account>222222222222</account></environment></environments>");
      }
    } else if (chosen.isPresent()) {
      if (!names().contains(chosen.get()) && areSound()) {
        root.property("-Denv").problem(unknown(chosen.get(), names()));
      }
    } else if (needed == NeededEnvironments.ONE) {
      root.property("-Denv")
          .problem(
              "missing: write -Denv=NAME"
                  + (names().isEmpty() ? "" : ", one of " + String.join(", ", names())));
    }
  }

  /** Returns the problem of a name that no environment has. */
  static String unknown(String name, List<String> known) {
    String near =
        Spelling.nearest(name, known)
            .map(n -> "did you mean " + n + (n.equalsIgnoreCase(name) ? " (case counts)? " : "? "))
            .orElse("");
    return "unknown environment '"
        + name
        + "': "
        + (known.isEmpty() ? "the pom has none" : near + "known: " + String.join(", ", known));
  }

  private boolean areSound() {
    for (int i = 0; i < environments.size(); i++) {
      if (!element(i).child("name").isSound()) {
        return false;
      }
    }
    return true;
  }

  private Element element(int index) {
    return root.child("environments").child("environment", environments.get(index).name, index + 1);
  }

  /** Reports missing, invalid and repeated names. */
  void checkEach() {
    var seen = new HashSet<String>();
    for (int i = 0; i < environments.size(); i++) {
      Element element = element(i);
      element
          .child("name")
          .required(
              environments.get(i).name,
              "the name that -Denv chooses it by, such as <name>test</name>",
              AwsName.ENVIRONMENT::check)
          // File systems that do not distinguish case would mix up target/xacct/<env>.
          .filter(name -> !seen.add(name.toLowerCase(Locale.ROOT)))
          .ifPresent(
              name ->
                  element
                      .child("name")
                      .problem("another environment has this name: write a name for each"));
    }
  }

  private static boolean isName(String text) {
    try {
      AwsName.ENVIRONMENT.check(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns the valid names of environments, in the order of the POM. */
  List<String> names() {
    return environments.stream()
        .map(xml -> xml.name)
        .filter(Element::isWritten)
        .map(String::trim)
        .filter(EnvironmentNames::isName)
        .distinct()
        .toList();
  }
}
