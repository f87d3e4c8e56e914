package io.github.xacct;

import io.github.xacct.aws.AwsAccess;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.ecr.EcrRepository;
import io.github.xacct.event.Event;
import io.github.xacct.image.Images;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Environment;
import io.github.xacct.model.FargateSize;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.model.Region;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.TaskSettings;
import io.github.xacct.rehearsal.Rehearsal;
import io.github.xacct.rehearsal.TinyApp;
import io.github.xacct.rehearsal.plan.EcsDeployment;
import io.github.xacct.rehearsal.plan.EcsSetUpFault;
import io.github.xacct.rehearsal.plan.RecordedCall;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Needs;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.RehearsedFunction;
import io.github.xacct.rehearsal.plan.RehearsedServiceBuilder;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The embedded AWS with one environment, as a goal would start it, and a tiny app to push. */
public final class RehearsedAws implements AutoCloseable {
  private static final AccountId TOOLS = new AccountId("111111111111");
  private static final AccountId TARGET = new AccountId("222222222222");
  private static final Region REGION = new Region("eu-central-1");

  public final RehearsalPlan plan;
  public final Rehearsal rehearsal;
  public final Environment environment;
  public final RegistrySettings registry;
  public final List<RecordedCall> calls = new CopyOnWriteArrayList<>();
  public final List<Event> events = new CopyOnWriteArrayList<>();
  private final Path folder;
  private final Architecture architecture;
  private final AwsAccess access;

  private RehearsedAws(Wish wish) {
    folder = wish.folder;
    architecture =
        wish.setUp.contains(SetUpFault.IMAGE_OTHER_PLATFORM)
            ? Architecture.ARM64
            : Architecture.X86_64;
    environment = environment(wish);
    registry = new RegistrySettings(TOOLS, REGION, "team/demo", wish.mayCreate, true, true);
    plan = plan(wish);
    rehearsal = Rehearsal.start(plan, line -> {});
    rehearsal.onCall(calls::add);
    access =
        AwsAccess.to(
            new AwsAccess.EndpointOverride(
                rehearsal.endpoint(), rehearsal.accessKeyId(), rehearsal.secretAccessKey()));
  }

  /** What the tests vary. */
  public static final class Wish {
    private final Path folder;
    private Set<Fault> faults = Set.of();
    private Set<SetUpFault> setUp = Set.of();
    private Set<EcsSetUpFault> ecsSetUp = Set.of();
    private Map<String, String> secrets = Map.of();
    private Set<String> subnets = Set.of();
    private Set<String> securityGroups = Set.of();
    private Map<LifecycleHook, String> hooks = Map.of();
    private List<RehearsedFunction> functions = List.of();
    private String configuration = "CodeDeployDefault.ECSAllAtOnce";
    private Duration minute = Duration.ofMillis(100);
    private Optional<Integer> readyWait = Optional.empty();
    private int terminationWait = 1;
    private Optional<String> other = Optional.empty();
    private Optional<EcsDeployment> ecs = Optional.empty();
    private boolean autoScaling;
    private boolean immutableTags;
    private boolean repositoryThere = true;
    private boolean mayCreate = true;

    private Wish(Path folder) {
      this.folder = folder;
    }

    public Wish fault(Fault fault) {
      faults = Set.of(fault);
      return this;
    }

    /** Accounts that are set up wrongly. */
    public Wish setUp(SetUpFault... wrong) {
      setUp = Set.of(wrong);
      return this;
    }

    /** A service of ECS's own that is set up wrongly. */
    public Wish ecsSetUp(EcsSetUpFault... wrong) {
      ecsSetUp = Set.of(wrong);
      return this;
    }

    /** Variables that the task takes from these ARNs or names. */
    public Wish secrets(Map<String, String> named) {
      secrets = named;
      return this;
    }

    public Wish hooks(Map<LifecycleHook, String> functions) {
      hooks = functions;
      return this;
    }

    /** Subnets and security groups of which an AppSpec may choose. */
    public Wish network(Set<String> otherSubnets, Set<String> otherGroups) {
      subnets = otherSubnets;
      securityGroups = otherGroups;
      return this;
    }

