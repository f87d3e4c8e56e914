package io.github.xacct.goal.help;

import io.github.xacct.goal.configuration.xml.Dictionary;
import io.github.xacct.goal.configuration.xml.Dictionary.Entry;
import io.github.xacct.goal.configuration.xml.Dictionary.Shape;
import io.github.xacct.goal.help.PluginFacts.Goal;
import io.github.xacct.goal.help.PluginFacts.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The output of the goal help: goals in the order in which a team uses them, parameters, elements.
 */
public final class HelpText {
  private static final int WIDTH = 100;
  private static final int STEP = 2;

  private final PluginFacts plugin;
  private final ElementTexts texts;
  private final List<String> lines = new ArrayList<>();

  public HelpText(PluginFacts plugin, ElementTexts texts) {
    this.plugin = plugin;
    this.texts = texts;
  }

  /** Returns all goals, in detail with their parameters and the elements. */
  public String overview(boolean detail) {
    line(0, "xacct-maven-plugin " + plugin.version());
    line(0, plugin.description());
    for (TeamsWay step : TeamsWay.values()) {
      line(0, "");
      line(0, step.title() + ":");
      plugin.goals().stream()
          .filter(goal -> TeamsWay.of(goal.name()) == step)
          .forEach(goal -> goal(goal, detail));
    }
    line(0, "");
    if (detail) {
      line(0, "Elements of <configuration> that have elements of their own:");
      children(1, Dictionary.CONFIGURATION);
    } else {
      line(0, "One goal with its parameters: mvn xacct:help -Dgoal=plan; all of them: -Ddetail");
      line(0, "An element of <configuration> with those in it: mvn xacct:help -Delement=task");
      line(0, "An XML Schema of <configuration> for an editor: mvn xacct:help -Dschema=FILE");
    }
    return String.join("\n", lines);
  }

  /** Returns one goal with its parameters and their elements. */
  public String goal(Goal goal) {
    line(0, "xacct:" + goal.name());
    line(1, goal.description());
    if (!goal.phase().isEmpty()) {
      line(1, "Default phase: " + goal.phase());
    }
    for (Setting setting : goal.settings()) {
      line(0, "");
      setting(1, setting);
      Dictionary.CONFIGURATION
          .child(setting.element())
          .filter(entry -> entry.shape() != Shape.VALUE)
          .ifPresent(entry -> children(2, entry));
    }
    return String.join("\n", lines);
  }

  /** Returns each element with this name, with its place; empty if there is none. */
  public String elements(String name) {
    find(Dictionary.CONFIGURATION, "<configuration>", name);
    return String.join("\n", lines);
  }

  private void find(Entry parent, String path, String name) {
    for (Entry child : described(parent)) {
      if (child.name().equals(name)) {
        line(0, (lines.isEmpty() ? "" : "\n") + "In " + path + ":");
        element(1, parent, child);
      }
      find(child, path + "<" + child.name() + ">", name);
    }
  }

  /** Returns the names of all elements that {@link #elements} finds. */
  public static Set<String> names() {
    var names = new TreeSet<String>();
    addNames(Dictionary.CONFIGURATION, names);
    return names;
  }

  private static void addNames(Entry parent, Set<String> names) {
    for (Entry child : described(parent)) {
      names.add(child.name());
      addNames(child, names);
    }
  }

  /**
   * Returns the children that are described: not names chosen by the user, and not parameters of
   * goals that are single values.
   */
  private static List<Entry> described(Entry parent) {
    boolean some = parent.isConfiguration() || isItem(parent);
    return parent.shape() == Shape.MAP
        ? List.of()
        : parent.children().stream()
            .filter(child -> !some || child.shape() != Shape.VALUE)
            .toList();
  }

  private static boolean isItem(Entry parent) {
    return parent.shape() == Shape.LIST;
  }

  private void goal(Goal goal, boolean detail) {
    line(1, "xacct:" + goal.name());
    line(2, goal.description());
    if (detail) {
      goal.settings().forEach(setting -> setting(3, setting));
      line(0, "");
    }
  }

  private void setting(int depth, Setting setting) {
    String property = setting.property().isEmpty() ? "" : ", -D" + setting.property();
    String byDefault =
        setting.byDefault().isEmpty() ? "" : " (default: " + setting.byDefault() + ")";
    line(depth, "<" + setting.element() + ">" + property + byDefault);
    line(depth + 1, setting.description());
  }

  private void element(int depth, Entry parent, Entry entry) {
    var text = isItem(parent) ? texts.of(entry) : texts.of(parent, entry);
    String byDefault = text.byDefault().isEmpty() ? "" : " (" + text.byDefault() + ")";
    line(depth, "<" + entry.name() + ">" + byDefault);
    line(depth + 1, text.meaning());
    children(depth + 1, entry);
  }

  private void children(int depth, Entry entry) {
    described(entry).forEach(child -> element(depth, entry, child));
  }

  /** Adds a text, indented and wrapped at words. */
  private void line(int depth, String text) {
    String before = " ".repeat(depth * STEP);
    var line = new StringBuilder();
    for (String word : text.replace("`", "").split(" ")) {
      if (line.length() > 0 && before.length() + line.length() + word.length() >= WIDTH) {
        lines.add(before + line);
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(text.isEmpty() ? "" : before + line);
  }
}
