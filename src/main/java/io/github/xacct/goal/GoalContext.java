package io.github.xacct.goal;

import io.github.xacct.event.Reporter;
import io.github.xacct.goal.configuration.Bootstrapped;
import io.github.xacct.goal.configuration.NeededEnvironments;
import io.github.xacct.goal.configuration.ProjectFacts;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.SettingsReader;
import io.github.xacct.goal.configuration.WrittenParameters;
import io.github.xacct.goal.configuration.xml.Configuration;
import io.github.xacct.goal.configuration.xml.ConfigurationProblems;
import io.github.xacct.goal.configuration.xml.Refusal;
import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import io.github.xacct.goal.configuration.xml.VenueParameters;
import io.github.xacct.goal.console.GoalFailure;
import io.github.xacct.goal.console.GoalOutput;
import io.github.xacct.goal.console.RunWarnings;
import io.github.xacct.goal.project.EarlierPush;
import io.github.xacct.goal.project.MavenBuild;
import io.github.xacct.goal.rehearsed.RehearsedTask;
import io.github.xacct.model.Environment;
import io.github.xacct.model.Region;
import io.github.xacct.model.XacctException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * What a goal needs to run, created from the parameters that all goals have: settings, the app, its
 * image, access to AWS or to the embedded AWS, and output.
 */
final class GoalContext {
  private final MavenBuild build;
  private final WrittenParameters written;
  private final VenueParameters where;
  private final GoalNeeds needs;
  private final GoalOutput output;
  private final Log log;
  private @Nullable Configuration configuration;

  /**
   * Creates the context of one run of a goal without reading its parameters.
   *
   * @param log Maven's log
   */
  GoalContext(
      MavenBuild build,
      WrittenParameters written,
      VenueParameters where,
      GoalNeeds needs,
      Log log) {
    this.build = build;
    this.written = written;
    this.where = where;
    this.needs = needs;
    this.output = new GoalOutput(() -> needs.output().orElse(null), build.variables());
    this.log = output.log(log);
  }

  /**
   * Refuses a run that cannot succeed, before anything is requested, started or written.
   *
   * @throws XacctException with all problems of the configuration, or because Maven is offline
   */
  void refuse() {
    build.refuseMergedLists();
    refuseProblems(problem -> true);
    output.json();
    needs.online().ifPresent(goal -> venue().refuseOffline(goal, session().isOffline()));
  }

  /** Refuses an invalid command line, also in projects without an app. */
  void refuseCommandLine() {
    refuseProblems(ConfigurationProblems.Problem::isOfCommandLine);
  }

  private void refuseProblems(Predicate<ConfigurationProblems.Problem> serious) {
    if (configuration().problems().all().stream().anyMatch(serious)) {
      throw refusal();
    }
  }

  /** Creates the exception with all problems of the configuration. */
  private XacctException refusal() {
    try {
      if (needs.complete()) {
        new SettingsReader(facts(), Optional::empty).read(configuration(), environments());
      }
    } catch (XacctException e) {
      return e;
    }
    return Refusal.of(configuration().problems());
  }

  /** Returns how an exception becomes a failure of the build. */
  GoalFailure failure() {
    return new GoalFailure(
        build.goal(), build.directory(), outputFolder(), output.ci(), output::command);
  }

  /** Returns the configuration as written; it is read once, and results of bootstrap are added. */
  Configuration configuration() {
    if (configuration == null) {
      configuration = written.read(build.pom(), needs.tools());
    }
    return Objects.requireNonNull(configuration);
  }

  /**
   * Reads the settings, validated and with every default filled in.
   *
   * @throws XacctException with all problems of the configuration
   */
  Settings settings() {
    var app = app();
    appImage().check(configuration(), needs.image(), app.warnings()::warn);
    new Bootstrapped(log::warn).complete(configuration().environments(), environmentsFile());
    var settings =
        new SettingsReader(facts(), this::defaultRegion).read(configuration(), environments());
    return app.complete(settings, needs.templates(), needs.image());
  }

  private NeededEnvironments environments() {
    return isTools() ? NeededEnvironments.ANY : needs.environments();
  }

  /** Whether {@code -Denv=tools} selects the development account. */
  boolean isTools() {
    return needs.tools() && written.isTools();
  }

  /** Returns the region for a POM without one, from the AWS SDK; empty if there is none. */
  Optional<Region> defaultRegion() {
    return Stage.defaultRegion(venue().rehearsed(), profile());
  }

  /** Returns the app with its configuration and template files. */
  AppProject app() {
    return new AppProject(facts(), configuration(), venue(), new RunWarnings(build.context(), log));
  }

  /** Returns the image of the app. */
  AppImage appImage() {
    boolean offline = session().isOffline() && venue().isReal();
    return new AppImage(build, facts(), offline, outputFolder(), log);
  }

  /** Returns the record of the image that was pushed earlier in this run of Maven. */
  EarlierPush earlierPush() {
    return new EarlierPush(Objects.requireNonNull(build.context()));
  }

  /** Returns where the goal runs, on AWS or in a rehearsal; nothing else decides it. */
  Venue venue() {
    return Venue.of(where.rehearses(), where::rehearsal);
  }

  /** Returns how the embedded AWS behaves. */
  RehearsalOptions rehearsalOptions() {
    return where.rehearsal();
  }

  /** Returns the duration of a minute in a rehearsal, as written. */
  String rehearsedMinute() {
    return where.minute().trim();
  }

  /** Connects to AWS, or starts the embedded AWS with these environments. */
  Stage stage(Settings settings, List<Environment> environments) {
    var stage =
        venue()
            .stage(
                settings, environments, this::rehearsedTask, profile(), outputFolder(), log::debug);
    return where.otherRole().map(stage::enteredAs).orElse(stage);
  }

  /** Returns the tasks of an environment in a rehearsal. */
  RehearsedTask rehearsedTask(Environment environment) {
    return RehearsedTask.of(app().files(environment), environment, appImage().code());
  }

  /** Returns the profile of the AWS configuration files; empty for the default. */
  Optional<String> profile() {
    return where.ofProfile();
  }

  /** Returns the build that runs the goal. */
  MavenBuild build() {
    return build;
  }

  /** Returns the session of the build. */
  MavenSession session() {
    return build.session();
  }

  /** Returns the properties of the project that settings and image need. */
  ProjectFacts facts() {
    return build.facts();
  }

  /** Returns {@code target/xacct}, the folder of all files that goals write. */
  Path outputFolder() {
    return facts().buildDirectory().resolve("xacct");
  }

  /** Returns the folder of the files of an environment. */
  Path outputFolder(Environment environment) {
    return outputFolder().resolve(environment.name());
  }

  /** Returns the file of the results of bootstrap; a rehearsal has its own. */
  Path environmentsFile() {
    return venue().environmentsFile(facts().basedir(), outputFolder());
  }

  /** Returns the output for programs: the JSON document, and what the CI system reads. */
  GoalOutput output() {
    return output;
  }

  /** Returns the log, in which a CI system finds no commands. */
  Log log() {
    return log;
  }

  /** Returns a reporter that logs a line for each event. */
  Reporter reporter() {
    return output.reporter(build.goal(), log);
  }
}
