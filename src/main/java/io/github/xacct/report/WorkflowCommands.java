package io.github.xacct.report;

import java.util.regex.Pattern;

/**
 * Commands that a CI system reads in a log. Those for annotations are written here; those in text
 * of others, a container's last lines or a commit's subject, are broken up, for they would set
 * variables, hide words or switch the commands off. Sources: docs.github.com, "Workflow commands
 * for GitHub Actions"; the runner also takes its older form {@code ##[...]} anywhere in a line, and
 * Azure Pipelines takes {@code ##vso[...]}.
 */
public final class WorkflowCommands {
  private static final Pattern AT_LINE_START =
      Pattern.compile(
          "(^|[\\n\\r\\x0b\\f\\x{85}\\x{2028}\\x{2029}])([\\s\\p{Z}\\p{Cf}\\p{Cntrl}]*):(?=:)");
  private static final Pattern ANYWHERE =
      Pattern.compile("#(?=#(\\[|vso\\[|teamcity\\[))", Pattern.CASE_INSENSITIVE);
  private static final int LONGEST = 4000;

  private WorkflowCommands() {}

  /** An annotation of a run that says what went wrong. */
  public static String error(String title, String message) {
    return annotation("error", title, message);
  }

  /** An annotation of a run that somebody should look at. */
  public static String warning(String title, String message) {
    return annotation("warning", title, message);
  }

  private static String annotation(String kind, String title, String message) {
    String text = message.substring(0, Math.min(LONGEST, message.length()));
    String lines = text.lines().map(Format::printable).reduce((a, b) -> a + "\n" + b).orElse("");
    return "::" + kind + " title=" + property(Format.printable(title)) + "::" + data(lines);
  }

  /** Text of others in which nothing is a command any more; the words stay readable. */
  public static String harmless(String text) {
    String start = AT_LINE_START.matcher(text).replaceAll("$1$2: ");
    return ANYWHERE.matcher(start).replaceAll("# ");
  }

  /** The same for a JSON document, which still means what it meant. */
  public static String harmlessJson(String document) {
    return ANYWHERE.matcher(document).replaceAll("\\\\u0023");
  }

  private static String data(String text) {
    return harmlessInside(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  /** The newer form cannot begin within a line, but the older one can. */
  private static String harmlessInside(String text) {
    return ANYWHERE.matcher(text).replaceAll("# ");
  }
}
