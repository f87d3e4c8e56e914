package io.github.xacct.goal.help;

import io.github.xacct.goal.configuration.xml.Dictionary;
import io.github.xacct.goal.configuration.xml.Dictionary.Entry;
import io.github.xacct.goal.configuration.xml.Dictionary.Shape;
import io.github.xacct.goal.help.PluginFacts.Goal;
import io.github.xacct.goal.help.PluginFacts.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** docs/configuration.md: goals, properties and elements as tables. */
final class ReferencePage {
  private static final String HEAD =
      """
      # Goals, properties and elements

      Written by `ReferenceDocTest` from the plugin's descriptor and the `...Xml` classes; `mvn xacct:help` prints the same.
      How parent poms, profiles and executions are merged: [inheritance.md](inheritance.md). Completion in an editor: [ide.md](ide.md).

      `<app>` is the app's name and `<env>` the environment's.
      """;

  private static final String ACCOUNTS =
      """
      For `bootstrap`, `drift` and `destroy` there are also `xacct.PLACE.profile`, the profile for one account, `xacct.adminRole`, the name of a role to assume in
      each account, and `xacct.PLACE.adminRole`, the same for one. `PLACE` is `tools` or an environment's name. They have no element.
      """;

  private final PluginFacts plugin;
  private final ElementTexts texts;
  private final List<String> lines = new ArrayList<>();

  ReferencePage(PluginFacts plugin, ElementTexts texts) {
    this.plugin = plugin;
    this.texts = texts;
  }

  String text() {
    lines.add(HEAD);
    goals();
    properties();
    lines.add("## Elements of `<configuration>`\n");
    lines.add(
        "Each property above is an element, too, by the name in its row. These have elements of their own:\n");
    group(Dictionary.CONFIGURATION, false);
    tables(Dictionary.CONFIGURATION);
    return String.join("\n", lines);
  }

  private void goals() {
    lines.add("## Goals\n\nIn the order in which a team uses them.\n");
    lines.add("| goal | default phase | what it does |\n|---|---|---|");
    for (Goal goal : plugin.goals()) {
      row(
          "`" + goal.name() + "`",
          goal.phase().isEmpty() ? "none" : goal.phase(),
          cell(goal.description()));
    }
    lines.add("");
  }

  private void properties() {
    lines.add("## Properties of the command line\n");
    lines.add("| property | element | default | goals | meaning |\n|---|---|---|---|---|");
    var uses = new TreeMap<String, List<Use>>();
    for (Goal goal : plugin.goals()) {
      for (Setting setting : goal.settings()) {
        if (!setting.property().isEmpty()) {
          uses.computeIfAbsent(setting.property(), p -> new ArrayList<>())
              .add(new Use(goal, setting));
        }
      }
    }
    uses.values().forEach(this::property);
    lines.add("");
    lines.add(ACCOUNTS);
  }

  private record Use(Goal goal, Setting setting) {}

  private void property(List<Use> uses) {
    Setting setting = uses.get(0).setting();
    row(
        "`" + setting.property() + "`",
        "`" + setting.element() + "`",
        setting.byDefault().isEmpty() ? "" : "`" + setting.byDefault() + "`",
        goals(uses),
        meaning(uses));
  }

  private String goals(List<Use> uses) {
    return uses.size() >= plugin.goals().size() - 1
        ? "all"
        : uses.stream().map(use -> "`" + use.goal().name() + "`").collect(Collectors.joining(", "));
  }

  /** Returns each meaning once; it may differ between goals. */
  private String meaning(List<Use> uses) {
    var meanings = new LinkedHashMap<String, List<Use>>();
    for (Use use : uses) {
      meanings.computeIfAbsent(use.setting().description(), m -> new ArrayList<>()).add(use);
    }
    return meanings.size() == 1
        ? cell(uses.get(0).setting().description())
        : meanings.entrySet().stream()
            .map(meaning -> goals(meaning.getValue()) + ": " + cell(meaning.getKey()))
            .collect(Collectors.joining(" "));
  }

  private void tables(Entry parent) {
    for (Entry child : parent.children()) {
      Entry described = child.shape() == Shape.LIST ? child.item() : child;
      if (described.shape() == Shape.GROUP) {
        lines.add("### `<" + described.name() + ">`\n");
        String in = child == described ? "" : " In `<" + child.name() + ">`.";
        lines.add(texts.of(described).meaning() + in + "\n");
        group(described, true);
        tables(described);
      }
    }
  }

  private void group(Entry group, boolean withValues) {
    lines.add("| element | default | meaning |\n|---|---|---|");
    for (Entry child : group.children()) {
      if (withValues || child.shape() != Shape.VALUE) {
        var text = texts.of(group, child);
        row("`" + child.name() + "`", cell(text.byDefault()), cell(text.meaning() + items(child)));
      }
    }
    lines.add("");
  }

  private static String items(Entry entry) {
    return switch (entry.shape()) {
      case LIST -> " Items: `<" + entry.item().name() + ">`.";
      case MAP -> " Written `<" + entry.item().name() + ">value</" + entry.item().name() + ">`.";
      case VALUE ->
          entry.values().isEmpty() ? "" : " One of " + String.join(", ", entry.values()) + ".";
      case GROUP -> "";
    };
  }

  /** Formats elements as code, also those without backticks. */
  static String cell(String text) {
    String[] parts = text.replace("|", "\\|").split("`", -1);
    for (int i = 0; i < parts.length; i += 2) {
      parts[i] = parts[i].replaceAll("<(\\w+)>[^<]*</\\1>|(<[\\w/]+>)+", "`$0`");
    }
    return String.join("`", parts);
  }

  private void row(String... cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
  }
}
