package io.github.xacct.goal.help;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The goals in the order in which a team uses them. */
enum TeamsWay {
  TRY("Try it without AWS", "rehearsal"),
  SET_UP("Set up the accounts, or take over what is there", "init", "bootstrap", "templates"),
  CHECK("Check before anything changes", "preflight", "plan"),
  DEPLOY("Build and deploy", "image", "push-ecr", "appspec", "blue-green-deploy"),
  FOLLOW(
      "Follow a deployment and decide on it",
      "status",
      "history",
      "wait",
      "continue",
      "stop",
      "rollback",
      "smoke-test"),
  PIPELINE("From a commit to the last environment", "pipeline"),
  KEEP("Look after the accounts", "drift", "destroy", "migrate"),
  HELP("Read about the goals", "help");

  private final String title;
  private final List<String> goals;

  TeamsWay(String title, String... goals) {
    this.title = title;
    this.goals = List.of(goals);
  }

  String title() {
    return title;
  }

  List<String> goals() {
    return goals;
  }

  /** Returns the step of a goal; the last step for unknown goals. */
  static TeamsWay of(String goal) {
    return Arrays.stream(values())
        .filter(step -> step.goals.contains(goal))
        .findFirst()
        .orElse(HELP);
  }

  /** Returns an order of goals by steps. */
  static Comparator<String> order() {
    return Comparator.comparing(TeamsWay::of)
        .thenComparing(
            goal -> Optional.of(of(goal).goals.indexOf(goal)).filter(i -> i >= 0).orElse(99))
        .thenComparing(goal -> goal);
  }
}
