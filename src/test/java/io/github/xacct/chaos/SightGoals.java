package io.github.xacct.chaos;

import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Ec2Query;
import io.github.xacct.aws.SourceConnection;
import io.github.xacct.aws.cloudformation.Stacks;
import io.github.xacct.aws.ecr.EcrRepository;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.ecs.EcsTaskObserver;
import io.github.xacct.aws.elb.ProductionRoute;
import io.github.xacct.aws.servicedeployment.EngineOfService;
import io.github.xacct.aws.servicedeployment.HistoryPatience;
import io.github.xacct.chaos.Scenario.Engine;
import io.github.xacct.deploy.Attach;
import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.GoodVersions;
import io.github.xacct.deploy.Outcome;
import io.github.xacct.deploy.PastDeployments;
import io.github.xacct.deploy.Planning;
import io.github.xacct.deploy.Ports;
import io.github.xacct.deploy.Promotion;
import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.Rollback;
import io.github.xacct.deploy.RollbackTarget;
import io.github.xacct.deploy.SmokeRun;
import io.github.xacct.deploy.StatusReader;
import io.github.xacct.deploy.Until;
import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.Event;
import io.github.xacct.event.SmokeTestReport;
import io.github.xacct.event.Verdict;
import io.github.xacct.goal.InitReads;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.OidcIssuer;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.HistoryText;
import io.github.xacct.report.PlanText;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import io.github.xacct.stack.Bootstrap;
import io.github.xacct.stack.Destroy;
import io.github.xacct.stack.Drift;
import io.github.xacct.stack.Scope;
import io.github.xacct.stack.plan.BootstrapRequests;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The goals whose sight is tried, with the accounts that they need. */
final class SightGoals {
  private static final CircuitBreaker.Threshold BREAKER =
      new CircuitBreaker.Threshold(3, Duration.ofSeconds(30));

  /** The deployments that stand, by their number. */
  private static final String LAST = "d-000000002";

  private static final String THIRD = "d-000000003";
  private static final String LAST_BY_ECS = "X00000000000000000002";
  private static final String THIRD_BY_ECS = "X00000000000000000003";

  private static final StackPlan PLAN = BootstrapRequests.usual().only("test").plan();

  private static final String ACM = "arn:aws:acm:eu-central-1:222222222222:certificate/1";
  private static final String CONNECTION =
      "arn:aws:codeconnections:eu-central-1:111111111111:connection/1";

  /** Into a VPC, with a certificate, for jobs of an identity provider: all of them exist. */
  private static final StackPlan BROUGHT =
      BootstrapRequests.usual()
          .only("test")
          .existing("vpc-1", List.of("subnet-3", "subnet-4"))
          .parameter("CertificateArn", ACM)
          .parameter("DomainName", "shop.example.com")
          .oidc(
              "arn:aws:iam::111111111111:oidc-provider/"
                  + OidcIssuer.of(OidcIssuer.Kind.GITHUB).host())
          .plan();

  /** What is read of them. */
  private static final Predicate<String> READS =
      operation ->
          Ec2Query.READS.contains(operation)
              || List.of("DescribeCertificate", "GetOpenIDConnectProvider", "GetConnection")
                  .contains(operation);

  /**
   * A goal in an account as it needs it.
   *
   * @param engine that deploys there
   * @param inFlight for how long a deployment has been going on; empty if none is
   * @param stacks that stand
   * @param tried which of its operations have a row
   */
  record Goal(
      Engine engine,
      Optional<Duration> inFlight,
      List<String> stacks,
      OurProcess.Work work,
      Predicate<String> tried) {

    Goal(Optional<Duration> inFlight, List<String> stacks, OurProcess.Work work) {
      this(Engine.CODE_DEPLOY, inFlight, stacks, work, operation -> true);
    }

    Goal by(Engine other) {
      return new Goal(other, inFlight, stacks, work, tried);
    }
  }

  private static final String BY_ECS = ", by ECS";

  /** What an engine answers; its ID has a form of its own. */
  private static final List<String> OF_A_SERVICE =
      List.of(
          "plan",
          "rollback",
          "history",
          "status",
          "promote",
          "smoke-test",
          "wait",
          "stop",
          "continue");

  static final Map<String, Goal> ALL = new LinkedHashMap<>();

