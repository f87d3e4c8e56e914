package io.github.xacct.report;

import io.github.xacct.event.Event;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Words an event as lines of a log: one, sometimes more, or none. */
final class EventMessages {
  /** Events that precede a deployment. */
  private static final Set<Class<? extends Event>> PREPARATION =
      Set.of(
          Event.Note.class,
          Event.Warning.class,
          Event.FileWritten.class,
          Event.ImageBuildStarted.class,
          Event.ImageBuilt.class,
          Event.ImageAlreadyPushed.class,
          Event.DeploymentRequested.class,
          Event.DeploymentNotCreated.class,
          Event.ShiftRequested.class,
          Event.StopRequested.class,
          Event.LayerPushed.class,
          Event.ImagePushed.class,
          Event.RepositoryCreated.class,
          Event.RoleAssumed.class,
          Event.TaskDefinitionRegistered.class,
          Event.TaskDefinitionUnchanged.class,
          Event.TaskDefinitionCompared.class,
          Event.RunNamed.class,
          Event.Began.class,
          Event.Planned.class);

  private final DateTimeFormatter time;

  EventMessages(ZoneId zone) {
    this.time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
  }

  /** Returns the time of day, such as {@code 14:03:07}. */
  String timeOfDay(Instant instant) {
    return time.format(instant);
  }

  /** Whether an event belongs to the deployment itself rather than to what precedes it. */
  static boolean isOfTheDeployment(Event event) {
    return !PREPARATION.contains(event.getClass());
  }

  /** Returns the lines for an event, without control characters. */
  List<String> of(Event event, Instant at) {
    return event
        .accept(new EventWording(this::timeOfDay, at))
        .flatMap(String::lines)
        .map(Format::printable)
        .toList();
  }
}
