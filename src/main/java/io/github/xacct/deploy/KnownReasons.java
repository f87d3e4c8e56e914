package io.github.xacct.deploy;

import io.github.xacct.advice.Advice;
import io.github.xacct.advice.Advice.Place;
import io.github.xacct.deploy.port.TaskObserver;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Explains the usual reasons why tasks stop, by the texts of ECS's stoppedReason. */
final class KnownReasons {
  /** Registry errors that are permanent; a timeout is not. */
  private static final Pattern REFUSAL =
      Pattern.compile(
          "\\b403\\b|denied|not authorized|not found|unknown|no matching manifest|does not match");

  /** Errors of an AWS service that every other task would get as well. */
  private static final Pattern DENIAL =
      Pattern.compile(
          "accessdenied|not authorized|resourcenotfound|can't find|does not exist|json key"
              + "|invalid character|invalid ssm parameters|parameternotfound|\\bkms\\b");

  /** Network errors, which may be temporary. */
  private static final Pattern UNREACHABLE =
      Pattern.compile(
          "timed? ?-?out|dial tcp|deadl|canceled|send request failed|no such host"
              + "|connection|network configuration");

  private static final Pattern ROLE = Pattern.compile("(arn:aws[a-z-]*:iam::\\d{12}):role/.+");

  private KnownReasons() {}

  /** A short reason if every further task would fail the same way; empty if one might start. */
  static Optional<String> hopeless(String reason) {
    String r = reason.toLowerCase(Locale.ROOT);
    if (r.contains("cannotpullcontainererror") && REFUSAL.matcher(r).find()) {
      return Optional.of("the image cannot be pulled");
    }
    if (r.contains("resourceinitializationerror")) {
      return UNREACHABLE.matcher(r).find() || !DENIAL.matcher(r).find()
          ? Optional.empty()
          : Optional.of(uninitialized(r));
    }
    if (r.contains("exec format error")) {
      return Optional.of("the image is of another CPU architecture");
    }
    if (r.contains("unable to assume the role")) {
      return Optional.of("ECS cannot assume the task's role");
    }
    return r.contains("capacity is unavailable")
        ? Optional.of("there is no capacity")
        : Optional.empty();
  }

  /** The reason by what was fetched: all messages begin with "secrets or registry auth". */
  private static String uninitialized(String reason) {
    if (reason.contains("logger")) {
      return "the log driver cannot be started";
    } else if (reason.contains("ecr registry auth") || reason.contains("ecr:")) {
      return "the execution role may not pull";
    }
    return reason.contains("env file") || reason.contains("environment file")
        ? "the environment files cannot be read"
        : "the secrets cannot be read";
  }

  /** Whether a service event reports that a task could not be placed. */
  static boolean isLackOfCapacity(String serviceEvent) {
    String e = serviceEvent.toLowerCase(Locale.ROOT);
    return e.contains("unable to place a task") || e.contains("capacity is unavailable");
  }

  /** Advice for one stopped task; empty if the reason is not known. */
  static List<String> advice(TaskObserver.Death death, Optional<Proof> proof) {
    return Stream.of(
            Advice.on(Set.of(Place.TASK), words(death), values(proof)),
            Advice.on(Place.LOG, String.join("\n", death.lastWords())),
            exitCode(death).map(code -> Advice.on(Place.EXIT, "" + code)).orElse(List.of()))
        .filter(lines -> !lines.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static Map<String, String> values(Optional<Proof> proof) {
    return Map.of(
        "image", proof.map(p -> p.image().toString()).orElse("it"),
        "repository", proof.map(p -> p.image().repository()).orElse("the image"),
        "statement", statement(proof.flatMap(Proof::executionRole).orElse("EXECUTION_ROLE_ARN")));
  }

  /** The repository policy statement, the same as push-ecr adds to a repository that it creates. */
  private static String statement(String role) {
    var arn = ROLE.matcher(role);
    String root = arn.matches() ? arn.group(1) + ":root" : "TARGET_ACCOUNT_ID";
    return """
        {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": ["ecr:BatchCheckLayerAvailability", \
        "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], "Condition": {"ArnEquals": \
        {"aws:PrincipalArn": "%s"}}}"""
        .formatted(root, role);
  }

  /** The reasons that ECS reports, without the app's own log. */
  private static String words(TaskObserver.Death death) {
    var all = new StringBuilder(death.stopCode()).append(' ').append(death.reason());
    death.containers().forEach(c -> c.reason().ifPresent(r -> all.append(' ').append(r)));
    return all.toString();
  }

  private static Optional<Integer> exitCode(TaskObserver.Death death) {
    return death.culprit().flatMap(TaskObserver.ContainerEnd::exitCode);
  }
}
