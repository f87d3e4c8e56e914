package io.github.xacct.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that AWS accepts, by kind of resource. Sources: the API reference of each service. */
public enum AwsName {
  /** A rule of this plugin: the name becomes part of role names, log groups and file names. */
  ENVIRONMENT(
      "an environment",
      "[A-Za-z0-9][A-Za-z0-9_-]*",
      40,
      "letters, digits, - and _, at most 40, such as test"),
  /**
   * A rule of this plugin: the name becomes part of all derived names, including the repository's.
   */
  APP(
      "an app",
      "[a-z0-9]+(-+[a-z0-9]+)*",
      100,
      "lowercase letters, digits and - between them, at most 100, such as demo-app"),
  REPOSITORY(
      "an ECR repository",
      "(?=.{2,256}$)[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*" + "(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*",
      256,
      "2 to 256 lowercase letters and digits, with . _ - or / between them, such as team/demo-app"),
  CLUSTER("an ECS cluster", "[A-Za-z0-9_-]+", 255, "letters, digits, - and _, at most 255"),
  SERVICE("an ECS service", "[A-Za-z0-9_-]+", 255, "letters, digits, - and _, at most 255"),
  FAMILY(
      "a task definition family", "[A-Za-z0-9_-]+", 255, "letters, digits, - and _, at most 255"),
  CONTAINER("a container", "[A-Za-z0-9_-]+", 255, "letters, digits, - and _, at most 255"),
  APPLICATION("a CodeDeploy application", "\\S(.*\\S)?", 100, "at most 100 characters"),
  DEPLOYMENT_GROUP("a CodeDeploy deployment group", "\\S(.*\\S)?", 100, "at most 100 characters"),
  DEPLOYMENT_CONFIGURATION(
      "a CodeDeploy deployment configuration", "\\S(.*\\S)?", 100, "at most 100 characters"),
  LOG_GROUP(
      "a CloudWatch log group",
      "[A-Za-z0-9_./#-]+",
      512,
      "letters, digits and _ - . / #, at most 512, such as /ecs/demo-app-test");

  private static final Pattern REPOSITORY_URI =
      Pattern.compile("\\d{12}\\.dkr\\.ecr\\.[^/]+/([^:@]+).*");

  private final String thing;
  private final Pattern form;
  private final int longest;
  private final String rule;

  AwsName(String thing, String form, int longest, String rule) {
    this.thing = thing;
    this.form = Pattern.compile(form);
    this.longest = longest;
    this.rule = rule;
  }

  /**
   * Returns the name if it is valid.
   *
   * @throws IllegalArgumentException if it is invalid, with the reason and the expected form
   */
  public String check(String name) {
    nameIn(name)
        .ifPresent(
            alone -> {
              throw new IllegalArgumentException(
                  "'" + name + "' is not a name of " + thing + ": write " + alone);
            });
    if (name.length() > longest) {
      throw new IllegalArgumentException(
          "'%s' has %s characters, too many for %s: %s"
              .formatted(name, name.length(), thing, write()));
    }
    if (!form.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a name of " + thing + ": " + write());
    }
    return name;
  }

  /** The name within an ARN or a repository URI; empty if the text is neither. */
  private Optional<String> nameIn(String text) {
    Matcher uri = REPOSITORY_URI.matcher(text);
    if (this == REPOSITORY && uri.matches()) {
      return Optional.of(uri.group(1)).filter(this::fits);
    }
    if (!Arn.isMeant(text)) {
      return Optional.empty();
    }
    String resource = text.replaceFirst("^(?:[^:]*:){5}", "");
    String name =
        switch (this) {
          case LOG_GROUP -> resource.replaceFirst("^log-group:", "").replaceFirst(":\\*$", "");
          case REPOSITORY -> resource.replaceFirst("^repository/", "");
          case FAMILY -> resource.replaceFirst("^task-definition/", "").replaceFirst(":\\d+$", "");
          default ->
              resource.substring(
                  Math.max(resource.lastIndexOf('/'), resource.lastIndexOf(':')) + 1);
        };
    return Optional.of(name).filter(this::fits);
  }

  private boolean fits(String name) {
    return name.length() <= longest && form.matcher(name).matches();
  }

  private String write() {
    return "write " + rule;
  }
}
