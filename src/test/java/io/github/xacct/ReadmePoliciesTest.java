package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.xacct.aws.ecr.EcrLayers;
import io.github.xacct.aws.ecr.EcrRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's policies allow what the plugin calls, and no more. */
class ReadmePoliciesTest {
  private static final String PREFLIGHT = "Preflight(Deployment)?Calls";

  /** What AWS asks for beside the calls, and what the registry's own protocol needs. */
  private static final Set<String> NOT_CALLS_OF_THE_SDK =
      Set.of(
          "ecs:TagResource",
          "ecs:UpdateService",
          "iam:PassRole",
          "codedeploy:GetApplicationRevision",
          "codedeploy:RegisterApplicationRevision",
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:InitiateLayerUpload",
          "ecr:UploadLayerPart",
          "ecr:CompleteLayerUpload",
          "ecr:PutImage",
          "sts:AssumeRole");

  /** What preflight reads where it may not simulate; the README reports it in words. */
  private static final Set<String> INSTEAD_OF_A_SIMULATION =
      Set.of(
          "iam:ListRolePolicies",
          "iam:GetRolePolicy",
          "iam:ListAttachedRolePolicies",
          "iam:GetPolicy",
          "iam:GetPolicyVersion");

  /** Everybody may ask who they are. */
  private static final String FREE = "sts:GetCallerIdentity";

  @Test
  void theBuilderMayCallWhatThePluginCallsInTheDevelopmentAccount() throws Exception {
    assertThat(actions("## The builder's policy")).containsAll(calls("ecr"));
  }

  @Test
  void theDeployRoleMayCallWhatThePluginCallsInTheTargetAccount() throws Exception {
    assertThat(actions("Its permissions are"))
        .containsAll(
            calls(
                "ecs",
                "codedeploy",
                "elasticloadbalancing",
                "logs",
                "application-autoscaling",
                "lambda",
                "sns"));
  }

  @Test
  void preflightMayReadWhatItAsksFor() throws Exception {
    var allowed = actions("**What it may read**");
    allowed.addAll(actions("And the builder (development account)"));
    allowed.addAll(actions("## The builder's policy"));
    allowed.addAll(actions("Its permissions are"));
    allowed.addAll(actions("## The deploy role of a service that ECS itself deploys"));
    allowed.addAll(INSTEAD_OF_A_SIMULATION);
    var asked = callsOf(PREFLIGHT, "ecr", "ecs", "codedeploy", "elasticloadbalancing", "logs");
    asked.addAll(io.github.xacct.aws.Ec2Reads.actions());
    asked.add("acm:DescribeCertificate");
    asked.add("ssm:DescribeParameters");
    asked.addAll(callsOf(PREFLIGHT, "iam", "cloudwatch", "lambda", "secretsmanager"));

    assertThat(allowed).containsAll(asked);
    assertThat(asked).containsAll(actions("**What it may read**"));
    assertThat(asked).containsAll(actions("And the builder (development account)"));
  }

  @Test
  void neitherMayDoMoreThanIsNeeded() throws Exception {
    var needed =
        calls(
            "ecr",
            "ecs",
            "codedeploy",
            "elasticloadbalancing",
            "logs",
            "application-autoscaling",
            "lambda",
            "sns");
    needed.addAll(NOT_CALLS_OF_THE_SDK);

    assertThat(needed).containsAll(actions("## The builder's policy"));
    assertThat(needed).containsAll(actions("Its permissions are"));
  }

  @Test
  void everyPolicyIsOneThatAwsReads() throws Exception {
    for (JsonNode policy : policies(readme())) {
      assertThat(policy.path("Version").asText()).isEqualTo("2012-10-17");
      assertThat(policy.path("Statement")).isNotEmpty();
      policy.path("Statement").forEach(s -> assertThat(s.has("Action")).isTrue());
    }
  }

  @Test
  void aDeployRoleMayCallWhatDeploymentsOfEcsItselfNeed() throws Exception {
    assertThat(actions("## The deploy role of a service that ECS itself deploys"))
        .containsAll(callsOf("Service(Deployment|Update).*", "ecs", "logs"))
        .noneMatch(action -> action.startsWith("codedeploy:"));
  }

  /** The calls of a deployment: what preflight alone reads is optional. */
  private static Set<String> calls(String... services) {
    var calls = callsOf("(?!" + PREFLIGHT + "|ServiceDeployment|MigrationCalls).*", services);
    if (List.of(services).contains("ecr")) {
      EcrRepository.ASKED.forEach(operation -> calls.add("ecr:" + operation));
      calls.add("ecr:" + EcrLayers.ASKED);
    }
    return calls;
  }

  /** The calls of the SDK that stand in the compiled code, as IAM's actions. */
  private static Set<String> callsOf(String className, String... services) {
    var classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.xacct.aws");
    Set<String> actions =
        classes.stream()
            .filter(c -> c.getSimpleName().matches(className))
            .flatMap(c -> c.getMethodCallsFromSelf().stream())
            .filter(c -> c.getTargetOwner().getName().matches("software[.].*Client"))
            .filter(c -> !c.getName().matches("builder|create|close"))
            .map(ReadmePoliciesTest::action)
            .filter(action -> List.of(services).contains(action.replaceAll(":.*", "")))
            .filter(action -> !action.equals(FREE))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(actions).isNotEmpty();
    return actions;
  }

  private static String action(JavaMethodCall call) {
    String service =
        switch (call.getTargetOwner().getPackageName().replaceAll(".*[.]", "")) {
          case "elasticloadbalancingv2" -> "elasticloadbalancing";
          case "applicationautoscaling" -> "application-autoscaling";
          case "cloudwatchlogs" -> "logs";
          default -> call.getTargetOwner().getPackageName().replaceAll(".*[.]", "");
        };
    String name =
        call.getName().replaceAll("Paginator$", "").replaceAll("^invoke$", "invokeFunction");
    return service + ":" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /** The actions of the first policy below the words. */
  private static Set<String> actions(String words) throws Exception {
    String text = readme();
    assertThat(text).contains(words);
    var actions = new TreeSet<String>();
    for (JsonNode statement :
        policies(text.substring(text.indexOf(words))).get(0).path("Statement")) {
      JsonNode action = statement.path("Action");
      (action.isArray() ? action : List.of(action)).forEach(a -> actions.add(a.asText()));
    }
    return actions;
  }

  private static List<JsonNode> policies(String text) throws Exception {
    var policies = new ArrayList<JsonNode>();
    var block = Pattern.compile("(?s)```json\\n(.*?)```").matcher(text);
    while (block.find()) {
      policies.add(new ObjectMapper().readTree(block.group(1)));
    }
    return policies;
  }

  private static String readme() throws Exception {
    return Files.readString(Path.of("docs", "policies.md"));
  }
}
