package io.github.xacct.report;

import io.github.xacct.event.Event;

/**
 * How it ended, in words for people.
 *
 * @param tone good, bad, mixed, quiet or going: the colour
 * @param word the verdict
 * @param sentence what it means for the app and its environment
 */
record Headline(String tone, String word, String sentence) {

  static Headline of(DeploymentRecord deployment) {
    String app = deployment.target().map(Event.Began::app).orElse("The app");
    String place = deployment.target().map(Event.Began::environment).orElse("its environment");
    String verdict = deployment.verdict();
    return switch (verdict) {
      case "succeeded" -> new Headline("good", "Succeeded", app + " is live in " + place);
      case "nothing-to-do" ->
          new Headline(
              "quiet", "Nothing to do", place + " runs this version of " + app + " already");
      case "rolled-back" ->
          new Headline("bad", "Rolled back", app + " was rolled back in " + place);
      case "failed" -> new Headline("bad", "Failed", app + " could not be deployed to " + place);
      case "stopped" ->
          new Headline(
              "mixed", "Stopped", "The deployment of " + app + " to " + place + " was stopped");
      case "detached" ->
          new Headline("mixed", "Detached", app + " goes on to " + place + " without a watcher");
      case "dry-run" ->
          new Headline("quiet", "Dry run", app + " to " + place + ": nothing was changed");
      case DeploymentRecord.RUNNING ->
          new Headline("going", "Running", "Deploying " + app + " to " + place);
      default -> new Headline("mixed", verdict, app + " in " + place);
    };
  }
}
