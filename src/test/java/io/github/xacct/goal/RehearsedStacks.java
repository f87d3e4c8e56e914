package io.github.xacct.goal;

import io.github.xacct.aws.Deadline;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.event.Event;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.Rehearsal;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.stack.Accounts;
import io.github.xacct.stack.Bootstrap;
import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.Destroy;
import io.github.xacct.stack.Drift;
import io.github.xacct.stack.ResourceDrift;
import io.github.xacct.stack.Scope;
import io.github.xacct.stack.plan.BootstrapRequest;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Empty accounts of a rehearsal, in which stacks are created as the goals create them. */
public final class RehearsedStacks implements AutoCloseable {
  private static final AccountId TOOLS = new AccountId("111111111111");
  private static final Region REGION = new Region("eu-central-1");
  static final Sleeper SHORT = duration -> Thread.sleep(15);

  final Rehearsal rehearsal;
  final StackAccounts accounts;
  final List<String> said = new CopyOnWriteArrayList<>();

  public RehearsedStacks(Path folder, Set<Fault> faults) {
    rehearsal =
        Rehearsal.start(
            RehearsalPlan.in(folder)
                .tools(TOOLS, REGION)
                .immutableTags(true)
                .minute(Duration.ofMillis(100))
                .faults(faults)
                .builderRole(new RoleArn("aws", TOOLS, "demo-app-build"))
                .build(),
            line -> {});
    accounts =
        new StackAccounts(
            name -> Optional.empty(), Optional.of(rehearsal), TOOLS, "bootstrap", SHORT);
  }

  /** Returns the stacks of a configuration. */
  static StackPlan plan(
      Settings settings, boolean codePipelineRole, Optional<BootstrapRequest.OfPipeline> pipeline) {
    return StackPlan.of(
        new BootstrapRequest(
            settings.app(),
            settings.registry(),
            17,
            codePipelineRole,
            Map.of(),
            settings.all().stream()
                .map(e -> new BootstrapRequest.OfEnvironment(e, settings.checks(e), Map.of()))
                .toList(),
            pipeline));
  }

  /** Returns the stacks of the chosen environment, with parameters. */
  public static StackPlan plan(Settings settings, Map<String, String> parameters) {
    return plan(settings, false, parameters);
  }

  /**
   * Returns the stacks of the chosen environment.
   *
   * @param byEcs whether ECS deploys its service
   */
  static StackPlan plan(Settings settings, boolean byEcs, Map<String, String> parameters) {
    var environment = settings.environment().orElseThrow();
    return StackPlan.of(
        new BootstrapRequest(
            settings.app(),
            settings.registry(),
            17,
            false,
            Map.of(),
            List.of(
                new BootstrapRequest.OfEnvironment(
                    environment, settings.checks(environment), parameters, byEcs)),
            Optional.empty()));
  }

  /** Returns the scope of all places in the plan. */
  static Scope everything(StackPlan plan) {
    return new Scope(true, plan.environments());
  }

  Bootstrap bootstrap(StackPlan plan, Scope scope) {
    return new Bootstrap(plan, scope, accounts, this::note, SHORT, "mvn xacct:bootstrap");
  }

  Bootstrap bootstrap(StackPlan plan, Scope scope, Accounts by) {
    return new Bootstrap(plan, scope, by, this::note, SHORT, "mvn xacct:bootstrap");
  }

  /** Returns the same accounts with another placeholder image. */
  StackAccounts with(Supplier<Optional<String>> publicImage) {
    return new StackAccounts(
        name -> Optional.empty(), Optional.of(rehearsal), TOOLS, "bootstrap", SHORT, publicImage);
  }

  /** Executes the plan; returns the changes. */
  public List<ChangeSet> bootstrap(StackPlan plan) {
    var bootstrap = bootstrap(plan, everything(plan));
    List<ChangeSet> sets = bootstrap.prepare();
    bootstrap.run();
    return sets;
  }

  List<String> destroy(List<Stack> stacks) {
    var destroy = new Destroy(accounts, this::note, SHORT, "mvn xacct:destroy");
    return destroy.run(destroy.existing(stacks));
  }

  List<ResourceDrift> drift(Stack stack) {
    return new Drift(accounts, SHORT).of(stack).orElseThrow();
  }

  /** Returns accounts for a caller with only the builder's credentials, found first by the SDK. */
  StackAccounts withBuildersCredentials() {
    System.setProperty("aws.endpointUrl", rehearsal.endpoint().toString());
    System.setProperty("aws.accessKeyId", rehearsal.accessKeyId());
    System.setProperty("aws.secretAccessKey", rehearsal.secretAccessKey());
    return new StackAccounts(name -> Optional.empty(), Optional.empty(), TOOLS, "bootstrap", SHORT);
  }

  static void forgetCredentials() {
    List.of("aws.endpointUrl", "aws.accessKeyId", "aws.secretAccessKey")
        .forEach(System::clearProperty);
  }

  /** Creates a repository in the development account. */
  void createRepository(String name) {
    try (var ecr = ecr()) {
      ecr.createRepository(r -> r.repositoryName(name));
    }
  }

  /** Returns the policy of a repository. */
  String repositoryPolicy(String name) {
    try (var ecr = ecr()) {
      return ecr.getRepositoryPolicy(r -> r.repositoryName(name)).policyText();
    }
  }

  private EcrClient ecr() {
    var keys = rehearsal.administrator(TOOLS);
    return EcrClient.builder()
        .endpointOverride(rehearsal.endpoint())
        .region(software.amazon.awssdk.regions.Region.of(REGION.id()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())))
        .build();
  }

  /** Waits until CloudFormation has completed the stack's operation. */
  void untilDone(Stack stack) {
    var cloudFormation = accounts.in(stack.place());
    Deadline.await(
        () -> cloudFormation.look(stack.name()).orElseThrow().status(),
        status -> !status.endsWith("_IN_PROGRESS"));
  }

  private void note(Event event) {
    said.add(
        event instanceof Event.Note note
            ? note.text()
            : event instanceof Event.Warning warning ? "! " + warning.text() : event.toString());
  }

  @Override
  public void close() {
    accounts.close();
    rehearsal.close();
  }
}
