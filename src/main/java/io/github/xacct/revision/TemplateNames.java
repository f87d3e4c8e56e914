package io.github.xacct.revision;

import io.github.xacct.model.Spelling;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Determines by a file's name in {@code src/main/ecs} what it is, and which name it should have.
 */
final class TemplateNames {

  /** The two templates of an environment. */
  enum Kind {
    TASK_DEFINITION("taskdef", List.of("json"), "containerDefinitions"),
    APP_SPEC("appspec", List.of("yaml", "yml", "json"), "TargetService");

    private final String stem;
    private final List<String> extensions;
    private final String mark;

    Kind(String stem, List<String> extensions, String mark) {
      this.stem = stem;
      this.extensions = extensions;
      this.mark = mark;
    }

    /** A word that every file of this kind contains, and other files rarely do. */
    String mark() {
      return mark;
    }

    String stem() {
      return stem;
    }

    /** The file names for a stem. */
    List<String> names(String chosenStem) {
      return extensions.stream().map(extension -> chosenStem + "." + extension).toList();
    }
  }

  private static final Pattern TASK_DEFINITION =
      Pattern.compile("(?i)(?:ecs|aws|fargate)?[-_. ]*task[-_. ]*def(?:inition|n)?s?");
  private static final Pattern APP_SPEC =
      Pattern.compile("(?i)(?:ecs|aws|fargate)?[-_. ]*app[-_. ]*spec(?:ification)?s?");
  private static final Pattern TEMPLATE_EXTENSION =
      Pattern.compile(
          "(?i)\\.(?:json|jsonc|json5|ya?ml|tpl|tmpl|tftpl|template|j2|jinja2?|erb|ejs)$");

  /** Backups, temporary files and documents. */
  private static final Pattern KEPT_ASIDE =
      Pattern.compile(
          "(?i)(?:^|.*/)\\..*|.*(?:~|\\.(?:bak|old|orig|save|swp|tmp|md|txt|adoc|html|sh))");

  private final Collection<String> environments;

  TemplateNames(Collection<String> environments) {
    this.environments = environments;
  }

  /**
   * Why a file that looks like a template is not read; empty if it is read, or looks different.
   *
   * @param file its path in the folder
   */
  Optional<String> problem(String file) {
    Optional<Kind> kind = kind(file);
    if (kind.isEmpty() || KEPT_ASIDE.matcher(file).matches() || isRead(kind.get(), file)) {
      return Optional.empty();
    }
    String stem = kind.get().stem();
    Matcher other = Pattern.compile(stem + "-([^/.]+)\\.(?:json|ya?ml)").matcher(file);
    if (other.matches() && kind.get().names(stem + "-" + other.group(1)).contains(file)) {
      return Optional.of(unknown(other.group(1)));
    }
    String wanted = stem + environment(file).map(e -> "-" + e).orElse("");
    String extension = extension(file);
    if (kind.get() == Kind.TASK_DEFINITION && extension.matches("ya?ml")) {
      return Optional.of("a task definition is read as JSON only, from " + wanted + ".json");
    }
    boolean known = kind.get().names("").contains("." + extension);
    String best = wanted + "." + (known ? extension : kind.get().extensions.get(0));
    return Optional.of("did you mean " + best + "?");
  }

  /** Whether only its content can show that a file is a template. */
  boolean isUnrelated(String file) {
    return kind(file).isEmpty()
        && !KEPT_ASIDE.matcher(file).matches()
        && TEMPLATE_EXTENSION.matcher(file).find();
  }

  private boolean isRead(Kind kind, String file) {
    return Stream.concat(
            Stream.of(kind.stem()), environments.stream().map(e -> kind.stem() + "-" + e))
        .anyMatch(stem -> kind.names(stem).contains(file));
  }

  private String unknown(String environment) {
    return "unknown environment "
        + environment
        + Spelling.nearest(environment, environments)
            .map(near -> ", did you mean " + near + "?")
            .orElse(", known: " + String.join(", ", environments));
  }

  private static Optional<Kind> kind(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    if (TASK_DEFINITION.matcher(name).find()) {
      return Optional.of(Kind.TASK_DEFINITION);
    }
    return APP_SPEC.matcher(name).find() ? Optional.of(Kind.APP_SPEC) : Optional.empty();
  }

  /** The environment that a path names, in the file name or a folder. */
  private Optional<String> environment(String file) {
    List<String> words = List.of(file.toLowerCase(Locale.ROOT).split("[/._ -]+"));
    return environments.stream()
        .filter(e -> words.contains(e.toLowerCase(Locale.ROOT)) || file.contains("-" + e + "."))
        .findFirst();
  }

  private static String extension(String file) {
    Matcher template = TEMPLATE_EXTENSION.matcher(file);
    return template.find() ? file.substring(template.start() + 1).toLowerCase(Locale.ROOT) : "";
  }
}
