package io.github.xacct.stack.plan;

import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Arn;
import io.github.xacct.model.Environment;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Derives parameters of the templates from the rest of the configuration. */
final class DerivedParameters {
  /** The default of {@code ReadyWaitMinutes}, during which green can be tested before approval. */
  private static final String READY_WAIT = "60";

  private static final Map<String, String> BY_CODEDEPLOY =
      Map.of("DeploymentController", "CODE_DEPLOY", "HookFunctionArns", "");

  private static final Collector<CharSequence, ?, String> JOINED = Collectors.joining(",");

  private final BootstrapRequest request;
  private final StageRoles stageRoles;

  DerivedParameters(BootstrapRequest request) {
    this.request = request;
    this.stageRoles = new StageRoles(request);
  }

  /** Returns the name of a stack of an environment, or of the development account. */
  String stack(String environment, Template template) {
    return environment.equals(StackLocation.TOOLS)
        ? request.app() + "-" + template.id()
        : request.app() + "-" + environment + "-" + template.id();
  }

  Map<String, String> tooling() {
    var values = new LinkedHashMap<String, String>();
    values.put("AppName", request.app());
    values.put("AccountIds", join(e -> e.account().toString()));
    values.put("DeployRoleArns", enteredByTheBuild());
    values.put("ArtifactPrefix", request.app().substring(0, Math.min(20, request.app().length())));
    values.put("ExecutionRoleArns", executionRoles());
    values.put(
        "CodePipelineRoleArns",
        request.codePipelineRole() ? codePipelineRoles(request.registry().region()) : "");
    values.put("RepositoryName", request.registry().repository());
    values.put("CodeBuild", String.valueOf(request.usesCodeBuild()));
    return values;
  }

  /** Returns the parameters of the artifacts' stack in a region other than the pipeline's. */
  Map<String, String> artifacts(Region region) {
    return Map.of(
        "AppName",
        request.app(),
        "AccountIds",
        in(region).map(e -> e.account().toString()).distinct().collect(JOINED),
        "CodePipelineRoleArns",
        codePipelineRoles(region));
  }

  Map<String, String> of(Template template, BootstrapRequest.OfEnvironment requested) {
    var environment = requested.environment();
    var values = new LinkedHashMap<String, String>();
    values.put("AppName", request.app());
    values.put("EnvName", environment.name());
    if (template != Template.NETWORK && template != Template.PLACEHOLDER) {
      values.put("ClusterName", environment.cluster());
    }
    if (template == Template.SERVICE) {
      service(environment, values);
      Sharing.balancerName(requested.parameters())
          .ifPresent(name -> values.put("SharedLoadBalancerName", name));
      values.put("PlaceholderRepositoryArn", Placeholder.repositoryArn(request.app(), requested));
      values.putAll(requested.byEcs() ? deployments(requested).parameters() : BY_CODEDEPLOY);
    } else if (template == Template.CODEDEPLOY) {
      taskRoles(environment, values);
      values.put("HookFunctionArns", hooks(environment));
    } else if (template == Template.ROLE) {
      taskRoles(environment, values);
      values.put("ToolingAccountId", request.registry().account().toString());
      values.put("ExternalId", externalId(environment));
      values.put("BuilderRoleArns", String.join(",", stageRoles.buildersOf(environment)));
      values.put("CheckerRoleArn", stageRoles.checkerOf(environment).orElse(""));
      values.put("Engine", requested.byEcs() ? "ecs" : "codedeploy");
      values.put(
          "HookRole",
          String.valueOf(requested.byEcs() && !deployments(requested).functions().isEmpty()));
      values.put(
          "EvidenceLogArns",
          requested.byEcs() ? String.join(",", deployments(requested).logs()) : "");
      values.put("FunctionArns", functions(requested));
      values.put(
          "SecretArns",
          secrets(environment).filter(s -> s.contains(":secretsmanager:")).collect(JOINED));
      values.put("SuspendAutoScaling", String.valueOf(environment.suspendAutoScaling()));
    }
    return values;
  }

  /** Returns defaults that replace the template's; configured parameters take precedence. */
  Map<String, String> defaults(Template template, Map<String, String> written) {
    return template == Template.NETWORK && written.containsKey("VpcCidr")
        ? Map.of("SubnetCidrs", Subnets.of(written.get("VpcCidr")))
        : Map.of();
  }

  Map<String, String> defaults(Template template, BootstrapRequest.OfEnvironment requested) {
    var values = new LinkedHashMap<>(defaults(template, requested.parameters()));
    if (template == Template.NETWORK) {
      endpoints(requested.environment(), values);
    } else if (template == Template.SERVICE) {
      var environment = requested.environment();
      values.put("LogDeliveryAccountId", LogDelivery.account(environment.region()));
      values.put("RulePriority", Sharing.priority(request.app() + "-" + environment.name()));
    } else if (template == Template.CODEDEPLOY) {
      requested
          .environment()
          .deploymentConfiguration()
          .ifPresent(name -> values.put("DeploymentConfigName", name));
      values.put("ReadyWaitMinutes", requested.waits() ? READY_WAIT : "0");
    }
    return values;
  }

  Map<String, String> toolingDefaults() {
    return Map.of("JavaRuntime", PipelineSettings.runtimeFor(request.javaRelease()));
  }