  static {
    goal("plan", SightGoals::plan);
    goal("rollback", SightGoals::rollback);
    goal("history", SightGoals::history);
    goal("status", SightGoals::status);
    goal("promote", SightGoals::promote);
    goal("smoke-test", SightGoals::smokeTest);
    goal("wait, after the end", (s, p) -> waitForThePast(p, LAST));
    goal("wait", Duration.ofSeconds(5), (s, p) -> follow(p));
    goal("stop", Duration.ofSeconds(5), (s, p) -> stop(p, Optional.empty()));
    goal("stop, by its ID", Duration.ofSeconds(5), (s, p) -> stop(p, Optional.of(THIRD)));
    goal("continue", Duration.ofSeconds(60), (s, p) -> follow(p));
    goal("init", SightGoals::init);
    goal("push-ecr", SightGoals::pushEcr);
    goal("bootstrap", (s, p) -> bootstrap(PLAN, s, p));
    ALL.put(
        "bootstrap, existing VPC",
        new Goal(
            Engine.CODE_DEPLOY,
            Optional.empty(),
            List.of(),
            (s, p) -> lookAndBootstrap(s, p),
            READS));
    var standing = PLAN.of("test").stream().map(Stack::name).toList();
    ALL.put("destroy", new Goal(Optional.empty(), standing, SightGoals::destroy));
    ALL.put("drift", new Goal(Optional.empty(), standing, SightGoals::drift));
    for (String name : OF_A_SERVICE) {
      ALL.put(name + BY_ECS, ALL.get(name).by(Engine.ECS));
    }
    ALL.put(
        "wait, after the end" + BY_ECS,
        new Goal(Optional.empty(), List.of(), (s, p) -> waitForThePast(p, LAST_BY_ECS))
            .by(Engine.ECS));
    ALL.put(
        "stop, by its ID" + BY_ECS,
        new Goal(
                Optional.of(Duration.ofSeconds(5)),
                List.of(),
                (s, p) -> stop(p, Optional.of(THIRD_BY_ECS)))
            .by(Engine.ECS));
  }

  private SightGoals() {}

  private static History history(Ports ports, HistoryPatience patience) {
    return ((EngineOfService) ports.engine()).history(patience);
  }

  private static void goal(String name, OurProcess.Work work) {
    ALL.put(name, new Goal(Optional.empty(), List.of(), work));
  }

  private static void goal(String name, Duration inFlight, OurProcess.Work work) {
    ALL.put(name, new Goal(Optional.of(inFlight), List.of(), work));
  }

  private static Optional<Outcome> plan(AwsSession session, Ports ports) {
    var wish =
        new Planning.PlanRequest(
            OurProcess.ENVIRONMENT,
            GeneratedTaskDefinition.of(OurProcess.ENVIRONMENT),
            new AppSpec(AppSpecSettings.none(), AppSpec.TASK_DEFINITION_PLACEHOLDER, "web", 8080),
            Optional.empty(),
            Optional.empty(),
            ReleaseChecks.none(),
            false,
            false);
    var planning =
        new Planning(ports, history(ports, HistoryPatience.BRIEFLY), image -> Optional.empty());
    var lines = new PlanText(ports.clock().instant(), false).lines(planning.plan(wish));
    planning.refuseWhatCannotWork();
    return lines.isEmpty() ? Optional.empty() : well(Verdict.DRY_RUN);
  }

  private static Optional<Outcome> rollback(AwsSession session, Ports ports) {
    var state = ports.look();
    var history = history(ports, HistoryPatience.WHOLE);
    var good =
        new GoodVersions(ports.taskDefinitions(), history, "web")
            .find(RollbackTarget.LAST_GOOD, state, "test");
    return Optional.of(
        new Rollback(ports, image -> true, OurProcess.appSpec())
            .run(good, "web", "ann", state, Until.SHIFTED, BREAKER, ReadyGate.none()));
  }

  private static Optional<Outcome> history(AwsSession session, Ports ports) {
    var past =
        new PastDeployments(
                new EcsTaskDefinitions(session).retryingBriefly(),
                history(ports, HistoryPatience.TASK_DEFINITIONS_BRIEFLY),
                "web",
                warning -> ports.reporter().report(new Event.Warning(warning)))
            .last(10);
    return new HistoryText(ZoneOffset.UTC).lines(past).isEmpty()
        ? Optional.empty()
        : well(Verdict.DRY_RUN);
  }

  private static Optional<Outcome> status(AwsSession session, Ports ports) {
    var status =
        new StatusReader(
                ports,
                history(ports, HistoryPatience.BRIEFLY),
                new EcsTaskObserver(session, OurProcess.ENVIRONMENT))
            .of(OurProcess.ENVIRONMENT);
    status.problems().forEach(problem -> ports.reporter().report(new Event.Warning(problem)));
    return well(Verdict.DRY_RUN);
  }

  private static Optional<Outcome> promote(AwsSession session, Ports ports) {
    new Promotion(
            ports,
            history(ports, HistoryPatience.TASK_DEFINITIONS_BRIEFLY),
            new EcsTaskObserver(session, OurProcess.ENVIRONMENT))
        .of(OurProcess.ENVIRONMENT, true);
    return well(Verdict.DRY_RUN);
  }

  /** The app itself answers well. */
  private static Optional<Outcome> smokeTest(AwsSession session, Ports ports) {
    var route = ProductionRoute.of(session, OurProcess.ENVIRONMENT);
    var passed = new SmokeTestReport.Result("up", Optional.empty(), Duration.ZERO, true);
    var report =
        new SmokeRun(ports, new EcsTaskDefinitions(session))
            .run(
                OurProcess.ENVIRONMENT,
                route.orElse(Route.to(URI.create("https://shop.example.com"))),
                base -> List.of(passed));
    return report.passed() ? well(Verdict.DRY_RUN) : Optional.empty();
  }

