package io.github.xacct.revision.rules;

import io.github.xacct.revision.rules.Violation.Weight;
import java.util.ArrayList;
import java.util.List;

/** What the rules have found, in the order in which they looked. */
final class Findings {
  private final List<Violation> found = new ArrayList<>();

  List<Violation> all() {
    return List.copyOf(found);
  }

  /**
   * Notes something for which AWS refuses to register the task definition.
   *
   * @param aws its sentence
   */
  void refused(String path, String what, String hint, String aws) {
    refused(path, what, hint, Violation.CLIENT_EXCEPTION, aws);
  }

  /** AWS refuses it with another error than ECS's usual one. */
  void refused(String path, String what, String hint, String code, String aws) {
    found.add(new Violation(path, what, hint, Weight.REFUSED, code, aws));
  }

  /** AWS takes it, and it cannot work. */
  void unusable(String path, String what, String hint) {
    found.add(new Violation(path, what, hint, Weight.UNUSABLE, "", ""));
  }

  /** Adds a warning: the value may be right. */
  void doubtful(String path, String what, String hint) {
    found.add(new Violation(path, what, hint, Weight.DOUBTFUL, "", ""));
  }
}
