package io.github.xacct.revision.rules;

import io.github.xacct.revision.rules.Violation.Weight;
import java.util.ArrayList;
import java.util.List;

/** Collects the violations that the rules find, in order. */
final class Findings {
  private final List<Violation> found = new ArrayList<>();

  List<Violation> all() {
    return List.copyOf(found);
  }

  /**
   * Adds a violation for which AWS refuses to register the task definition.
   *
   * @param aws AWS's message
   */
  void refused(String path, String what, String hint, String aws) {
    refused(path, what, hint, Violation.CLIENT_EXCEPTION, aws);
  }

  /** Adds a violation for which AWS reports an error other than ECS's usual one. */
  void refused(String path, String what, String hint, String code, String aws) {
    found.add(new Violation(path, what, hint, Weight.REFUSED, code, aws));
  }

  /** Adds a violation that AWS accepts but that cannot work. */
  void unusable(String path, String what, String hint) {
    found.add(new Violation(path, what, hint, Weight.UNUSABLE, "", ""));
  }

  /** Adds a warning for a value that may be intended. */
  void doubtful(String path, String what, String hint) {
    found.add(new Violation(path, what, hint, Weight.DOUBTFUL, "", ""));
  }
}
