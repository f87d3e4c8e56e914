package io.github.xacct.report;

import io.github.xacct.event.Event;
import io.github.xacct.event.Verdict;

/**
 * The headline of a deployment: how it ended, in words.
 *
 * @param tone the colour: good, bad, mixed, quiet or going
 * @param word the verdict
 * @param sentence the result for the app and its environment
 */
record Headline(String tone, String word, String sentence) {

  static Headline of(DeploymentRecord deployment) {
    String app = deployment.target().map(Event.Began::app).orElse("The app");
    String place = deployment.target().map(Event.Began::environment).orElse("its environment");
    return deployment
        .verdict()
        .map(verdict -> of(verdict, app, place))
        .orElseGet(() -> new Headline("going", "Running", "Deploying " + app + " to " + place));
  }

  private static Headline of(Verdict verdict, String app, String place) {
    return switch (verdict) {
      case SUCCEEDED -> new Headline("good", "Succeeded", app + " is live in " + place);
      case NOTHING_TO_DO ->
          new Headline(
              "quiet", "Nothing to do", place + " runs this version of " + app + " already");
      case ROLLED_BACK -> new Headline("bad", "Rolled back", app + " was rolled back in " + place);
      case FAILED -> new Headline("bad", "Failed", app + " could not be deployed to " + place);
      case STOPPED ->
          new Headline(
              "mixed", "Stopped", "The deployment of " + app + " to " + place + " was stopped");
      case DETACHED ->
          new Headline("mixed", "Detached", app + " goes on to " + place + " without a watcher");
      case DRY_RUN ->
          new Headline("quiet", "Dry run", app + " to " + place + ": nothing was changed");
    };
  }
}
