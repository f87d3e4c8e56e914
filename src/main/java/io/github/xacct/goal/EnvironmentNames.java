package io.github.xacct.goal;

import io.github.xacct.model.AwsName;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether each environment can be told from the others, and {@code -Denv} means one of them. */
final class EnvironmentNames {
  private final List<EnvironmentXml> environments;
  private final Element root;

  EnvironmentNames(List<EnvironmentXml> environments, Element root) {
    this.environments = environments;
    this.root = root;
  }

  void check(Optional<String> chosen, SettingsReader.Environments needed) {
    checkEach();
    if (environments.isEmpty()) {
      if (chosen.isPresent() || needed == SettingsReader.Environments.ONE) {
        root.child("environments")
            .problem(
                "missing: write <environments><environment><name>test</name>"
                    + "<account>222222222222</account></environment></environments>");
      }
    } else if (chosen.isPresent()) {
      if (environments.stream().noneMatch(xml -> chosen.get().equals(name(xml)))) {
        root.property("-Denv")
            .problem("there is no environment '" + chosen.get() + "': write one of " + names());
      }
    } else if (needed == SettingsReader.Environments.ONE) {
      root.property("-Denv")
          .problem("missing: write -Denv=NAME with one of " + names() + " on the command line");
    }
  }

  private void checkEach() {
    var seen = new HashSet<String>();
    for (int i = 0; i < environments.size(); i++) {
      Element element =
          root.child("environments").child("environment", environments.get(i).name, i + 1);
      element
          .child("name")
          .required(
              environments.get(i).name,
              "the name that -Denv chooses it by, such as <name>test</name>",
              AwsName.ENVIRONMENT::check)
          // File systems that do not tell cases apart would mix up target/xacct/<env>.
          .filter(name -> !seen.add(name.toLowerCase(Locale.ROOT)))
          .ifPresent(
              name ->
                  element
                      .child("name")
                      .problem("another environment has this name: write a name for each"));
    }
  }

  private String names() {
    return environments.stream()
        .map(EnvironmentNames::name)
        .filter(Element::isWritten)
        .collect(Collectors.joining(", "));
  }

  private static String name(EnvironmentXml xml) {
    return xml.name == null ? "" : xml.name.trim();
  }
}
