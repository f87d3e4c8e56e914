package io.github.xacct.stack.plan;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Environment;
import io.github.xacct.model.FargateSize;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.model.OidcIssuer;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.Region;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.SmokeTest;
import io.github.xacct.model.TaskSettings;
import io.github.xacct.pipeline.CiTexts;
import io.github.xacct.pipeline.PipelineTexts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the request of a pom with three environments, the first in the development account. */
public final class BootstrapRequests {
  static final Region REGION = new Region("eu-central-1");
  private String app = "demo-app";
  private final Map<String, String> tags = new LinkedHashMap<>();
  private List<AppSpecSettings.CapacityProvider> providers = List.of();
  private boolean suspends;
  private boolean byEcs;
  private final Map<String, Region> regions = new LinkedHashMap<>();
  private Region tools = REGION;
  private Optional<BootstrapRequest.OfPipeline> pipeline = Optional.empty();

  private final Map<String, AccountId> accounts = new LinkedHashMap<>();
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final Map<String, String> toolingParameters = new LinkedHashMap<>();
  private boolean codePipelineRole;
  private ReleaseChecks checks = ReleaseChecks.none();
  private String repository = "team/demo";
  private String cluster = "";
  private String executionRole = "";
  private Map<String, String> secrets = Map.of();
  private Map<LifecycleHook, String> hooks = Map.of();

  private BootstrapRequests() {
    accounts.put("dev", new AccountId("111111111111"));
    accounts.put("test", new AccountId("222222222222"));
    accounts.put("prod", new AccountId("333333333333"));
  }

  public static BootstrapRequests usual() {
    return new BootstrapRequests();
  }

  public BootstrapRequests app(String name) {
    app = name;
    return this;
  }

  /** Adds an environment, or replaces one's account or region. */
  public BootstrapRequests environment(String name, String account, String region) {
    accounts.put(name, new AccountId(account));
    regions.put(name, new Region(region));
    return this;
  }

  /** Sets an execution role that the stacks do not create. */
  public BootstrapRequests executionRole(String pathAndName) {
    executionRole = pathAndName;
    return this;
  }

  /** Sets the region of the development account. */
  public BootstrapRequests tools(String region) {
    tools = new Region(region);
    return this;
  }

  /** Adds a pipeline through all environments without approvals. */
  public BootstrapRequests pipeline(String connection) {
    var settings =
        new PipelineSettings(
            app,
            new PipelineSettings.Source(Optional.of(connection), "example/demo-app", "main"),
            steps(),
            PipelineSettings.DeployWith.PLUGIN,
            "corretto21");
    var texts = new PipelineTexts(settings);
    pipeline =
        Optional.of(
            new BootstrapRequest.OfPipeline(
                Template.rendered("pipeline", texts.template()),
                Map.of(
                    "AppName",
                    app,
                    "ConnectionArn",
                    connection,
                    "RepositoryId",
                    "example/demo-app",
                    "BranchName",
                    "main"),
                texts.urlParameters(),
                texts.builders(),
                accounts.keySet(),
                true));
    return this;
  }

  /** Adds jobs of GitHub with an existing identity provider. */
  public BootstrapRequests oidc(String provider) {
    return oidc(
        OidcIssuer.of(OidcIssuer.Kind.GITHUB).withProvider(provider),
        Map.of("AppName", app, "ProviderArn", provider));
  }

  /** Adds jobs of GitHub with an identity provider that the stack creates. */
  public BootstrapRequests oidc() {
    return oidc(OidcIssuer.of(OidcIssuer.Kind.GITHUB), Map.of("AppName", app));
  }

  private BootstrapRequests oidc(OidcIssuer issuer, Map<String, String> values) {
    var texts =
        new CiTexts(
            new PipelineSettings(
                app,
                new PipelineSettings.Source(
                    Optional.empty(), "example/demo-app", "main", Optional.of(issuer)),
                steps(),
                PipelineSettings.DeployWith.PLUGIN,
                "corretto21"));
    pipeline =
        Optional.of(
            new BootstrapRequest.OfPipeline(
                Template.rendered("oidc", texts.template()),
                values,
                Map.of(),
                texts.builders(),
                Set.of(),
                false));
    return this;
  }

  private List<PipelineSettings.Step> steps() {
    return accounts.entrySet().stream()
        .map(
            e ->
                new PipelineSettings.Step(
                    e.getKey(), e.getValue(), "application", "group", List.of("QA")))
        .toList();
  }

