package io.github.xacct.goal;

import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.Reporters;
import io.github.xacct.goal.ci.CiOutput;
import io.github.xacct.goal.configuration.BuiltApp;
import io.github.xacct.goal.configuration.Doubts;
import io.github.xacct.goal.configuration.ExpectedAccount;
import io.github.xacct.goal.configuration.NeededEnvironments;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.SettingsReader;
import io.github.xacct.goal.configuration.xml.ConfigurationProblems;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.ImageXml;
import io.github.xacct.goal.configuration.xml.MergedLists;
import io.github.xacct.goal.configuration.xml.Refusal;
import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.goal.files.TaskOverrides;
import io.github.xacct.goal.files.TemplateFacts;
import io.github.xacct.goal.project.AppBuildReader;
import io.github.xacct.goal.project.AppFilesReader;
import io.github.xacct.goal.project.MavenProxies;
import io.github.xacct.goal.project.MavenServers;
import io.github.xacct.goal.project.RuntimeDependencies;
import io.github.xacct.goal.rehearsed.RehearsedBuild;
import io.github.xacct.goal.rehearsed.RehearsedTask;
import io.github.xacct.image.file.Caches;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.ForeignText;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.Layout;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.report.Console;
import io.github.xacct.report.PlainReporter;
import io.github.xacct.revision.PlainSecrets;
import io.github.xacct.revision.TaskDefinition;
import io.github.xacct.revision.TemplateGlance;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugins.annotations.Component;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What every goal has in common: skipping, where it plays, and the one catch. */
abstract class XacctMojo extends ConfiguredMojo {
  private static final int REHEARSED_HASTE = 30;

  private static final String PUSHED = "io.github.xacct.pushed";

  @SuppressWarnings("deprecation") // javax.inject, its successor, would be one more dependency
  @Component
  private ProjectDependenciesResolver dependenciesResolver;

  @SuppressWarnings("deprecation")
  @Component
  private SettingsDecrypter settingsDecrypter;

  /** Profile of the AWS configuration files that the credentials come from. */
  @Parameter(property = "xacct.profile")
  private String profile;

  /**
   * Name or ARN of the role that is assumed in the target account instead of the environment's, for
   * goals that only read, such as preflight and plan.
   */
  @Parameter(property = "xacct.enterAs")
  private String enterAs;

  /** Skips the goal. */
  @Parameter(property = "xacct.skip", defaultValue = "false")
  private String skip;

  /** Runs against an AWS embedded in this process; AWS itself is not called. */
  @Parameter(property = "xacct.rehearse", defaultValue = "false")
  private String rehearse;

  /** Duration of one minute of AWS's waits in a rehearsal, such as 1s or 250ms. */
  @Parameter(property = "xacct.rehearse.minute", defaultValue = "1s")
  private String minute;

  /**
   * Failures in a rehearsal, comma-separated, such as crash-loop, or wrong set-ups of its accounts,
   * such as listener-other-group.
   */
  @Parameter(property = "xacct.rehearse.fault")
  private String fault;

