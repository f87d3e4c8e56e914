package io.github.xacct.deploy;

import io.github.xacct.deploy.Advice.Place;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the usual deaths of tasks mean. Texts are those of ECS's stoppedReason. */
final class KnownReasons {
  /** Answers of a registry that it would give again; a time-out is not among them. */
  private static final Pattern REFUSAL =
      Pattern.compile(
          "\\b403\\b|denied|not authorized|not found|unknown|no matching manifest|does not match");

  private static final Pattern ROLE = Pattern.compile("(arn:aws[a-z-]*:iam::\\d{12}):role/.+");

  private KnownReasons() {}

  /** What would happen to every further task too, in a few words; empty if it might not. */
  static Optional<String> hopeless(String reason) {
    String r = reason.toLowerCase(Locale.ROOT);
    if (r.contains("cannotpullcontainererror") && REFUSAL.matcher(r).find()) {
      return Optional.of("the image cannot be pulled");
    }
    if (r.contains("resourceinitializationerror")
        && (r.contains("secret") || r.contains("accessdenied") || r.contains("parameter"))) {
      return Optional.of("the secrets cannot be read");
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

  /** Whether a service event tells of a task that could not be placed. */
  static boolean isLackOfCapacity(String serviceEvent) {
    String e = serviceEvent.toLowerCase(Locale.ROOT);
    return e.contains("unable to place a task") || e.contains("capacity is unavailable");
  }

  /** What to look at, for one death; empty if nothing is known. */
<<<<<<< HEAD
  static List<String> advice(Witness.Death death, Optional<Following.Proof> proof) {
    return Stream.of(
            Advice.on(Set.of(Place.TASK), words(death), values(proof)),
            Advice.on(Place.LOG, String.join("\n", death.lastWords())),
            exitCode(death).map(code -> Advice.on(Place.EXIT, "" + code)).orElse(List.of()))
        .filter(lines -> !lines.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static Map<String, String> values(Optional<Following.Proof> proof) {
    return Map.of(
        "image", proof.map(p -> p.image().toString()).orElse("it"),
        "repository", proof.map(p -> p.image().repository()).orElse("the image"),
        "statement",
            statement(proof.flatMap(Following.Proof::executionRole).orElse("EXECUTION_ROLE_ARN")));
=======
  static List<String> advice(Witness.Death death, Optional<Proof> proof) {
    String all = words(death);
    if (all.contains("outofmemory") || exitCode(death).filter(c -> c == 137).isPresent()) {
      return List.of(
          "the container ran out of memory: raise <task><memory>, or leave less of it to the heap:",
          "<image><jvmFlags><flag>-XX:MaxRAMPercentage=70</flag></jvmFlags>. README#out-of-memory");
    }
    if (all.contains("descriptor matching platform")) {
      return List.of(
          "the image is an index without the tasks' platform: compare <image><platform> with"
              + " <task><architecture>. README#exec-format-error");
    }
    if (all.contains("cannotpullcontainererror")) {
      return pull(all, proof);
    }
    if (all.contains("exec format error")) {
      return List.of(
          "the image is of another CPU architecture than the task: compare <image><platform> with"
              + " <task><architecture>. README#exec-format-error");
    }
    if (all.contains("log group does not exist")) {
      return List.of(
          "make the log group that the task definition names: aws logs create-log-group,",
          "for the execution role may not; mvn xacct:preflight names it.");
    }
    if (all.contains("resourceinitializationerror")) {
      return List.of(
          "the task could not get its secrets or its way out: look at the execution role's",
          "secretsmanager:GetSecretValue, ssm:GetParameters and kms:Decrypt, and at the subnets'",
          "route to the internet or to VPC endpoints. README#resource-initialization");
    }
    if (all.contains("unable to assume the role")) {
      return List.of(
          "the execution or task role must trust ecs-tasks.amazonaws.com. README#role-trust");
    }
    if (all.contains("elb health checks") || all.contains("health check")) {
      return List.of(
          "the app must answer the target group's health check path on the container port;",
          "compare <task><containerPort> and <healthCheck><path> with both. README#never-healthy");
    }
    if (exitCode(death).filter(code -> code != 0).isPresent()) {
      return List.of(
          "the app ended by itself: its last lines above say why. README#the-app-ends-by-itself");
    }
    return List.of();
  }

  private static List<String> pull(String all, Optional<Proof> proof) {
    if (!all.contains("403") && !all.contains("denied") && !all.contains("not authorized")) {
      return List.of(
          "the task could not fetch the image: look whether "
              + proof.map(p -> p.image().toString()).orElse("it")
              + " exists and whether the subnets have a route to ECR. README#cannot-pull");
    }
    return List.of(
        "let the target account's execution role pull; the repository policy of "
            + proof.map(p -> p.image().repository()).orElse("the image")
            + " needs this statement:",
        statement(proof.flatMap(Proof::executionRole).orElse("EXECUTION_ROLE_ARN")),
        "README#cannot-pull");
>>>>>>> e8af0b8a (Cut the circles of imports inside deploy, revision, stack and aws)
  }

  /** The same that push-ecr writes into a repository that it creates. */
  private static String statement(String role) {
    var arn = ROLE.matcher(role);
    String root = arn.matches() ? arn.group(1) + ":root" : "TARGET_ACCOUNT_ID";
    return """
        {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": ["ecr:BatchCheckLayerAvailability", \
        "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], "Condition": {"ArnEquals": \
        {"aws:PrincipalArn": "%s"}}}"""
        .formatted(root, role);
  }

  /** What ECS says; what the app wrote is another matter. */
  private static String words(Witness.Death death) {
    var all = new StringBuilder(death.stopCode()).append(' ').append(death.reason());
    death.containers().forEach(c -> c.reason().ifPresent(r -> all.append(' ').append(r)));
    return all.toString();
  }

  private static Optional<Integer> exitCode(Witness.Death death) {
    return death.containers().stream().flatMap(c -> c.exitCode().stream()).findFirst();
  }
}
