package io.github.xacct.goal.configuration.xml;

import io.github.xacct.model.XacctException;
import java.util.List;

/** Builds the error that reports all problems of a configuration, and where to correct them. */
public final class Refusal {
  private static final String PLUGIN = "configuration of xacct-maven-plugin";

  private Refusal() {}

  /** Returns the exception, which is thrown before anything is contacted or changed. */
  public static XacctException of(ConfigurationProblems problems) {
    var all = problems.all();
    long ofCommandLine =
        all.stream().filter(ConfigurationProblems.Problem::isOfCommandLine).count();
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
    for (ConfigurationProblems.Problem problem : all) {
      refusal = refusal.evidence(problem.line());
    }
    return refusal.suggestion(
        "correct "
            + (ofCommandLine > 0 ? "the command line" : "")
            + (both ? " and " : "")
            + (ofCommandLine < all.size() ? inPom(all) : "")
            + ". Nothing was contacted or changed.");
  }

  private static String inPom(List<ConfigurationProblems.Problem> all) {
    boolean beside = all.stream().anyMatch(ConfigurationProblems.Problem::isBesideConfiguration);
    return beside ? "pom.xml" : "the plugin's <configuration> in pom.xml";
  }
}
