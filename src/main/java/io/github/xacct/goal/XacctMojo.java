package io.github.xacct.goal;

import io.github.xacct.event.Reporter;
import io.github.xacct.goal.configuration.NeededEnvironments;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.SettingsReader;
import io.github.xacct.goal.configuration.xml.ConfigurationProblems;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.MergedLists;
import io.github.xacct.goal.configuration.xml.Refusal;
import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import io.github.xacct.goal.console.GoalFailure;
import io.github.xacct.goal.console.GoalOutput;
import io.github.xacct.goal.console.RunWarnings;
import io.github.xacct.goal.project.MavenProxies;
import io.github.xacct.goal.project.MavenSettings;
import io.github.xacct.goal.rehearsed.RehearsedTask;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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

  private @Nullable GoalOutput goalOutput;

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
        goalOutput().json(); // refused before anything is contacted
        try (var proxies =
            MavenProxies.use(mavenSettings().proxies(), System.getProperties(), getLog()::debug)) {
          run();
        }
      }
    } catch (RuntimeException e) {
      Path build = Path.of(project.getBuild().getDirectory());
      throw new GoalFailure(
              goalName(), build, outputFolder(), goalOutput().ci(), goalOutput()::command)
          .of(e);
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

  /** Performs the goal, once the configuration has been checked. */
  abstract void run();

  /** Whose configuration this is; what is called on the command line has one of its own. */
  private String executionId() {
    return execution == null ? "default-cli" : execution.getExecutionId();
  }

  private String goalName() {
    return "xacct" + (execution == null ? "" : ":" + execution.getGoal());
  }

  /** The form of what a goal prints, text or json, for goals that can do both. */
  String output() {
    return "text";
  }

  /** Log, JSON output and CI summary of the goal. */
  final synchronized GoalOutput goalOutput() {
    if (goalOutput == null) {
      goalOutput = new GoalOutput(this::output, variables());
    }
    return goalOutput;
  }

  @Override
  public Log getLog() {
    return goalOutput().log(super.getLog());
  }

  final Optional<String> profile() {
    return Optional.ofNullable(profile).filter(Element::isWritten);
  }

  /** Where the goal runs: on AWS or in a rehearsal. This is the only place that decides it. */
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
    return goalOutput().reporter(goalName(), getLog());
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
    var app = app();
    appImage().check(configuration(), buildsImage(), app.warnings()::warn);
    var written =
        settings(needed(), environmentsFile(), () -> Stage.defaultRegion(rehearsing(), profile()));
    return app.complete(written, needsTemplates(), buildsImage());
  }

  /** Whether the goal works with template files, and not on what is deployed already. */
  boolean needsTemplates() {
    return true;
  }

  final AppProject app() {
    return new AppProject(facts(), configuration(), venue(), new RunWarnings(context(), getLog()));
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> context() {
    return getPluginContext();
  }

  /** Whether this run makes an image of the app, which else is made by others. */
  boolean buildsImage() {
    return false;
  }

  final void refuseOffline(String goal) {
    venue().refuseOffline(goal, session.isOffline());
  }

  final AppImage appImage() {
    return new AppImage(
        project,
        session,
        dependenciesResolver,
        facts(),
        this::mavenSettings,
        session.isOffline() && venue().isReal(),
        outputFolder(),
        getLog());
  }

  /** AWS, or the embedded one with these environments. */
  final Stage stage(Settings settings, List<Environment> environments) {
    var stage =
        venue()
            .stage(
                settings,
                environments,
                this::rehearsedTask,
                profile(),
                outputFolder(),
                getLog()::debug);
    return Element.isWritten(enterAs) ? stage.enteredAs(enterAs.trim()) : stage;
  }

  /** The tasks of an environment in a rehearsal. */
  final RehearsedTask rehearsedTask(Environment environment) {
    return RehearsedTask.of(app().files(environment), environment, appImage().code());
  }

  final EarlierPush earlierPush() {
    return new EarlierPush(context());
  }
}