    /** Functions that run on this machine. */
    public Wish functions(RehearsedFunction... some) {
      functions = List.of(some);
      return this;
    }

    /** The service is deployed by ECS itself. */
    public Wish deployedByEcs(EcsDeployment how) {
      ecs = Optional.of(how);
      return this;
    }

    public Wish minute(Duration time) {
      minute = time;
      return this;
    }

    public Wish configuration(String name) {
      configuration = name;
      return this;
    }

    public Wish readyWait(int minutes) {
      readyWait = Optional.of(minutes);
      return this;
    }

    public Wish terminationWait(int minutes) {
      terminationWait = minutes;
      return this;
    }

    /** Another app's service beside it, which has never been deployed: {@code other}. */
    public Wish withAnotherApp() {
      other = Optional.of("other");
      return this;
    }

    public Wish immutableTags() {
      immutableTags = true;
      return this;
    }

    public Wish autoScaling() {
      autoScaling = true;
      return this;
    }

    /** The repository must be there already. */
    public Wish repositoryNotOurs() {
      mayCreate = false;
      return this;
    }

    public Wish withoutRepository(boolean mayCreateIt) {
      repositoryThere = false;
      mayCreate = mayCreateIt;
      return this;
    }

    /** As {@link #start} makes it. */
    public Environment environment() {
      return RehearsedAws.environment(this);
    }

    public RehearsedAws start() {
      return new RehearsedAws(this);
    }
  }

  public static Wish in(Path folder) {
    return new Wish(folder);
  }

  /** The builder's own session. */
  public AwsSession builder() {
    return access.builder(REGION);
  }

  /** The builder's way in. */
  public AwsAccess access() {
    return access;
  }

  /** A session in the target account of somebody who may do anything there. */
  public AwsSession administrator() {
    var keys = rehearsal.administrator(TARGET);
    var endpointOverride =
        new AwsAccess.EndpointOverride(
            rehearsal.endpoint(), keys.accessKeyId(), keys.secretAccessKey());
    return AwsAccess.to(endpointOverride).builder(REGION);
  }

  /** A session in the target account. */
  public AwsSession enter() {
    return enter(environment);
  }

  public AwsSession enter(Environment other) {
    return access.enter(other, "demo-42", events::add);
  }

  /** Pushes the tiny app; its answer reports the version. */
  public ImageReference push(String version) throws IOException {
    return push(version, version);
  }

  public ImageReference push(String version, String tag) throws IOException {
    try (var session = builder()) {
      var login = new EcrRepository(session, registry, List.of(), events::add).login(() -> {});
      var target =
          new RegistryAccess(
              login.repositoryUri(),
              login.proxyEndpoint(),
              login.user(),
              login::password,
              login.immutableTags());
      var caches = new Caches(folder.resolve("base-cache"), folder.resolve("app-cache"));
      var app = tinyApp(folder);
      var pushed =
          new Images(caches, false, events::add, line -> {})
              .push(image(version, tag).withArchitecture(architecture), app, target);
      return new ImageReference(pushed.repository(), pushed.digest());
    }
  }

  /** The environment with other variables of the app. */
  public Environment environmentWith(Map<String, String> variables) {
    var e = environment;
    var t = e.task();
    return new Environment(
        e.name(),
        e.account(),
        e.region(),
        e.role(),
        e.externalId(),
        e.sessionTags(),
        e.cluster(),
        e.service(),
        e.application(),
        e.deploymentGroup(),
        e.deploymentConfiguration(),
        new TaskSettings(
            t.family(),
            t.size(),
            t.architecture(),
            t.executionRole(),
            t.taskRole(),
            t.containerName(),
            t.containerPort(),
            variables,
            t.secrets(),
            t.logGroup(),
            t.healthCheckPath(),
            t.healthCheckCommand(),
            t.tags()),
        e.appSpec(),
        e.suspendAutoScaling(),
        e.variables());
  }

