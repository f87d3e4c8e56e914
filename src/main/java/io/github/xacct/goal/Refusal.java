package io.github.xacct.goal;

import io.github.xacct.model.XacctException;

/**
 * How all problems of what the user has written are reported, and where they are to be corrected.
 */
final class Refusal {
  private static final String PLUGIN = "configuration of xacct-maven-plugin";

  private Refusal() {}

  /** What is thrown before anything has been contacted or changed. */
  static XacctException of(Problems problems) {
    var all = problems.all();
    long ofCommandLine = all.stream().filter(Problems.Problem::isOfCommandLine).count();
    String where =
        ofCommandLine == 0
            ? "The " + PLUGIN
            : ofCommandLine == all.size()
                ? "The command line"
                : "The command line and the " + PLUGIN;
    boolean both = ofCommandLine > 0 && ofCommandLine < all.size();
    XacctException refusal =
        XacctException.yours(
            where
                + (both ? " have " : " has ")
                + (all.size() == 1 ? "a problem." : all.size() + " problems."));
    for (Problems.Problem problem : all) {
      refusal = refusal.evidence(problem.line());
    }
    String correct =
        ofCommandLine == 0
            ? "correct the plugin's <configuration> in pom.xml."
            : both
                ? "correct the command line and the plugin's <configuration> in pom.xml."
                : "correct the command line.";
    return refusal.suggestion(correct + " Nothing was contacted or changed.");
  }
}
