package io.github.xacct.report;

import io.github.xacct.event.DeploymentPlan;
import io.github.xacct.event.PlannedChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Renders a plan as text: what a deployment would change. */
public final class PlanText {
  /** Image tag of the placeholder in bootstrap's template. */
  private static final Pattern PLACEHOLDER = Pattern.compile(".*-placeholder:\\d+");

  private static final int SHORT = 12;
  private static final String RESET = "\u001b[0m";

  /** The colours of {@code git diff}. */
  private static final Map<Character, String> COLOURS =
      Map.of('+', "\u001b[32m", '-', "\u001b[31m", '~', "\u001b[33m");

  private final Instant now;
  private final boolean colours;

  /**
   * Creates a renderer.
   *
   * @param now time from which ages are computed
   * @param colours whether to print changes in colours, for a terminal
   */
  public PlanText(Instant now, boolean colours) {
    this.now = now;
    this.colours = colours;
  }

  /** Returns all lines, the verdict last. */
  public List<String> lines(DeploymentPlan plan) {
    var lines = new ArrayList<String>();
    lines.add(
        "Plan for %s: service %s in account %s, %s"
            .formatted(plan.environment(), plan.service(), plan.account(), plan.region()));
    lines.add("  running:    " + plan.running().orElse("nothing"));
    plan.imageFrom().ifPresent(image -> lines.add("  image:      " + words(image)));
    plan.imageTo()
        .filter(to -> plan.imageFrom().filter(from -> from.name().equals(to.name())).isEmpty())
        .ifPresent(image -> lines.add("  would run:  " + words(image)));
    plan.inFlight().ifPresent(words -> lines.add("  in flight:  " + words));
    for (var via : PlannedChange.Via.values()) {
      changes(via, plan.changes(), lines);
    }
    if (plan.differs()) {
      plan.course().ifPresent(course -> course(course, lines));
    }
    plan.warnings().forEach(warning -> lines.add("  warning:    " + warning));
    plan.problems().forEach(problem -> lines.add("  problem:    " + problem));
    lines.add(verdict(plan));
    return lines.stream().flatMap(String::lines).map(this::finished).toList();
  }

  private static void changes(PlannedChange.Via via, List<PlannedChange> all, List<String> lines) {
    var some = all.stream().filter(change -> change.via() == via).toList();
    if (!some.isEmpty()) {
      lines.add("  " + via.heading() + ":");
      some.forEach(change -> lines.add("    " + change.line()));
    }
  }

  private static void course(DeploymentPlan.Course course, List<String> lines) {
    lines.add("  traffic:    " + course.configuration() + ", " + course.steps());
    lines.add("  takes:      " + takes(course));
    if (!course.hooks().isEmpty()) {
      lines.add(
          "  hooks:      "
              + course.hooks().stream()
                  .map(hook -> hook.event() + " " + hook.function())
                  .collect(Collectors.joining(", ")));
    }
    if (!course.gates().isEmpty()) {
      lines.add("  gates:      " + String.join("; ", course.gates()));
    }
  }

  /**
   * Words the durations; with a replaced endpoint only the waits of the deployment group are known.
   */
  private static String takes(DeploymentPlan.Course course) {
    String waits =
        part(course.readyWait(), "waiting for approval at most")
            + part(course.shift(), "shifting")
            + (course.terminationWait().isZero()
                ? ""
                : "; blue ends " + Format.took(course.terminationWait()) + " later");
    return course
        .expected()
        .map(
            expected ->
                "about %s: %s to start%s"
                    .formatted(
                        Format.took(expected),
                        Format.took(course.startUp().orElse(Duration.ZERO)),
                        waits))
        .orElse(
            "not estimated (" + course.endpoint().orElse("the endpoint") + " is not AWS)" + waits);
  }

  private static String part(Duration duration, String what) {
    return duration.isZero() ? "" : ", " + Format.took(duration) + " " + what;
  }

  private String words(DeploymentPlan.Image image) {
    var words = new ArrayList<String>();
    words.add(image.name());
    image
        .commit()
        .ifPresent(
            id ->
                words.add(
                    "commit "
                        + id.substring(0, Math.min(SHORT, id.length()))
                        + image.committedAt().map(at -> " of " + ago(at)).orElse("")));
    image.pushedAt().ifPresent(at -> words.add("pushed " + ago(at)));
    image.deployedAt().ifPresent(at -> words.add("deployed " + ago(at)));
    return String.join(", ", words);
  }

  /** Returns the age; {@code now} also for a time in the future, by a clock that is ahead. */
  private String ago(Instant at) {
    Duration age = Duration.between(at, now);
    if (age.compareTo(Duration.ofSeconds(1)) < 0) {
      return "now";
    }
    return (age.toHours() < 48 ? Format.took(age) : age.toDays() + " d") + " ago";
  }

  private static String verdict(DeploymentPlan plan) {
    if (!plan.problems().isEmpty()) {
      return "A deployment would be refused.";
    }
    int count = plan.changes().size();
    Optional<String> changes =
        Optional.of(count == 1 ? "1 change." : count + " changes.").filter(c -> count > 0);
    return changes
        .map(text -> isFirst(plan) ? "First deployment, in place of a placeholder: " + text : text)
        .or(() -> plan.because().map(why -> "No change, but a deployment would be created: " + why))
        .orElse("Nothing to do: what would be deployed has the production traffic.");
  }

  /**
   * Whether the service still runs bootstrap's placeholder, for which no differences are listed.
   */
  private static boolean isFirst(DeploymentPlan plan) {
    return plan.running().filter(arn -> PLACEHOLDER.matcher(arn).matches()).isPresent();
  }

  private String finished(String line) {
    String printable = Format.printable(line);
    char mark = printable.strip().isEmpty() ? ' ' : printable.strip().charAt(0);
    return colours && COLOURS.containsKey(mark) ? COLOURS.get(mark) + printable + RESET : printable;
  }
}