  /** Returns the external ID, which is not a secret: it identifies for whom the role is assumed. */
  String externalId(Environment environment) {
    return environment.externalId().orElse(request.app() + "-" + environment.name());
  }

  private void service(Environment environment, Map<String, String> values) {
    var task = environment.task();
    values.put(
        "ImageRepositoryArn",
        Arn.of(
                request.registry().region(),
                request.registry().account(),
                "ecr",
                "repository/" + request.registry().repository())
            .toString());
    values.put("ContainerName", task.containerName());
    values.put("ContainerPort", String.valueOf(task.containerPort()));
    values.put("HealthCheckPath", task.healthCheckPath());
    values.put(
        "CapacityProviders",
        environment.appSpec().capacityProviders().stream()
            .map(AppSpecSettings.CapacityProvider::name)
            .distinct()
            .collect(JOINED));
    values.put("SecretArns", secrets(environment).collect(JOINED));
  }

  private static void endpoints(Environment environment, Map<String, String> values) {
    values.put("SecretsEndpoint", String.valueOf(has(environment, ":secretsmanager:")));
    values.put("ParametersEndpoint", String.valueOf(has(environment, ":ssm:")));
  }

  private static boolean has(Environment environment, String service) {
    return secrets(environment).anyMatch(arn -> arn.contains(service));
  }

  private static Stream<String> secrets(Environment environment) {
    return environment.task().secrets().values().stream()
        .map(source -> secret(source, environment))
        .distinct();
  }

  /** Returns how ECS itself would deploy an environment's service. */
  EcsDeployments deployments(BootstrapRequest.OfEnvironment requested) {
    return new EcsDeployments(request.app() + "-" + requested.environment().name(), requested);
  }

  private String functions(BootstrapRequest.OfEnvironment requested) {
    var environment = requested.environment();
    String own = arn(environment, "lambda", "function:" + request.app() + "-" + environment.name());
    String hooks =
        requested.byEcs()
            ? String.join(",", deployments(requested).functions())
            : hooks(environment);
    return Stream.of(hooks, own + "-test").filter(text -> !text.isEmpty()).collect(JOINED);
  }

  private String enteredByTheBuild() {
    return request.environments().stream()
        .map(BootstrapRequest.OfEnvironment::environment)
        .filter(stageRoles::isEnteredByTheBuild)
        .map(environment -> made(environment, "deploy").toString())
        .collect(JOINED);
  }

  /**
   * Returns the ARN, for IAM, of a secret that a task definition specifies as NAME, ARN or
   * ARN:JSON-KEY:STAGE:VERSION.
   */
  private static String secret(String source, Environment environment) {
    if (!Arn.isMeant(source)) {
      return arn(environment, "ssm", "parameter/" + source.replaceFirst("^/", ""));
    }
    String[] parts = source.split(":");
    if (!parts[2].equals("secretsmanager")) {
      return source;
    }
    String secret = String.join(":", List.of(parts).subList(0, Math.min(7, parts.length)));
    // AWS appends six characters to a secret's name in its ARN; only task definitions may omit
    // them.
    return secret.matches(".*-[A-Za-z0-9]{6}") ? secret : secret + "-??????";
  }

  private static String hooks(Environment environment) {
    return environment.appSpec().hooks().values().stream()
        .map(f -> Arn.isMeant(f) ? f : arn(environment, "lambda", "function:" + f))
        .distinct()
        .collect(Collectors.joining(","));
  }

  private static String arn(Environment environment, String service, String resource) {
    return Arn.of(environment.region(), environment.account(), service, resource).toString();
  }

  /** Returns the roles that read artifacts in this region: those of its environments. */
  private String codePipelineRoles(Region region) {
    return in(region).map(e -> made(e, "codepipeline").toString()).collect(JOINED);
  }

  private Stream<Environment> in(Region region) {
    return request.environments().stream()
        .map(BootstrapRequest.OfEnvironment::environment)
        .filter(environment -> environment.region().equals(region));
  }

  /** Includes the service stack's own role, which pulls the placeholder image. */
  private String executionRoles() {
    return join(
        e ->
            Stream.concat(Stream.of(made(e, "execution")), e.task().executionRole().stream())
                .map(RoleArn::toString)
                .distinct()
                .collect(Collectors.joining(",")));
  }

  /** Adds the roles that may be passed to ECS: those of the task definition, or the stack's. */
  private void taskRoles(Environment environment, Map<String, String> values) {
    var task = environment.task();
    values.put(
        "ExecutionRoleName",
        task.executionRole().orElse(made(environment, "execution")).pathAndName());
    values.put("TaskRoleName", task.taskRole().orElse(made(environment, "task")).pathAndName());
  }

  /** Returns a role that the stacks of an environment create. */
  private RoleArn made(Environment environment, String purpose) {
    return new RoleArn(
        environment.region().partition(),
        environment.account(),
        request.app() + "-" + environment.name() + "-" + purpose);
  }

  /** Returns the roles of the environment's task definition that no stack creates. */
  List<RoleArn> existingRoles(Environment environment) {
    var task = environment.task();
    return Stream.of(
            task.executionRole().filter(r -> !r.equals(made(environment, "execution"))),
            task.taskRole().filter(r -> !r.equals(made(environment, "task"))))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  private String join(Function<Environment, String> part) {
    return request.environments().stream()
        .map(e -> part.apply(e.environment()))
        .distinct()
        .collect(Collectors.joining(","));
  }
}