  private @Nullable CiOutput ciOutput;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    try {
      if (skip != null && skip.trim().equals("true")) {
        getLog().info("Skipped by xacct.skip.");
      } else if (project.getPackaging().equals("pom")) {
        refuseProblems(ConfigurationProblems.Problem::isOfCommandLine);
        getLog().info("Skipped: a project of packaging pom has no app.");
      } else {
        MergedLists.refuse(project, executionId());
        refuseProblems(problem -> true);
        isTrue(skip);
        json(); // refused before anything is contacted
        try (var proxies =
            MavenProxies.use(decrypted().getProxies(), System.getProperties(), getLog()::debug)) {
          run();
        }
      }
    } catch (XacctException e) {
      throw failed(disk().explain(e).orElse(e));
    } catch (RuntimeException e) {
      throw failed(disk().explain(e).orElseThrow(() -> e));
    }
  }

  private MojoFailureException failed(XacctException e) throws MojoExecutionException {
    ciOutput().failed(goalName(), e, this::command);
    return failure(e);
  }

  /** Where goals write, and what may be deleted there. */
  private DiskFull disk() {
    Path cache = Caches.ofUser(outputFolder()).base();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    return new DiskFull(
        List.of(
            new DiskFull.Place(
                Path.of(project.getBuild().getDirectory()), "delete what was built: mvn clean"),
            new DiskFull.Place(
                cache, "delete Jib's cache, which is filled again when it is needed: " + cache),
            new DiskFull.Place(
                temporary,
                "delete files in "
                    + temporary
                    + ", or name another folder: MAVEN_OPTS=-Djava.io.tmpdir=FOLDER")));
  }

  private List<Mirror> mirrors() {
    org.apache.maven.settings.Settings written = session.getSettings();
    return written == null ? List.of() : written.getMirrors();
  }

  /** Proxies and servers of settings.xml, decrypted by the key of settings-security.xml. */
  private org.apache.maven.settings.Settings decrypted() {
    var settings = new org.apache.maven.settings.Settings();
    org.apache.maven.settings.Settings written = session.getSettings();
    if (written != null && !(written.getProxies().isEmpty() && written.getServers().isEmpty())) {
      var request = new DefaultSettingsDecryptionRequest();
      request.setProxies(written.getProxies());
      request.setServers(written.getServers());
      var result = settingsDecrypter.decrypt(request);
      settings.setProxies(result.getProxies());
      settings.setServers(result.getServers());
    }
    return settings;
  }

  /** Before anything is asked, started or written. */
  private void refuseProblems(Predicate<ConfigurationProblems.Problem> serious) {
    if (configuration().problems().all().stream().anyMatch(serious)) {
      throw refusal();
    }
  }

  /** Everything that is wrong with what was written. */
  XacctException refusal() {
    try {
      new SettingsReader(facts(), Optional::empty).read(configuration(), needed());
    } catch (XacctException e) {
      return e;
    }
    return Refusal.of(configuration().problems());
  }

  /** Whether the goal works on one environment, which {@code -Denv} must choose. */
  NeededEnvironments needed() {
    return NeededEnvironments.ONE;
  }

  /** The goal itself. */
  abstract void run();

  /** Whose configuration this is; what is called on the command line has one of its own. */
  private String executionId() {
    return execution == null ? "default-cli" : execution.getExecutionId();
  }

  /** Maven prints each cause's message too, and ours says everything. */
  private MojoFailureException failure(XacctException e) throws MojoExecutionException {
    String message = ciOutput().harmless(ErrorText.of(e));
    if (e.fault() == XacctException.Fault.OURS) {
      throw new MojoExecutionException(message, harmless(e.getCause()));
    }
    return new MojoFailureException(message);
  }

  /** Maven prints the message of each cause; a foreign one must not steer the terminal. */
  private static @Nullable Throwable harmless(@Nullable Throwable cause) {
    if (cause == null || ForeignText.lines(cause.toString()).equals(cause.toString())) {
      return cause;
    }
    var harmless = new IllegalStateException(ForeignText.lines(cause.toString()));
    harmless.setStackTrace(cause.getStackTrace());
    return harmless;
  }

  /** What the CI system reads that runs this, if one does. */
  final synchronized CiOutput ciOutput() {
    if (ciOutput == null) {
      ciOutput = new CiOutput(variables());
    }
    return ciOutput;
  }

  /** Prints a command for it, which has to begin its line. */
  private void command(String text) {
    ("json".equals(output()) ? System.err : System.out).println(text);
  }

  private String goalName() {
    return "xacct" + (execution == null ? "" : ":" + execution.getGoal());
  }

  /** The form of what a goal prints, text or json, for goals that can do both. */
  String output() {
    return "text";
  }

  /**
   * Whether JSON was asked for.
   *
   * @throws XacctException if it is neither text nor json
   */
  final boolean json() {
    if (output() == null || output().equals("text")) {
      return false;
    } else if (output().equals("json")) {
      return true;
    }
    throw XacctException.yours(
        "xacct.output: invalid value '" + output() + "': expected text or json.");
  }

  /** Prints the one document that standard output holds. */
  final void print(String document) {
    System.out.println(ciOutput().harmlessJson(document).stripTrailing());
  }

  /** With JSON on standard output, whatever else is reported goes to standard error. */
  @Override
  public Log getLog() {
    return ciOutput()
        .log("json".equals(output()) ? new StandardErrorLog(super.getLog()) : super.getLog());
  }

  final Optional<String> profile() {
    return Optional.ofNullable(profile).filter(Element::isWritten);
  }

  final boolean rehearsing() {
    return isTrue(rehearse);
  }

  final RehearsalOptions rehearsalOptions() {
    return RehearsalOptions.parse(minute, fault);
  }

  /** How long a minute takes, as written. */
  final String rehearsedMinute() {
    return minute.trim();
  }

  final Reporter reporter() {
    var plain =
        new PlainReporter(
            getLog()::info, getLog()::warn, Clock.systemUTC(), ZoneId.systemDefault());
    return Reporters.all(plain, ciOutput().annotations(goalName(), this::command));
  }

  /** What kind of console this is, unless the user says it. */
  final Console screen(@Nullable String wish) {
    boolean terminal =
        Console.isTerminal()
            && session.getRequest().isInteractiveMode()
            && !"never".equals(session.getUserProperties().getProperty("style.color"));
    try {
      return Console.choose(
          Optional.ofNullable(wish).filter(Element::isWritten), terminal, variables());
    } catch (IllegalArgumentException e) {
      throw XacctException.yours("xacct.console: " + e.getMessage());
    }
  }

  /** {@code target/xacct}, where all files of ours go. */
  final Path outputFolder() {
    return facts().buildDirectory().resolve("xacct");
  }

  /** Where bootstrap writes what it found out; a rehearsed one finds out other things. */
  final Path environmentsFile() {
    return rehearsing()
        ? outputFolder().resolve("rehearsal").resolve("environments.json")
        : facts().basedir().resolve(".xacct").resolve("environments.json");
  }

  /**
   * The configuration, and with it the embedded or the real AWS's region.
   *
   * @throws XacctException with every problem of the configuration
   */
  final Settings settings() {
    lookAtApp();
    var settings =
        new TemplateFacts(
                this::revisionFiles,
                this::reportOverrides,
                this::reportUnreadable,
                needsTemplates())
            .in(
                settings(
                    needed(),
                    environmentsFile(),
                    () -> Stage.defaultRegion(rehearsing(), profile())));
    Doubts.of(settings).forEach(this::warnOnce);
    if (buildsImage() && (rehearsing() || RehearsedBuild.isOne())) {
      refuseToRehearse(settings.image());
    }
    if (RehearsedBuild.isOne()) {
      return Stage.withoutBaseImage(settings);
    }
    if (!rehearsing()) {
      return settings;
    }
    boolean wished = rehearsalOptions().setUp().contains(SetUpFault.TAGS_MUTABLE);
    return Stage.adapt(settings, tagsNamed() || wished);
  }

  /** A rehearsal has no base image, and so no server that a war could run in. */
  private static void refuseToRehearse(ImageSettings image) {
    if (image.layout().equals(Optional.of(Layout.WAR))) {
      throw XacctException.yours(
              "A war for the server of " + image.baseImage() + " cannot be rehearsed.")
          .evidence(
              "A rehearsal uses this machine's JVM instead of the base image, and it has no such server.")
          .suggestion("mvn package xacct:image, and run the image with Docker or Podman");
    }
  }

  /** What of {@code <task>} a template file says otherwise, once in a Maven run. */
  private void reportOverrides(Environment environment, TemplateGlance glance) {
    if (!needsTemplates()) {
      return;
    }
    String file = revisionFiles(environment).taskDefinitionTemplate().orElseThrow().file();
    var overrides = TaskOverrides.of(environment, taskXml(environment), glance);
    if (!overrides.isEmpty()) {
      warnOnce(
          "Environment "
              + environment.name()
              + ": what is registered comes from "
              + file
              + ", which differs from <task> in the pom. The file counts; delete from the pom:\n  "
              + String.join("\n  ", overrides));
    }
  }

  /** Another environment's file, or one that the goal can do without. */
  private void reportUnreadable(Environment environment, XacctException problem) {
    warnOnce(
        "Environment "
            + environment.name()
            + ": the task definition's file cannot be read, so roles, family and container are"
            + " those of the configuration. "
            + problem.getMessage());
  }

  /** Whether the goal works with template files, and not on what is deployed already. */
  boolean needsTemplates() {
    return true;
  }

  private void warnOnce(String text) {
    if (isFirst(text)) {
      getLog().warn(text);
    }
  }

  private void noteOnce(String text) {
    if (isFirst(text)) {
      getLog().info(text);
    }
  }

  private boolean isFirst(String text) {
    @SuppressWarnings("unchecked")
    var context = (java.util.Map<String, Object>) getPluginContext();
    return context == null || context.put(text, true) == null;
  }

  /** Whether this run makes an image of the app, which else is made by others. */
  boolean buildsImage() {
    return false;
  }

  /** What is wrong with an image that this goal makes is reported with everything else. */
  private void lookAtApp() {
    var problems = buildsImage() ? configuration().problems() : new ConfigurationProblems();
    new BuiltApp(project.getPackaging(), facts(), this::dependencies)
        .check(configuration().image().orElseGet(ImageXml::new), Element.root(problems));
    if (!buildsImage()) {
      problems.all().forEach(problem -> warnOnce(problem.line()));
    }
  }

  private Optional<List<Path>> dependencies() {
    try {
      return Optional.of(
          RuntimeDependencies.of(project, session, dependenciesResolver).stream()
              .map(Artifact::getFile)
              .filter(Objects::nonNull)
              .map(File::toPath)
              .toList());
    } catch (XacctException e) {
      getLog().debug(e); // whoever needs them reports it
      return Optional.empty();
    }
  }

  /** Warns of variables that everybody can read. */
  final TaskDefinition warnOfSecrets(TaskDefinition taskDefinition) {
    PlainSecrets.in(taskDefinition)
        .forEach(
            place ->
                warnOnce(
                    place
                        + " looks like a secret in plain text, which everybody can read who may"
                        + " read the task definition: keep it in Secrets Manager or Parameter Store"
                        + " and write its ARN to secrets"));
    return taskDefinition;
  }

  /**
   * Maven only warns when a goal that needs the network is bound to a phase and {@code -o} is
   * given, and ends with success; a deployment that did not happen must not.
   */
  final void refuseOffline(String goal) {
    if (!rehearsing() && !RehearsedBuild.isOne() && session.isOffline()) {
      throw XacctException.yours(goal + " cannot work offline: it talks to AWS.")
          .suggestion("leave out -o (and <offline> in settings.xml), or rehearse:")
          .suggestion("-Dxacct.rehearse needs no network.");
    }
  }

  /** Lets the pauses between attempts pass, which are short in a rehearsal. */
  final Sleeper shortPauses() {
    return rehearsing() || RehearsedBuild.isOne()
        ? pause -> Thread.sleep(pause.toMillis() / REHEARSED_HASTE)
        : Sleeper.real();
  }

  /** The image for an environment: of the architecture that its task definition says. */
  final ImageSettings imageFor(Settings settings, Environment environment) {
    var tasks = revisionFiles(environment).taskDefinition().architecture();
    if (platformNamed()) {
      TaskPlatform.require(tasks, settings.image());
    }
    var image = platformNamed() ? settings.image() : settings.image().withArchitecture(tasks);
    boolean wrong =
        rehearsing() && rehearsalOptions().setUp().contains(SetUpFault.IMAGE_OTHER_PLATFORM);
    return wrong ? image.withArchitecture(tasks.other()) : image;
  }

  final ImageWork imageWork(Settings settings, ImageSettings image, Reporter reporter) {
    return imageWork(
        settings,
        image,
        AppFilesReader.of(
            project,
            session,
            RuntimeDependencies.of(project, session, dependenciesResolver),
            AppBuildReader.of(project, facts().javaRelease())),
        reporter);
  }

  /** For an image that another builder has made, of which no file of the project is needed. */
  final ImageWork imageCopy(Settings settings, ImageSettings image, Reporter reporter) {
    return imageWork(settings, image, new AppFiles(facts().outputDirectory(), List.of()), reporter);
  }

  private ImageWork imageWork(
      Settings settings, ImageSettings image, AppFiles app, Reporter reporter) {
    var caches = Caches.ofUser(outputFolder().resolve("jib-cache"));
    boolean offline = session.isOffline() && !rehearsing() && !RehearsedBuild.isOne();
    return new ImageWork(
        new io.github.xacct.image.Images(
            caches,
            offline,
            new MavenServers(decrypted().getServers(), mirrors(), getLog()::debug),
            reporter,
            getLog()::debug),
        image,
        app,
        settings.registry(),
        settings.foreignPullers(),
        outputFolder(),
        reporter);
  }

  final RevisionFiles revisionFiles(Environment environment) {
    return new RevisionFiles(
        facts(),
        environment,
        appContainer(environment),
        environmentNames(),
        this::warnOnce,
        this::noteOnce,
        rehearsing() ? rehearsalOptions()::wronged : spec -> spec);
  }

  /** AWS, or the embedded one with these environments. */
  final Stage stage(Settings settings, List<Environment> environments) {
    var stage = stageOfAll(settings, environments);
    if (Element.isWritten(enterAs)) {
      stage
          .access()
          .entering(
              e ->
                  e.enteredBy(
                      new ExpectedAccount(Optional.of(e.account()), Optional.of(e.region()))
                          .role(enterAs.trim())));
    }
    return stage;
  }

  private Stage stageOfAll(Settings settings, List<Environment> environments) {
    return rehearsing()
        ? Stage.rehearsal(
            settings,
            environments,
            e -> RehearsedTask.of(revisionFiles(e), e),
            rehearsalOptions(),
            outputFolder(),
            0,
            getLog()::debug)
        : Stage.aws(profile()).with(settings.registry());
  }

  /** What push-ecr pushed earlier in this Maven run, if it did. */
  final Optional<ImageReference> pushedInThisBuild() {
    return Optional.ofNullable((String) getPluginContext().get(PUSHED)).map(ImageReference::parse);
  }

  final void rememberPushed(ImageReference image) {
    @SuppressWarnings("unchecked")
    var context = (java.util.Map<String, Object>) getPluginContext();
    context.put(PUSHED, image.toString());
  }
}