  private static Optional<Outcome> waitForThePast(Ports ports, String id) {
    var past =
        history(ports, HistoryPatience.WHOLE)
            .find(id)
            .orElseThrow(() -> XacctException.yours("No deployment is in flight."));
    var state = ports.look(Needed.NOTHING);
    return well(new Attach(ports).follow(past, state, Until.SHIFTED, BREAKER, ReadyGate.none()));
  }

  private static Optional<Outcome> follow(Ports ports) {
    var state = ports.look(Needed.toFollow(Optional.empty(), false));
    return well(
        new Attach(ports).follow(active(state), state, Until.SHIFTED, BREAKER, ReadyGate.none()));
  }

  private static Optional<Outcome> stop(Ports ports, Optional<String> id) {
    var state = ports.look(Needed.toFollow(id, false));
    return well(new Attach(ports).stop(active(state), state, true));
  }

  /** As the goals look for it. */
  private static Active active(TargetAccountState state) {
    return state
        .active()
        .orElseThrow(
            () ->
                XacctException.yours(
                    state.inFlightUnknown().orElse("No deployment is in flight.")));
  }

  /** The stacks of an environment, of which none stands; the development account's is known. */
  private static Optional<Outcome> bootstrap(StackPlan plan, AwsSession session, Ports ports) {
    return bootstrap(plan, new Scope(false, List.of("test")), session, ports);
  }

  /** With the connection of its pipeline, which is asked for as the goal asks. */
  private static Optional<Outcome> lookAndBootstrap(AwsSession session, Ports ports) {
    new SourceConnection(session, CONNECTION)
        .demandAvailable()
        .ifPresent(why -> ports.reporter().report(new Event.Warning(why)));
    return bootstrap(BROUGHT, new Scope(true, List.of("test")), session, ports);
  }

  private static Optional<Outcome> bootstrap(
      StackPlan plan, Scope scope, AwsSession session, Ports ports) {
    var cloudFormation = new Stacks(session, ports.sleeper());
    cloudFormation.caller();
    var bootstrap =
        new Bootstrap(
            plan,
            scope,
            place -> cloudFormation,
            ports.reporter(),
            ports.sleeper(),
            "mvn xacct:bootstrap -Denv=test");
    bootstrap.addOutputs(
        plan.tooling().name(),
        plan.of("test").stream()
            .flatMap(stack -> stack.inputs().values().stream())
            .filter(output -> output.stack().equals(plan.tooling().name()))
            .map(Stack.Output::key)
            .distinct()
            .collect(Collectors.toMap(key -> key, key -> "it")));
    var lines = Bootstrap.lines(bootstrap.prepare(), false);
    bootstrap.run();
    return lines.isEmpty() || !bootstrap.isDone(plan.of("test"))
        ? Optional.empty()
        : well(Verdict.DRY_RUN);
  }

  private static Optional<Outcome> destroy(AwsSession session, Ports ports) {
    var cloudFormation = new Stacks(session, ports.sleeper());
    cloudFormation.caller();
    var destroy =
        new Destroy(
            place -> cloudFormation,
            ports.reporter(),
            ports.sleeper(),
            "mvn xacct:destroy -Denv=test");
    return destroy.run(destroy.existing(PLAN.of("test"))).isEmpty()
        ? Optional.empty()
        : well(Verdict.DRY_RUN);
  }

  private static Optional<Outcome> drift(AwsSession session, Ports ports) {
    var cloudFormation = new Stacks(session, ports.sleeper());
    cloudFormation.caller();
    var drift = new Drift(place -> cloudFormation, ports.sleeper());
    return PLAN.of("test").stream().allMatch(s -> drift.of(s).orElseThrow().size() == 1)
        ? well(Verdict.DRY_RUN)
        : Optional.empty();
  }

  private static Optional<Outcome> init(AwsSession session, Ports ports) {
    return InitReads.taskDefinition(session, ports, OurProcess.ENVIRONMENT).isEmpty()
        ? Optional.empty()
        : well(Verdict.DRY_RUN);
  }

  /** Up to the first byte that goes to the registry. */
  private static Optional<Outcome> pushEcr(AwsSession session, Ports ports) {
    var environment = OurProcess.ENVIRONMENT;
    var settings =
        new RegistrySettings(
            new AccountId("111111111111"), environment.region(), "shop", true, false, true);
    var login =
        new EcrRepository(
                session,
                settings,
                List.of(environment.task().executionRole().orElseThrow()),
                ports.reporter())
            .login(() -> {});
    return login.password().equals("secret") ? well(Verdict.DRY_RUN) : Optional.empty();
  }

  private static Optional<Outcome> well(Verdict verdict) {
    return Optional.of(new Outcome(verdict, Optional.empty(), Optional.empty(), Optional.empty()));
  }
}
