package io.github.xacct.report;

import java.util.regex.Pattern;

/**
 * Commands that CI systems interpret in a log: writes those for annotations, and neutralizes those
 * in foreign text such as a container's log or a commit's subject, which could set variables, mask
 * text or disable commands. Sources: docs.github.com, "Workflow commands for GitHub Actions"; the
 * runner also accepts the older form {@code ##[...]} anywhere in a line, and Azure Pipelines
 * accepts {@code ##vso[...]}.
 */
public final class WorkflowCommands {
  private static final Pattern AT_LINE_START =
      Pattern.compile(
          "(^|[\\n\\r\\x0b\\f\\x{85}\\x{2028}\\x{2029}])([\\s\\p{Z}\\p{Cf}\\p{Cntrl}]*):(?=:)");
  private static final Pattern ANYWHERE =
      Pattern.compile("#(?=#(\\[|vso\\[|teamcity\\[))", Pattern.CASE_INSENSITIVE);
  private static final int LONGEST = 4000;

  private WorkflowCommands() {}

  /** Returns the command for an error annotation. */
  public static String error(String title, String message) {
    return annotation("error", title, message);
  }

  /** Returns the command for a warning annotation. */
  public static String warning(String title, String message) {
    return annotation("warning", title, message);
  }

  private static String annotation(String kind, String title, String message) {
    String text = message.substring(0, Math.min(LONGEST, message.length()));
    String lines = text.lines().map(Format::printable).reduce((a, b) -> a + "\n" + b).orElse("");
    return "::" + kind + " title=" + property(Format.printable(title)) + "::" + data(lines);
  }

  /** Neutralizes the commands in foreign text, which stays readable. */
  public static String harmless(String text) {
    String start = AT_LINE_START.matcher(text).replaceAll("$1$2: ");
    return ANYWHERE.matcher(start).replaceAll("# ");
  }

  /** Neutralizes the commands in a JSON document without changing its values. */
  public static String harmlessJson(String document) {
    return ANYWHERE.matcher(document).replaceAll("\\\\u0023");
  }

  private static String data(String text) {
    return harmlessInside(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  /** Neutralizes commands within a line, where only the older form can begin. */
  private static String harmlessInside(String text) {
    return ANYWHERE.matcher(text).replaceAll("# ");
  }
}
