package io.github.xacct.goal.configuration.xml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that is wrong with what the user has written, each problem with its place. What could
 * not be read at all is reported once: what follows from it is not.
 */
public final class ConfigurationProblems {

  /**
   * Something wrong with one element.
   *
   * @param path of the element, such as {@code environments/environment[test]/task/cpu}, or a
   *     property, such as {@code -Dxacct.dryRun}
   */
  public record Problem(String path, String text) {
    private boolean isBelow(String parent) {
      return path.equals(parent) || path.startsWith(parent + "/") || parent.isEmpty();
    }

    /** Whether it is of the command line and not of the pom. */
    public boolean isOfCommandLine() {
      return path.startsWith("-D");
    }

    /** Whether it is of the pom, and not of the plugin in it. */
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

  /** A list that goes on from another one, which stays as it is. */
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

  /** Reports nothing more at this place and below it. */
  public void unreadable(String path) {
    unreadable.add(path);
  }

  /** Whether nothing is wrong here and below, as far as has been read. */
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
