package io.github.xacct.report;

import io.github.xacct.event.Event;
import io.github.xacct.model.ImageReference;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The words for each event: one line, sometimes more, none for what would only fill the log. */
final class EventMessages {
  private final DateTimeFormatter time;

  EventMessages(ZoneId zone) {
    this.time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
  }

  /** {@code 14:03:07}. */
  String timeOfDay(Instant instant) {
    return time.format(instant);
  }

  /** Whether an event belongs to the deployment itself rather than to what precedes it. */
  static boolean isOfTheDeployment(Event event) {
    return preparation(event) == null;
  }

  /** The lines; those of other systems without their control characters. */
  List<String> of(Event event, Instant at) {
    String preparation = preparation(event);
    List<String> lines = preparation == null ? null : one(preparation);
    lines = lines == null ? course(event) : lines;
    lines = lines == null ? trouble(event) : lines;
    lines = lines == null ? waits(event, at) : lines;
    if (lines == null) {
      throw new IllegalStateException("no message for " + event);
    }
    return lines.stream().flatMap(String::lines).map(Format::printable).toList();
  }

  private static List<String> one(String line) {
    return line.isEmpty() ? List.of() : List.of(line);
  }

  /** Words of what comes before the deployment; empty to stay silent, null if it is none. */
  private static @Nullable String preparation(Event event) {
    if (event instanceof Event.Note note) {
      return note.text();
    } else if (event instanceof Event.Warning warned) {
      return warned.text();
    } else if (event instanceof Event.FileWritten written) {
      return "Wrote " + fromHere(written.file());
    } else if (event instanceof Event.ImageBuildStarted started) {
      return "Building the image on " + started.baseImage() + " for " + started.platform();
    } else if (event instanceof Event.ImageBuilt built) {
      return built(built);
    } else if (event instanceof Event.ImageAlreadyPushed there) {
      return "Image already in registry, not rebuilt: " + image(there.image(), there.tags());
    } else if (event instanceof Event.DeploymentRequested) {
      return ""; // that it is created is worth a line
    } else if (event instanceof Event.LayerPushed) {
      return ""; // dozens of them; the total is reported at the end
    } else if (event instanceof Event.ImagePushed pushed) {
      return "Pushed " + image(pushed.image(), pushed.tags()) + " in " + Format.took(pushed.took());
    } else if (event instanceof Event.RepositoryCreated created) {
      return "Created repository " + created.repositoryUri();
    } else if (event instanceof Event.RoleAssumed assumed) {
      return "Assumed " + assumed.roleArn() + " as " + assumed.sessionName();
    } else if (event instanceof Event.TaskDefinitionRegistered registered) {
      return "Registered " + registered.arn();
    } else if (event instanceof Event.TaskDefinitionUnchanged unchanged) {
      return "Reusing " + unchanged.arn() + " (unchanged)";
    } else if (event instanceof Event.TaskDefinitionCompared) {
      return ""; // plan prints it, and the page shows it
    } else if (event instanceof Event.RunNamed) {
      return ""; // whoever reads this log has the run before them
    } else if (event instanceof Event.Began began) {
      return began(began);
    } else if (event instanceof Event.Planned planned) {
      return "Deploying "
          + planned.image()
          + planned.replaces().map(arn -> " in place of " + arn).orElse("");
    }
    return null;
  }

  /** How the deployment goes, or null. */
  private @Nullable List<String> course(Event event) {
    if (event instanceof Event.DeploymentCreated created) {
      return one(
          "Deployment " + created.deploymentId() + " created" + Format.after(created.consoleUrl()));
    } else if (event instanceof Event.DeploymentAttached attached) {
      return one(
          "Following deployment "
              + attached.deploymentId()
              + attached.createdAt().map(t -> ", created at " + timeOfDay(t)).orElse("")
              + Format.after(attached.consoleUrl()));
    } else if (event instanceof Event.LifecycleEventChanged changed) {
      return one(
          changed.name()
              + " "
              + Format.status(changed.status())
              + changed.took().map(took -> " after " + Format.took(took)).orElse(""));
    } else if (event instanceof Event.TaskSetsChanged sets) {
      return one(sets.taskSets().stream().map(Format::taskSet).collect(Collectors.joining("; ")));
    } else if (event instanceof Event.TrafficShifted shifted) {
      return one("All production traffic is on green after " + Format.took(shifted.took()));
    } else if (event instanceof Event.RollbackStarted rollback) {
      return one("Rolling back by deployment " + rollback.deploymentId());
    } else if (event instanceof Event.DeploymentEnded ended) {
      return one(
          "Deployment "
              + ended.deploymentId()
              + ": "
              + ended.verdict()
              + " after "
              + Format.took(ended.took()));
    } else if (event instanceof Event.Concluded concluded) {
      // The problem itself is what the goal fails with, so Maven reports it in the next line.
      return one("Verdict: " + concluded.verdict());
    }
    return pipeline(event);
  }

