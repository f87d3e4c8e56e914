package io.github.xacct.report;

import io.github.xacct.event.PastDeployment;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Renders an environment's deployments as a table of text. */
public final class HistoryText {
  private static final List<String> HEADINGS =
      List.of("DEPLOYMENT", "STATUS", "STARTED", "TOOK", "REVISION", "IMAGE", "COMMIT", "BY");
  private static final int SHORT_DIGEST = "sha256:0123456789ab".length();

  private final DateTimeFormatter time;

  /**
   * @param zone in which times are printed
   */
  public HistoryText(ZoneId zone) {
    this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(zone);
  }

  /**
   * Returns the lines of the table, the newest deployment first, each followed by its error if it
   * did not succeed.
   */
  public List<String> lines(List<PastDeployment> deployments) {
    if (deployments.isEmpty()) {
      return List.of("No deployments.");
    }
    var rows = new ArrayList<List<String>>();
    rows.add(HEADINGS);
    deployments.forEach(deployment -> rows.add(row(deployment)));
    var lines = new ArrayList<String>();
    for (int i = 0; i < rows.size(); i++) {
      lines.add(line(rows.get(i), widths(rows)));
      if (i > 0) {
        deployments.get(i - 1).error().ifPresent(error -> lines.add("  " + error));
      }
    }
    return lines.stream().map(Format::printable).toList();
  }

  private List<String> row(PastDeployment deployment) {
    return List.of(
        deployment.id(),
        deployment.status().toString(),
        started(deployment.started()),
        deployment.took().map(Format::took).orElse("-"),
        deployment.taskDefinition().map(HistoryText::revision).orElse("-"),
        deployment.imageDigest().map(HistoryText::brief).orElse("-"),
        deployment.commit().orElse("-"),
        deployment.by());
  }

  private String started(Instant instant) {
    return time.format(instant);
  }

  private static String revision(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private static String brief(String digest) {
    return digest.substring(0, Math.min(SHORT_DIGEST, digest.length()));
  }

  private static List<Integer> widths(List<List<String>> rows) {
    return IntStream.range(0, HEADINGS.size())
        .mapToObj(column -> rows.stream().mapToInt(row -> row.get(column).length()).max())
        .map(max -> max.orElse(0))
        .toList();
  }

  private static String line(List<String> row, List<Integer> widths) {
    return IntStream.range(0, row.size())
        .mapToObj(
            column -> row.get(column) + " ".repeat(widths.get(column) - row.get(column).length()))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }
}
