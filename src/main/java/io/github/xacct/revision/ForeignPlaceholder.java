package io.github.xacct.revision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value that looks like a placeholder of another tool, such as {@code <ACCOUNT_ID>} or <code> {{
 * must_env `ACCOUNT` }}</code>: this plugin does not replace it, and AWS rejects most values that
 * contain one.
 *
 * @param text of the placeholder
 * @param name that a placeholder of this plugin would have instead
 * @param certain whether a value that AWS validates cannot contain this text
 */
record ForeignPlaceholder(String text, String name, boolean certain) {

  private static final String WORD = "[A-Za-z][A-Za-z0-9_.-]*";

  /** Texts that no value validated by AWS can contain. */
  private static final Pattern CERTAIN =
      anyOf(
          "<%.*?%>", // ERB, EJS
          "<[A-Za-z][^<>\"]{0,60}>", // CodePipeline, AWS's guides
          "^\\[[A-Za-z][\\w -]*\\]$|\\[\\[.*?\\]\\]", // guides too
          "\\$?\\{\\{.*?\\}\\}|\\{\\{.*", // Go, Jinja, Handlebars, GitHub
          "\\{%.*?%\\}", // Jinja
          "[%#]\\{[^}]*\\}", // Terraform; Octopus, Azure DevOps
          "(?<!\\$)\\{[A-Za-z_][\\w.-]*\\}", // Python
          "\\(\\([\\w./-]+\\)\\)", // Concourse
          "(?<!\\$)\\$(?:[A-Za-z_][A-Za-z0-9_]*|\\([\\w.]+\\))", // envsubst, Azure DevOps
          "(?<![\\w@])@@?[A-Za-z][\\w.-]*@@?(?!\\w)", // Maven's resources, autoconf
          "(?<!\\w)__[A-Z][A-Z0-9_]*?__(?!\\w)", // sed
          "([%#])[A-Z][A-Z0-9_]*\\1"); // Windows, sed

  /**
   * Texts that are likely placeholders in free text, where some of the others have another meaning.
   */
  private static final Pattern IN_FREE_TEXT =
      anyOf(
          "<[A-Z][A-Z0-9_-]{2,60}>",
          "\\$?\\{\\{.*?\\}\\}",
          "\\{%.*?%\\}",
          "%\\{ *(?:if|for|else|endif|endfor)\\b[^}]*\\}",
          "<%.*?%>|(?<!%)%[A-Z][A-Z0-9_]{2,}%(?!%)",
          "(?<![\\w@])@@?[A-Z][A-Z0-9_]*@@?(?!\\w)",
          "(?<!\\w)__[A-Z][A-Z0-9_]*?__(?!\\w)");

  /** A placeholder as the account or region of an ARN; group 1 or 2. */
  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws[\\w-]*:[a-z0-9-]+:([A-Z][A-Z0-9_-]*)?[^:]*:(?!aws:)([A-Za-z_][\\w-]*)?");

  private static final Pattern ECR =
      Pattern.compile("^(?!https?:)([A-Za-z_]\\w*)?[^.]*\\.dkr\\.ecr\\.([A-Z][A-Z0-9_]*)?");
  private static final Pattern CROSSED_OUT =
      Pattern.compile("(?<![A-Za-z0-9])[Xx]{4,}(?![A-Za-z0-9])");
  private static final Pattern CHECKED_ID =
      Pattern.compile("^(?:arn:|subnet-|sg-|fs-|fsap-|\\w+\\.dkr\\.ecr).*");
  private static final Pattern ORDER =
      Pattern.compile(
          "(?<!\\w)(?:YOUR|REPLACE|CHANGE)_\\w+|(?<!\\w)(?:CHANGEME|TODO|TBD|FIXME)(?!\\w)");

  /** A placeholder outside of a string, where only numbers, true, false and null are valid. */
  private static final Pattern BARE =
      Pattern.compile(
          CERTAIN.pattern()
              + "|(?<!\\w)[Xx]{4,}(?!\\w)|(?<!\\w)(?!TRUE|FALSE|NULL|NONE|NAN)[A-Z][A-Z0-9_]{2,}(?!\\w)");

  private static final Pattern WHOLE_VARIABLE = Pattern.compile("\\$[A-Z_][A-Z0-9_]*");
  private static final Pattern OTHER_NAME =
      Pattern.compile("AWS::.*|(?:var|local|data|module|aws_\\w+)\\..*");
  private static final Pattern CALL = Pattern.compile("\\W*\\w+ +[`\"'](" + WORD + ")");
  private static final Pattern DIRECTIVE =
      Pattern.compile("if|else|elif|for|endif|endfor|end|range|with");
  private static final Pattern FIRST = Pattern.compile(WORD);

  private static Pattern anyOf(String... forms) {
    return Pattern.compile(String.join("|", forms));
  }