  /** The task definition that runs an image. */
  public String taskDefinition(ImageReference image) {
    return GeneratedTaskDefinition.of(environment).withImage(image).text();
  }

  @Override
  public void close() {
    access.close();
    rehearsal.close();
  }

  /** The tiny app's files, copied below a folder. */
  public static AppFiles tinyApp(Path folder) throws IOException {
    Path classes = folder.resolve("classes");
    String name = TinyApp.class.getName().replace('.', '/') + ".class";
    Path file = classes.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream in = TinyApp.class.getClassLoader().getResourceAsStream(name)) {
      Files.write(file, in.readAllBytes());
    }
    return new AppFiles(classes, List.of());
  }

  /** Its image; the app reports the version. */
  public static ImageSettings image(String version) {
    return image(version, version);
  }

  /** The same with a tag. */
  public static ImageSettings image(String version, String tag) {
    return new ImageSettings(
        "scratch",
        Optional.empty(),
        Optional.empty(),
        Optional.of(TinyApp.class.getName()),
        List.of(),
        List.of(),
        List.of(8080),
        "10001:10001",
        Map.of("VERSION", version),
        Map.of(),
        List.of(),
        List.of(tag),
        List.of(Architecture.X86_64),
        Instant.EPOCH);
  }

  private static Environment environment(Wish wish) {
    return new Environment(
        "test",
        TARGET,
        REGION,
        Optional.of(new RoleArn("aws", TARGET, "ci/demo-deploy")),
        Optional.of("ext-1"),
        Map.of("project", "demo"),
        "apps",
        "demo",
        "demo-app",
        "demo-group",
        Optional.of(wish.configuration),
        new TaskSettings(
            "demo",
            new FargateSize(256, 512),
            Architecture.X86_64,
            Optional.of(new RoleArn("aws", TARGET, "demo-execution")),
            Optional.of(new RoleArn("aws", TARGET, "demo-task")),
            "web",
            8080,
            Map.of("COLOUR", "green"),
            wish.secrets,
            "/ecs/demo",
            "/",
            List.of(),
            Map.of("team", "a")),
        new AppSpecSettings(wish.hooks, Optional.empty(), Optional.empty(), List.of()),
        false,
        Map.of());
  }

  private RehearsalPlan plan(Wish wish) {
    var services = new ArrayList<RehearsedService>();
    services.add(
        service(
            wish,
            environment.name(),
            environment.service(),
            environment.application(),
            environment.deploymentGroup()));
    wish.other.ifPresent(
        name -> services.add(service(wish, name, name, name + "-app", name + "-group")));
    return RehearsalPlan.in(folder.resolve("state"))
        .tools(TOOLS, REGION)
        .repository(Optional.of(registry.repository()).filter(name -> wish.repositoryThere))
        .immutableTags(wish.immutableTags)
        .services(services)
        .minute(wish.minute)
        .faults(wish.faults)
        .setUpFaults(wish.setUp)
        .ecsSetUpFaults(wish.ecsSetUp)
        .build();
  }

  private RehearsedService service(
      Wish wish, String name, String service, String application, String group) {
    var task = environment.task();
    var builder = RehearsedServiceBuilder.named(name, TARGET, service);
    wish.ecs.ifPresent(builder::deployedByEcs);
    return builder
        .region(REGION)
        .role(environment.role(), environment.externalId())
        .taskRoles(task.executionRole(), task.taskRole())
        .service(environment.cluster(), service)
        .deployedBy(application, group)
        .deploymentConfiguration(wish.configuration)
        .readyWait(wish.readyWait)
        .terminationWait(wish.terminationWait)
        .container(task.containerName(), task.containerPort(), task.healthCheckPath())
        .autoScaling(wish.autoScaling)
        .family(task.family())
        .logGroup(task.logGroup())
        .needs(
            new Needs(
                    Set.copyOf(wish.secrets.values()),
                    Set.of(task.logGroup()),
                    Set.copyOf(wish.hooks.values()))
                .withNetwork(wish.subnets, wish.securityGroups))
        .functions(wish.functions)
        .build();
  }
}
