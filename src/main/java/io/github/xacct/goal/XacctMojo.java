package io.github.xacct.goal;

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
import io.github.xacct.goal.files.TemplateFacts;
import io.github.xacct.goal.project.AppBuildReader;
import io.github.xacct.goal.project.AppFilesReader;
import io.github.xacct.goal.project.MavenProxies;
import io.github.xacct.goal.project.MavenServers;
import io.github.xacct.goal.project.MavenSettings;
import io.github.xacct.goal.project.RuntimeDependencies;
import io.github.xacct.goal.rehearsed.ProjectCode;
import io.github.xacct.goal.rehearsed.RehearsedTask;
import io.github.xacct.image.file.Caches;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.report.Console;
import io.github.xacct.report.PlainReporter;
import io.github.xacct.revision.TaskDefinition;
import io.github.xacct.revision.TemplateGlance;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
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
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What every goal has in common: skipping, where it plays, and the one catch. */
abstract class XacctMojo extends ConfiguredMojo {
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
            MavenProxies.use(mavenSettings().proxies(), System.getProperties(), getLog()::debug)) {
          run();
        }
      }
    } catch (RuntimeException e) {
      Path build = Path.of(project.getBuild().getDirectory());
      throw new GoalFailure(goalName(), build, outputFolder(), ciOutput(), this::command).of(e);
    }
  }

  private MavenSettings mavenSettings() {
    return MavenSettings.of(session.getSettings(), settingsDecrypter);
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

  /** Where it plays; asked here by everybody. */
  final Venue venue() {
    return Venue.of(isTrue(rehearse), this::rehearsalOptions);
  }

  final boolean rehearsing() {
    return venue().rehearsed();
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
    return venue().environmentsFile(facts().basedir(), outputFolder());
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
                warnings()::unreadable,
                needsTemplates())
            .in(
                settings(
                    needed(),
                    environmentsFile(),
                    () -> Stage.defaultRegion(rehearsing(), profile())));
    Doubts.of(settings).forEach(warnings()::warn);
    return venue().adapt(settings, buildsImage(), tagsNamed());
  }

  private void reportOverrides(Environment environment, TemplateGlance glance) {
    if (needsTemplates()) {
      String file = revisionFiles(environment).taskDefinitionTemplate().orElseThrow().file();
      warnings().overrides(environment, taskXml(environment), glance, file);
    }
  }

  /** Whether the goal works with template files, and not on what is deployed already. */
  boolean needsTemplates() {
    return true;
  }

  @SuppressWarnings("unchecked")
  private RunWarnings warnings() {
    return new RunWarnings((java.util.Map<String, Object>) getPluginContext(), getLog());
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
      problems.all().forEach(problem -> warnings().warn(problem.line()));
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
    warnings().secrets(taskDefinition);
    return taskDefinition;
  }

  final void refuseOffline(String goal) {
    venue().refuseOffline(goal, session.isOffline());
  }

  /** The image for an environment: of the architecture that its task definition says. */
  final ImageSettings imageFor(Settings settings, Environment environment) {
    var tasks = revisionFiles(environment).taskDefinition().architecture();
    if (platformNamed()) {
      TaskPlatform.require(tasks, settings.image());
    }
    var image = platformNamed() ? settings.image() : settings.image().withArchitecture(tasks);
    return venue().isWrong(SetUpFault.IMAGE_OTHER_PLATFORM)
        ? image.withArchitecture(tasks.other())
        : image;
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
    var maven = mavenSettings();
    boolean offline = session.isOffline() && venue().isReal();
    return new ImageWork(
        new io.github.xacct.image.Images(
            caches,
            offline,
            new MavenServers(maven.servers(), maven.mirrors(), getLog()::debug),
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
        warnings()::warn,
        warnings()::note,
        venue().wronged());
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
            e -> RehearsedTask.of(revisionFiles(e), e, projectCode()),
            rehearsalOptions(),
            outputFolder(),
            0,
            getLog()::debug)
        : Stage.aws(profile()).with(settings.registry());
  }

  /** What functions of hooks run with in a rehearsal. */
  final ProjectCode projectCode() {
    return new ProjectCode(
        facts().basedir(),
        () -> {
          var files = new ArrayList<Path>();
          files.add(facts().outputDirectory());
          RuntimeDependencies.of(project, session, dependenciesResolver)
              .forEach(artifact -> files.add(artifact.getFile().toPath()));
          return files;
        });
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