  /** The placeholders in a value that AWS validates. */
  private static List<ForeignPlaceholder> inChecked(String text) {
    List<ForeignPlaceholder> found = new ArrayList<>();
    add(CERTAIN, text, true, found);
    if (!found.isEmpty()) {
      return found;
    }
    addParts(ARN, text, found);
    addParts(ECR, text, found);
    if (found.isEmpty()) {
      add(CROSSED_OUT, text, CHECKED_ID.matcher(text).matches(), found);
      add(ORDER, text, false, found);
    }
    return found;
  }

  /** The likely placeholders in free text. */
  private static List<ForeignPlaceholder> inFreeText(String text, String path) {
    List<ForeignPlaceholder> found = new ArrayList<>();
    add(IN_FREE_TEXT, text, false, found);
    if (FreeText.isLogOption(path)) {
      found.removeIf(f -> f.text.startsWith("{{")); // Docker's, such as {{.Name}} for a tag
    }
    if (WHOLE_VARIABLE.matcher(text).matches() && !FreeText.isCommand(path)) {
      add(WHOLE_VARIABLE, text, false, found);
    }
    if (found.isEmpty()) {
      addParts(ARN, text, found);
      add(ORDER, text, false, found);
    }
    if (found.isEmpty() && CHECKED_ID.matcher(text).matches()) {
      add(CROSSED_OUT, text, false, found);
    }
    return found.stream()
        .map(f -> new ForeignPlaceholder(f.text, f.name, f.text.startsWith("${{")))
        .toList();
  }

  /** The placeholder at which the parser stopped, if it did at one. */
  static Optional<ForeignPlaceholder> at(String line, int column) {
    Matcher matcher = BARE.matcher(line);
    while (matcher.find()) {
      if (matcher.start() < column && column <= matcher.end() + 2) {
        return Optional.of(of(line, matcher.start(), matcher.end(), true));
      }
    }
    return Optional.empty();
  }

  /** The placeholders in a value. */
  static List<ForeignPlaceholder> in(String written, String path) {
    String text = written.replace("$${", "\0"); // an escaped placeholder
    List<ForeignPlaceholder> found =
        new ArrayList<>(FreeText.isAt(path) ? inFreeText(text, path) : inChecked(text));
    found.removeIf(f -> f.text.equals(TaskDefinition.IMAGE_PLACEHOLDER));
    // Nor CodePipeline's in a wrong place, which is reported otherwise.
    found.removeIf(
        f -> f.text.equals(AppSpecFields.TASK_DEFINITION) && path.endsWith("TaskDefinition"));
    return found;
  }

  /** Whether a name in <code>${...}</code> is one of CloudFormation or Terraform. */
  static boolean isForeign(String name) {
    return OTHER_NAME.matcher(name).matches();
  }

  /** The hint for such a name. */
  static String advice(String name) {
    return new ForeignPlaceholder(name, name("<" + name.replace("AWS::", "") + ">", "", 0), true)
        .advice();
  }

  /** The hint for a name that means the account or the region; otherwise empty. */
  static String accountOrRegion(String name) {
    String advice = advice(name);
    return advice.contains("${xacct.") ? advice : "";
  }

  /** The hint, which follows the line number. */
  String advice() {
    return ", here it is written ${" + name + "}";
  }

  private static void add(
      Pattern pattern, String text, boolean certain, List<ForeignPlaceholder> found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(of(text, matcher.start(), matcher.end(), certain));
    }
  }

  private static void addParts(Pattern pattern, String text, List<ForeignPlaceholder> found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      for (int group = 1; group <= 2; group++) {
        if (matcher.group(group) != null) {
          found.add(of(text, matcher.start(group), matcher.end(group), true));
        }
      }
    }
  }

  private static ForeignPlaceholder of(String text, int start, int end, boolean certain) {
    String written = text.substring(start, end);
    return new ForeignPlaceholder(written, name(written, text, start), certain);
  }

  /** The name in this plugin: account and region have their own, others keep theirs. */
  private static String name(String written, String text, int start) {
    Matcher call = CALL.matcher(written);
    Matcher first = FIRST.matcher(written);
    String word = call.find() ? call.group(1) : first.find() ? first.group() : "";
    word = DIRECTIVE.matcher(word).matches() ? "" : word.replaceAll("[_.-]+$", "");
    String plain = word.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    boolean inAccount =
        text.substring(0, start).matches("arn:[^:]*:[^:]*:[^:]*:")
            || start == 0 && text.contains(".dkr.ecr.");
    if (plain.contains("account") || inAccount) {
      return "xacct.account";
    }
    if (plain.endsWith("region") || text.substring(0, start).matches("arn:[^:]*:[^:]*:")) {
      return "xacct.region";
    }
    return plain.isEmpty() || CROSSED_OUT.matcher(word).matches() ? "name" : word;
  }
}
