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
 * What a goal works with, made once of its parameters: the configuration, the app, where it runs,
 * and what it prints to.
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
   * The context of one run of a goal; nothing is read of its parameters yet.
   *
   * @param log as Maven hands it over
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
   * Refuses what can be refused before anything is asked, started or written.
   *
   * @throws XacctException with every problem of what was written, or because Maven is offline
   */
  void refuse() {
    build.refuseMergedLists();
    refuseProblems(problem -> true);
    output.json();
    needs.online().ifPresent(goal -> venue().refuseOffline(goal, session().isOffline()));
  }

  /** Refuses a command line that is wrong whatever the project is. */
  void refuseCommandLine() {
    refuseProblems(ConfigurationProblems.Problem::isOfCommandLine);
  }

  private void refuseProblems(Predicate<ConfigurationProblems.Problem> serious) {
    if (configuration().problems().all().stream().anyMatch(serious)) {
      throw refusal();
    }
  }

  /** Everything that is wrong with what was written. */
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

  /** How the goal fails. */
  GoalFailure failure() {
    return new GoalFailure(
        build.goal(), build.directory(), outputFolder(), output.ci(), output::command);
  }

  /** As written, read once: what bootstrap has found out is filled into it. */
  Configuration configuration() {
    if (configuration == null) {
      configuration = written.read(build.pom(), needs.tools());
    }
    return Objects.requireNonNull(configuration);
  }

  /**
   * The configuration with every default, and the embedded or the real AWS's region.
   *
   * @throws XacctException with every problem of the configuration
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

  /** Whether the development account is selected, by {@code -Denv=tools}. */
  boolean isTools() {
    return needs.tools() && written.isTools();
  }

  /** The region for a pom that names none. */
  Optional<Region> defaultRegion() {
    return Stage.defaultRegion(venue().rehearsed(), profile());
  }

  /** The app's configuration and template files. */
  AppProject app() {
    return new AppProject(facts(), configuration(), venue(), new RunWarnings(build.context(), log));
  }

  /** The image of the app. */
  AppImage appImage() {
    boolean offline = session().isOffline() && venue().isReal();
    return new AppImage(build, facts(), offline, outputFolder(), log);
  }

  /** The image that was pushed earlier in this run of Maven. */
  EarlierPush earlierPush() {
    return new EarlierPush(Objects.requireNonNull(build.context()));
  }

  /** Where the goal runs: on AWS or in a rehearsal. This is the only place that decides it. */
  Venue venue() {
    return Venue.of(where.rehearses(), where::rehearsal);
  }

  RehearsalOptions rehearsalOptions() {
    return where.rehearsal();
  }

  /** How long a minute of a rehearsal takes, as written. */
  String rehearsedMinute() {
    return where.minute().trim();
  }

  /** AWS, or the embedded one with these environments. */
  Stage stage(Settings settings, List<Environment> environments) {
    var stage =
        venue()
            .stage(
                settings, environments, this::rehearsedTask, profile(), outputFolder(), log::debug);
    return where.otherRole().map(stage::enteredAs).orElse(stage);
  }

  /** The tasks of an environment in a rehearsal. */
  RehearsedTask rehearsedTask(Environment environment) {
    return RehearsedTask.of(app().files(environment), environment, appImage().code());
  }

  Optional<String> profile() {
    return where.ofProfile();
  }

  /** The build that runs the goal. */
  MavenBuild build() {
    return build;
  }

  MavenSession session() {
    return build.session();
  }

  /** The project as the settings and the image see it. */
  ProjectFacts facts() {
    return build.facts();
  }

  /** {@code target/xacct}, where all files of ours go. */
  Path outputFolder() {
    return facts().buildDirectory().resolve("xacct");
  }

  /** The files of an environment. */
  Path outputFolder(Environment environment) {
    return outputFolder().resolve(environment.name());
  }

  /** Where bootstrap writes what it found out; a rehearsed one finds out other things. */
  Path environmentsFile() {
    return venue().environmentsFile(facts().basedir(), outputFolder());
  }

  /** The one document of JSON, and what the CI system reads. */
  GoalOutput output() {
    return output;
  }

  /** The log, without what a CI system would take for commands. */
  Log log() {
    return log;
  }

  /** Reports a line for each event. */
  Reporter reporter() {
    return output.reporter(build.goal(), log);
  }
}