  /** How a walk through a pipeline goes, or null. */
  private static @Nullable List<String> pipeline(Event event) {
    if (event instanceof Event.PipelineStageBegan stage) {
      return one(
          "Stage "
              + stage.number()
              + " of "
              + stage.of()
              + ", "
              + stage.stage()
              + ": "
              + stage.actions());
    } else if (event instanceof Event.PipelineActionEnded ended) {
      return one(
          "  "
              + ended.action()
              + " succeeded after "
              + Format.took(ended.took())
              + (ended.detail().isEmpty() ? "" : ": " + ended.detail()));
    } else if (event instanceof Event.NoticeSent notice) {
      return Stream.concat(
              Stream.of("Notice to " + notice.topic() + ": " + notice.subject()),
              notice.text().lines())
          .map(line -> "  " + line)
          .toList();
    }
    return null;
  }

  /** What goes wrong, or null. */
  private static @Nullable List<String> trouble(Event event) {
    if (event instanceof Event.TaskDied died) {
      return Deaths.lines(died);
    } else if (event instanceof Event.TargetUnhealthy unhealthy) {
      return one("target " + unhealthy.target() + " is unhealthy: " + unhealthy.reason());
    } else if (event instanceof Event.ServiceTrouble trouble) {
      return one("ECS reports: " + trouble.text());
    } else if (event instanceof Event.CircuitOpened opened) {
      return one("Aborting: " + opened.reason() + "; stopping and rolling back");
    } else if (event instanceof Event.ImageProof proof) {
      return one(proof.words());
    } else if (event instanceof Event.SmokeTestEnded test) {
      return one(
          "Smoke test "
              + test.name()
              + (test.ok() ? " passed after " : " failed after ")
              + Format.took(test.took())
              + (test.detail().isEmpty() ? "" : ": " + test.detail()));
    }
    return null;
  }

  /** What is waited for, or null. */
  private @Nullable List<String> waits(Event event, Instant at) {
    if (event instanceof Event.StillWaiting waiting) {
      return one("still waiting for " + waiting.what() + ", " + Format.took(waiting.elapsed()));
    } else if (event instanceof Event.Expected expected) {
      return one(
          "ETA "
              + timeOfDay(at.plus(expected.expected()))
              + " (about "
              + Format.took(expected.expected())
              + "), at most "
              + Format.took(expected.limit()));
    } else if (event instanceof Event.ApprovalAwaited awaited) {
      return List.of(
          "Waiting for approval. Look at " + awaited.where(),
          "and approve with: " + awaited.command());
    } else if (event instanceof Event.TrafficSample) {
      return List.of(); // several a second; the sums are reported at the end
    }
    return null;
  }

  private static String began(Event.Began began) {
    return (began.rehearsed() ? "Rehearsal of " : "")
        + began.app()
        + " in "
        + began.environment()
        + ": service "
        + began.cluster()
        + "/"
        + began.service()
        + " in account "
        + began.account()
        + ", "
        + began.region();
  }

  private static String built(Event.ImageBuilt built) {
    var image = built.image();
    long bytes = image.layers().stream().mapToLong(layer -> layer.size()).sum();
    return "Built "
        + image.digest().brief()
        + " ("
        + image.layers().size()
        + " layers, "
        + Format.bytes(bytes)
        + ") in "
        + Format.took(built.took())
        + built.tarball().map(file -> ": " + fromHere(file)).orElse("");
  }

  private static String image(ImageReference image, List<String> tags) {
    return image + (tags.isEmpty() ? "" : " (" + String.join(", ", tags) + ")");
  }

  /** Short where the file lies below the working directory. */
  private static String fromHere(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath();
    return (absolute.startsWith(here) ? here.relativize(absolute) : absolute).toString();
  }
}
