package io.github.xacct.rehearsal;

import static io.github.xacct.rehearsal.StackFixture.output;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/**
 * Fourteen stacks in three accounts, of templates that use more of CloudFormation than the plugin's
 * own.
 */
final class PrototypeStacks {
  static final Map<String, String> ACCOUNTS = new LinkedHashMap<>();

  static {
    ACCOUNTS.put("dev", StackFixture.TOOLS);
    ACCOUNTS.put("test", StackFixture.TEST);
    ACCOUNTS.put("prod", StackFixture.PROD);
  }

  /** Deploys a stack. */
  interface Deployer {
    /** Deploys a stack and returns it. */
    Stack deploy(String account, String name, String template, String... parameters);
  }

  private final Deployer deployer;

  PrototypeStacks(Deployer deployer) {
    this.deployer = deployer;
  }

  static String template(String name) {
    try (InputStream file = PrototypeStacks.class.getResourceAsStream("stacks/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stack deploy(String account, String name, String template, String... more) {
    List<String> parameters = new ArrayList<>(List.of("AppName", "demo"));
    parameters.addAll(List.of(more));
    return deployer.deploy(
        account, "demo-" + name, template(template), parameters.toArray(new String[0]));
  }

  /** Deploys all stacks in their order of dependencies. */
  List<Stack> all() {
    List<Stack> stacks = new ArrayList<>();
    Stack tooling = tooling();
    stacks.add(tooling);
    Map<String, Stack> services = new LinkedHashMap<>();
    ACCOUNTS.forEach(
        (environment, account) -> {
          Stack network = network(environment);
          Stack service = service(environment, network, "DesiredCount", "1");
          services.put(environment, service);
          stacks.addAll(List.of(network, service, codeDeploy(environment, service)));
          stacks.add(role(environment, tooling));
        });
    stacks.add(pipeline(tooling, services));
    return stacks;
  }

  Stack tooling() {
    return deploy(
        StackFixture.TOOLS,
        "tooling",
        "tooling.yaml",
        "TestAccountId",
        StackFixture.TEST,
        "ProdAccountId",
        StackFixture.PROD);
  }

  Stack network(String environment) {
    return deploy(
        ACCOUNTS.get(environment),
        environment + "-network",
        "network.yaml",
        "EnvName",
        environment);
  }

  Stack service(String environment, Stack network, String... more) {
    List<String> parameters = new ArrayList<>(List.of("EnvName", environment));
    for (String name : List.of("VpcId", "PublicSubnetIds", "TaskSubnetIds")) {
      parameters.addAll(List.of(name, output(network, name)));
    }
    parameters.addAll(
        List.of(
            "ImageRepositoryArn",
            "arn:aws:ecr:eu-central-1:" + StackFixture.TOOLS + ":repository/demo"));
    parameters.addAll(List.of(more));
    return deploy(
        ACCOUNTS.get(environment),
        environment + "-service",
        "service.yaml",
        parameters.toArray(new String[0]));
  }

  private Stack codeDeploy(String environment, Stack service) {
    List<String> parameters = new ArrayList<>(List.of("EnvName", environment));
    for (String name :
        List.of(
            "ClusterName",
            "ServiceName",
            "ProductionListenerArn",
            "TestListenerArn",
            "TargetGroupAName",
            "TargetGroupBName",
            "LoadBalancerFullName",
            "AlarmNames")) {
      parameters.addAll(List.of(name, output(service, name)));
    }
    return deploy(
        ACCOUNTS.get(environment),
        environment + "-codedeploy",
        "codedeploy.yaml",
        parameters.toArray(new String[0]));
  }

  private Stack role(String environment, Stack tooling) {
    return deploy(
        ACCOUNTS.get(environment),
        environment + "-role",
        "target-role.yaml",
        "EnvName",
        environment,
        "ToolingAccountId",
        StackFixture.TOOLS,
        "ArtifactBucketName",
        output(tooling, "ArtifactBucketName"),
        "ArtifactKeyArn",
        output(tooling, "ArtifactKeyArn"));
  }

  private Stack pipeline(Stack tooling, Map<String, Stack> services) {
    List<String> parameters =
        new ArrayList<>(
            List.of(
                "TestAccountId",
                StackFixture.TEST,
                "ProdAccountId",
                StackFixture.PROD,
                "RepositoryId",
                "demo"));
    for (String name :
        List.of(
            "ArtifactBucketName",
            "ArtifactKeyArn",
            "PipelineRoleArn",
            "ApprovalTopicArn",
            "BuildProjectName",
            "VerifyProjectName")) {
      parameters.addAll(List.of(name, output(tooling, name)));
    }
    services.forEach(
        (environment, service) ->
            parameters.addAll(
                List.of(
                    Character.toUpperCase(environment.charAt(0)) + environment.substring(1) + "Url",
                    output(service, "ProductionUrl"))));
    return deploy(
        StackFixture.TOOLS, "pipeline", "pipeline.yaml", parameters.toArray(new String[0]));
  }
}