  public BootstrapRequests repository(String name) {
    repository = name;
    return this;
  }

  /** Sets a parameter of every environment. */
  public BootstrapRequests parameter(String name, String value) {
    parameters.put(name, value);
    return this;
  }

  public BootstrapRequests tooling(String name, String value) {
    toolingParameters.put(name, value);
    return this;
  }

  /** Sets the tags of every stack. */
  public BootstrapRequests tag(String key, String value) {
    tags.put(key, value);
    return this;
  }

  public BootstrapRequests codePipelineRole() {
    codePipelineRole = true;
    return this;
  }

  public BootstrapRequests waits() {
    return checks(List.of(), Optional.empty(), true);
  }

  /** Adds a smoke test or a verify command. */
  BootstrapRequests asks(boolean smokeTest, boolean verifyCommand) {
    var test =
        new SmokeTest("up", "/", Map.of(), 200, Optional.empty(), Map.of(), Optional.empty(), 1);
    return checks(
        smokeTest ? List.of(test) : List.of(),
        verifyCommand ? Optional.of("true") : Optional.empty(),
        false);
  }

  private BootstrapRequests checks(
      List<SmokeTest> tests, Optional<String> command, boolean approval) {
    checks = new ReleaseChecks(Optional.empty(), Optional.empty(), tests, command, approval);
    return this;
  }

  /** Sets another request of the pipeline. */
  public BootstrapRequests pipeline(BootstrapRequest.OfPipeline other) {
    pipeline = Optional.of(other);
    return this;
  }

  /** Sets the capacity providers of the AppSpec. */
  public BootstrapRequests providers(List<AppSpecSettings.CapacityProvider> names) {
    providers = names;
    return this;
  }

  /** Makes ECS itself deploy every service. */
  public BootstrapRequests byEcs() {
    byEcs = true;
    return this;
  }

  /** Makes the plugin suspend auto scaling. */
  public BootstrapRequests suspends() {
    suspends = true;
    return this;
  }

  public BootstrapRequests cluster(String name) {
    cluster = name;
    return this;
  }

  public BootstrapRequests secrets(Map<String, String> written) {
    secrets = written;
    return this;
  }

  public BootstrapRequests hooks(Map<LifecycleHook, String> written) {
    hooks = written;
    return this;
  }

  public BootstrapRequests only(String environment) {
    accounts.keySet().retainAll(List.of(environment));
    return this;
  }

  public BootstrapRequest wish() {
    return new BootstrapRequest(
        app,
        new RegistrySettings(new AccountId("111111111111"), tools, repository, true, true, true),
        17,
        codePipelineRole,
        toolingParameters,
        accounts.entrySet().stream()
            .map(e -> new BootstrapRequest.OfEnvironment(environment(e), checks, parameters, byEcs))
            .toList(),
        pipeline,
        Stream.concat(Stream.of(StackLocation.TOOLS), accounts.keySet().stream())
            .distinct()
            .collect(Collectors.toMap(place -> place, place -> tags)));
  }

  public StackPlan plan() {
    return StackPlan.of(wish());
  }

  private Environment environment(Map.Entry<String, AccountId> named) {
    String name = app + "-" + named.getKey();
    Region region = regions.getOrDefault(named.getKey(), REGION);
    AccountId account = named.getValue();
    return new Environment(
        named.getKey(),
        account,
        region,
        Optional.of(new RoleArn(region.partition(), account, name + "-deploy")),
        Optional.empty(),
        Map.of(),
        cluster.isEmpty() ? name : cluster,
        name,
        name,
        name,
        Optional.empty(),
        new TaskSettings(
            name,
            new FargateSize(256, 512),
            Architecture.X86_64,
            Optional.of(
                new RoleArn(
                    region.partition(),
                    account,
                    executionRole.isEmpty() ? name + "-execution" : executionRole)),
            Optional.of(new RoleArn(region.partition(), account, name + "-task")),
            "web",
            8081,
            Map.of(),
            secrets,
            "/ecs/" + name,
            "/health",
            List.of(),
            Map.of()),
        new AppSpecSettings(hooks, Optional.empty(), Optional.empty(), providers),
        suspends,
        Map.of());
  }

  /** Deploys to an existing VPC. */
  public BootstrapRequests existing(String vpc, java.util.List<String> subnets) {
    return parameter("VpcId", vpc)
        .parameter("PublicSubnetIds", "subnet-1,subnet-2")
        .parameter("TaskSubnetIds", String.join(",", subnets));
  }
}
