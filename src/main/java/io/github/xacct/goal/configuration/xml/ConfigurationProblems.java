package io.github.xacct.goal.configuration.xml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the problems of a configuration, each with its path. An unreadable element is reported
 * once; problems that follow from it are not.
 */
public final class ConfigurationProblems {

  /**
   * A problem of one element.
   *
   * @param path path of the element, such as {@code environments/environment[test]/task/cpu}, or a
   *     property, such as {@code -Dxacct.dryRun}
   */
  public record Problem(String path, String text) {
    private boolean isBelow(String parent) {
      return path.equals(parent) || path.startsWith(parent + "/") || parent.isEmpty();
    }

    /** Whether the problem is on the command line rather than in the POM. */
    public boolean isOfCommandLine() {
      return path.startsWith("-D");
    }

    /** Whether the problem is in the POM but outside of the plugin's configuration. */
    boolean isBesideConfiguration() {
      return path.startsWith("properties/")
          || path.startsWith("project.")
          || path.equals("packaging");
    }

    public String line() {
      return path.isEmpty() ? text : path + ": " + text;
    }
  }

  private final List<Problem> all = new ArrayList<>();
  private final Set<String> unreadable = new HashSet<>();

  public ConfigurationProblems() {}

  /** Creates a list that begins with the problems of another one, which stays unchanged. */
  public ConfigurationProblems(ConfigurationProblems before) {
    all.addAll(before.all);
    unreadable.addAll(before.unreadable);
  }

  public void add(String path, String text) {
    var problem = new Problem(path, text);
    if (unreadable.stream().noneMatch(problem::isBelow) && !all.contains(problem)) {
      all.add(problem);
    }
  }

  /** Suppresses further problems of this element and its children. */
  public void unreadable(String path) {
    unreadable.add(path);
  }

  /** Whether no problem of this element or its children has been reported so far. */
  boolean isSound(String path) {
    return all.stream().noneMatch(problem -> problem.isBelow(path))
        && unreadable.stream().noneMatch(p -> new Problem(p, "").isBelow(path));
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  public List<Problem> all() {
    return List.copyOf(all);
  }
}
