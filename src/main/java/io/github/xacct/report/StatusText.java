package io.github.xacct.report;

import io.github.xacct.event.EnvironmentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Renders the status of an environment as text. */
public final class StatusText {
  private final Instant now;

  public StatusText(Instant now) {
    this.now = now;
  }

  /** Returns a headline, and a line for each property that is present. */
  public List<String> lines(EnvironmentStatus status) {
    var lines = new ArrayList<String>();
    lines.add(status.environment() + ": " + status.where());
    lines.add("  running:   " + status.running().orElse(absent(status, EnvironmentStatus.RUNNING)));
    status.image().ifPresent(image -> lines.add("  image:     " + image));
    status.proof().ifPresent(proof -> lines.addAll(proof(proof)));
    status.since().ifPresent(d -> lines.add("  deployed:  " + words(d)));
    lines.add(
        "  in flight: "
            + status
                .inFlight()
                .map(this::words)
                .orElse(absent(status, EnvironmentStatus.IN_FLIGHT)));
    if (!status.taskSets().isEmpty()) {
      lines.add(
          "  traffic:   "
              + status.taskSets().stream().map(Format::taskSet).collect(Collectors.joining("; ")));
    }
    status.failures().forEach(d -> lines.add("  failed:    " + words(d)));
    status.problems().forEach(problem -> lines.add("  problem:   " + problem));
    return lines.stream().map(Format::printable).toList();
  }

  private static String absent(EnvironmentStatus status, String what) {
    return status.unknown().contains(what) ? "not known" : "nothing";
  }

  private static List<String> proof(String words) {
    var lines = words.lines().toList();
    return IntStream.range(0, lines.size())
        .mapToObj(i -> (i == 0 ? "  tasks:     " : "             ") + lines.get(i))
        .toList();
  }

  private String words(EnvironmentStatus.Deployment d) {
    return "%s %s, %s ago%s"
        .formatted(
            d.id(),
            d.status(),
            Format.took(Duration.between(d.at(), now)),
            d.words().isEmpty() ? "" : ": " + d.words());
  }
}
