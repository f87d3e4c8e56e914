package io.github.xacct.report;

import io.github.xacct.model.ImageReference;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells one line per change, without colours or cursor movements: for CodeBuild, logs and pipes.
 * Lines of a deployment begin with the time of day, so that they can be laid beside AWS's own.
 */
public final class PlainReporter implements Reporter {
  private final Consumer<String> info;
  private final Consumer<String> warning;
  private final Clock clock;
  private final DateTimeFormatter time;

  /**
   * A reporter for one run.
   *
   * @param info takes a line
   * @param warning takes a line that somebody should look at
   * @param clock gives the time of day
   * @param zone in which it is told
   */
  public PlainReporter(Consumer<String> info, Consumer<String> warning, Clock clock, ZoneId zone) {
    this.info = info;
    this.warning = warning;
    this.clock = clock;
    this.time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
  }

  @Override
  public synchronized void tell(Event event) {
    if (event instanceof Event.Warning w) {
      warning.accept(w.text());
    } else if (event instanceof Event.LayerPushed
        || event instanceof Event.Planned
        || event instanceof Event.Expected) {
      return; // dozens of them; the total is told at the end
    } else {
      info.accept(words(event));
    }
  }

  private String words(Event event) {
    String preparation = preparation(event);
    return preparation != null
        ? preparation
        : time.format(clock.instant()) + "  " + deployment(event);
  }

  /** Words of what comes before the deployment, or null. */
  private static String preparation(Event event) {
    if (event instanceof Event.Note note) {
      return note.text();
    } else if (event instanceof Event.FileWritten written) {
      return "Wrote " + fromHere(written.file());
    } else if (event instanceof Event.ImageBuildStarted started) {
      return "Building the image on " + started.baseImage() + " for " + started.platform();
    } else if (event instanceof Event.ImageBuilt built) {
      return built(built);
    } else if (event instanceof Event.ImageAlreadyPushed there) {
      return "The registry has it already: " + image(there.image(), there.tags());
    } else if (event instanceof Event.ImagePushed pushed) {
      return "Pushed " + image(pushed.image(), pushed.tags()) + " in " + Words.took(pushed.took());
    } else if (event instanceof Event.RepositoryCreated created) {
      return "Created repository " + created.repositoryUri();
    } else if (event instanceof Event.RoleAssumed assumed) {
      return "Assumed " + assumed.roleArn() + " as " + assumed.sessionName();
    } else if (event instanceof Event.TaskDefinitionRegistered registered) {
      return "Registered " + registered.arn();
    } else if (event instanceof Event.TaskDefinitionUnchanged unchanged) {
      return "Using " + unchanged.arn() + ", which says the same already";
    }
    return null;
  }

  private static String deployment(Event event) {
    if (event instanceof Event.DeploymentCreated created) {
      return "Deployment "
          + created.deploymentId()
          + " created"
          + created.consoleUrl().map(url -> ": " + url).orElse("");
    } else if (event instanceof Event.LifecycleEventChanged changed) {
      return changed.name()
          + " "
          + Words.status(changed.status())
          + changed.took().map(took -> " after " + Words.took(took)).orElse("");
    } else if (event instanceof Event.TaskSetsChanged sets) {
      return taskSets(sets.taskSets());
    } else if (event instanceof Event.StillWaiting waiting) {
      return "still waiting for " + waiting.what() + ", " + Words.took(waiting.elapsed());
    } else if (event instanceof Event.RollbackStarted rollback) {
      return "Rolling back by deployment " + rollback.deploymentId();
    } else if (event instanceof Event.TrafficShifted shifted) {
      return "All production traffic is on green after " + Words.took(shifted.took());
    } else if (event instanceof Event.DeploymentEnded ended) {
      return "Deployment "
          + ended.deploymentId()
          + ": "
          + ended.verdict()
          + " after "
          + Words.took(ended.took());
    }
    return event.toString();
  }

  private static String built(Event.ImageBuilt built) {
    var image = built.image();
    long bytes = image.layers().stream().mapToLong(layer -> layer.size()).sum();
    return "Built "
        + image.digest().brief()
        + " ("
        + image.layers().size()
        + " layers, "
        + Words.bytes(bytes)
        + ") in "
        + Words.took(built.took())
        + built.tarball().map(file -> ": " + fromHere(file)).orElse("");
  }

  private static String image(ImageReference image, List<String> tags) {
    return image + (tags.isEmpty() ? "" : " (" + String.join(", ", tags) + ")");
  }

  private static String taskSets(List<Event.TaskSet> sets) {
    return sets.stream()
        .map(
            set ->
                set.label().toLowerCase(Locale.ROOT)
                    + " "
                    + set.running()
                    + " of "
                    + set.desired()
                    + " running, "
                    + Math.round(set.trafficWeight())
                    + " % of traffic")
        .collect(Collectors.joining("; "));
  }

  /** Short where the file lies below the working directory. */
  private static String fromHere(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath();
    return (absolute.startsWith(here) ? here.relativize(absolute) : absolute).toString();
  }
}
