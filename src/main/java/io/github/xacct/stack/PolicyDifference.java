package io.github.xacct.stack;

import io.github.xacct.stack.ChangeSet.Change;
import io.github.xacct.stack.Grants.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Prints the permissions that change sets change. Those that allow more than before are marked for
 * reviewers; new policies are only counted.
 */
final class PolicyDifference {
  private static final String BROADER = "  !+ ";
  private static final String MORE = "   + ";
  private static final String LESS = "   - ";

  private PolicyDifference() {}

  static List<String> lines(List<ChangeSet> sets) {
    var lines = new ArrayList<String>();
    for (ChangeSet set : sets) {
      for (Change change : set.changes()) {
        if (Grants.areIn(change.type())) {
          lines.addAll(of(set, change));
        }
      }
    }
    if (!lines.isEmpty()) {
      lines.add(0, "Permissions (!+ allows more than before):");
    }
    return lines;
  }

  private static List<String> of(ChangeSet set, Change change) {
    Set<Grant> before = Grants.of(change.before());
    Set<Grant> after = Grants.of(change.after());
    String what = set.stack().name() + " " + change.logicalId();
    if (change.action().equals("Add")) {
      return after.isEmpty()
          ? List.of()
          : List.of("  " + what + ", new: " + summary(after, change.type()));
    }
    var lines = new ArrayList<String>();
    before.stream()
        .filter(grant -> !after.contains(grant))
        .forEach(grant -> lines.add((grant.allows() ? LESS : BROADER + "no more ") + grant));
    after.stream()
        .filter(grant -> !before.contains(grant))
        .forEach(grant -> lines.add((isBroader(grant, before) ? BROADER : MORE) + grant));
    if (!lines.isEmpty()) {
      lines.add(0, "  " + what + ":");
    }
    return lines;
  }

  /** Whether it allows more than before, which an added condition does not. */
  private static boolean isBroader(Grant grant, Set<Grant> before) {
    return grant.allows()
        && before.stream().noneMatch(old -> old.isLike(grant) && old.condition().isEmpty());
  }

  private static String summary(Set<Grant> grants, String type) {
    long actions = count(grants, grant -> true);
    if (actions == 0) {
      return "refusals only";
    }
    // In a key policy, "*" is the key itself.
    long anywhere =
        type.equals("AWS::KMS::Key") ? 0 : count(grants, grant -> grant.resource().equals("*"));
    return actions
        + (actions == 1 ? " action" : " actions")
        + (anywhere == 0 ? "" : ", " + anywhere + " of them on any resource");
  }

  private static long count(Set<Grant> grants, Predicate<Grant> wanted) {
    return grants.stream()
        .filter(Grant::allows)
        .filter(wanted)
        .map(Grant::action)
        .distinct()
        .count();
  }
}
