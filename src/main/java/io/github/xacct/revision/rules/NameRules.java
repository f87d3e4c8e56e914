package io.github.xacct.revision.rules;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.RoleArn;
import io.github.xacct.revision.rules.Definition.Container;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks names of the family, containers, images, volumes and roles. Source: ECS API reference,
 * RegisterTaskDefinition, ContainerDefinition and Volume; "Role is not valid" as in
 * aws-samples/aws-modern-application-workshop#9, "Container.image contains invalid characters." as
 * in aws-actions/amazon-ecs-render-task-definition#49.
 */
final class NameRules {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9_./:#@-]+");

  /** Docker's image reference, with uppercase letters allowed in the repository. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:[A-Za-z0-9.-]+(?::\\d+)?/)?(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*(?::\\w[\\w.-]{0,127})?"
              + "(?:@[A-Za-z0-9+._-]+:[0-9A-Fa-f]{32,})?");

  private static final Pattern UPPER_REPOSITORY =
      Pattern.compile("(?:[^/]*[.:][^/]*/)?[^:@]*[A-Z].*");
  private static final int LONGEST_IMAGE = 255;
  private static final int MOST_CONTAINERS = 10;
  private static final String FORM = "has 1 to 255 letters, digits, underscores and hyphens";

  private final Definition definition;
  private final Findings findings;

  private NameRules(Definition definition, Findings findings) {
    this.definition = definition;
    this.findings = findings;
  }

  static void check(Definition definition, Findings findings) {
    new NameRules(definition, findings).check();
  }

  private void check() {
    Optional.ofNullable(definition.json().path("family").textValue())
        .filter(family -> !NAME.matcher(family).matches())
        .ifPresent(
            family ->
                findings.refused(
                    "family", "a family " + FORM, "", "Family contains invalid characters."));
    int count = definition.json().path("containerDefinitions").size();
    if (count > MOST_CONTAINERS) {
      findings.refused(
          "containerDefinitions",
          "ECS takes at most 10 containers, but here are " + count,
          "",
          "Too many containers.");
    }
    containers();
    volumes();
    role("executionRoleArn");
    role("taskRoleArn");
  }

  private void containers() {
    Set<String> names = new HashSet<>();
    for (Container container : definition.containers()) {
      String name = container.name();
      if (!name.isEmpty() && !NAME.matcher(name).matches()) {
        findings.refused(
            container.at("name"),
            "a container's name " + FORM,
            "",
            "Container.name contains invalid characters.");
      }
      if (!name.isEmpty() && !names.add(name)) {
        findings.refused(
            container.at("name"),
            "a second container is called " + name,
            "",
            "Container names must be unique within a task definition.");
      }
      image(container);
    }
  }

  private void image(Container container) {
    Optional<String> image = Tree.text(container.json(), "image");
    if (image.isEmpty()) {
      if (!container.json().path("image").isMissingNode() || !container.json().has("image")) {
        noImage(container);
      }
      return;
    }
    String text = image.get();
    if (text.matches("<\\w+>")) {
      return; // CodePipeline's placeholder
    }
    if (!IMAGE.matcher(text).matches()) {
      findings.refused(
          container.at("image"),
          "this is not an image's name",
          ", write REPOSITORY:TAG or REPOSITORY@sha256:DIGEST",
          "Container.image contains invalid characters.");
    } else if (text.length() > LONGEST_IMAGE) {
      findings.refused(
          container.at("image"),
          "an image's name has at most 255 characters, but here are " + text.length(),
          "",
          "Container.image repository should be 255 characters or less.");
    } else if (!REFERENCE.matcher(text).matches()) {
      findings.unusable(
          container.at("image"),
          "Docker cannot read this image's name",
          ", write REPOSITORY:TAG or REPOSITORY@sha256:DIGEST");
    } else if (UPPER_REPOSITORY.matcher(text).matches()) {
      findings.doubtful(
          container.at("image"),
          "Docker takes a repository only in lowercase",
          ", else the task stops with \"invalid reference format\"");
    }
  }

  /** Reports a missing image, unless the container has no name, which is reported instead. */
  private void noImage(Container container) {
    if (container.name().isEmpty()) {
      return;
    }
    findings.refused(
        container.path(), "image is missing", "", "Container.image should not be null or empty.");
  }

  private void volumes() {
    Set<String> names = new HashSet<>();
    Tree.each(
        definition.json(),
        "volumes[]",
        (path, volume) -> {
          if (volume.isObject() && !volume.has("name")) {
            findings.refused(
                path,
                "name is missing",
                ", which mountPoints refer to",
                "Volume.name should not be null or empty.");
          }
        });
    Tree.each(
        definition.json(),
        "volumes[].name",
        (path, name) -> {
          if (name.isTextual() && !NAME.matcher(name.textValue()).matches()) {
            findings.refused(
                path, "a volume's name " + FORM, "", "Volume.name contains invalid characters.");
          } else if (name.isTextual() && !names.add(name.textValue())) {
            findings.refused(
                path,
                "a second volume is called " + name.textValue(),
                "",
                "Volume names must be unique within a task definition.");
          }
        });
  }

  private void role(String field) {
    Tree.text(definition.json(), field)
        .filter(role -> !isRole(role))
        .ifPresent(
            role ->
                findings.refused(
                    field,
                    "this is neither the ARN nor the name of a role",
                    ", write arn:aws:iam::ACCOUNT:role/NAME",
                    "Role is not valid"));
  }

  private static boolean isRole(String text) {
    try {
      return !RoleArn.parse(text, "aws", new AccountId("000000000000")).name().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
