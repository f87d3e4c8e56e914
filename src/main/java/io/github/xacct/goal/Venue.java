package io.github.xacct.goal;

import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import io.github.xacct.goal.rehearsed.RehearsedBuild;
import io.github.xacct.goal.rehearsed.RehearsedTask;
import io.github.xacct.goal.rehearsed.RehearsedTrust;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.Layout;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.revision.AppSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Where a goal runs: on AWS, on the embedded AWS, or as a stage of a rehearsed pipeline, which runs
 * as if on AWS. Decides everything that depends on it.
 *
 * @param rehearsed whether an embedded AWS is started
 * @param stage whether this build is a stage of a rehearsed pipeline
 * @param options options of the rehearsal, read on first use
 */
record Venue(boolean rehearsed, boolean stage, Supplier<RehearsalOptions> options) {
  private static final int REHEARSED_HASTE = 30;

  static Venue of(boolean rehearsed, Supplier<RehearsalOptions> options) {
    return new Venue(rehearsed, RehearsedBuild.isOne(), options);
  }

  /** Whether registries and AWS are real. */
  boolean isReal() {
    return !rehearsed && !stage;
  }

  /** Returns the sleeper for pauses between attempts, which are short in a rehearsal. */
  Sleeper pauses() {
    return isReal() ? Sleeper.real() : haste();
  }

  /** Returns the sleeper for the short pauses of a rehearsal, which a real run may contain. */
  Sleeper haste() {
    return Sleeper.hasty(REHEARSED_HASTE);
  }

  /**
   * Fails if {@code -o} is set. Maven itself would only warn and skip a goal that is bound to a
   * phase, and a build whose deployment was skipped must not succeed.
   */
  void refuseOffline(String goal, boolean offline) {
    if (isReal() && offline) {
      throw XacctException.yours(goal + " cannot work offline: it talks to AWS.")
          .suggestion("leave out -o (and <offline> in settings.xml), or rehearse:")
          .suggestion("-Dxacct.rehearse needs no network.");
    }
  }

  /** Returns the file in which bootstrap records roles and outputs; a rehearsal has its own. */
  Path environmentsFile(Path project, Path output) {
    return rehearsed
        ? output.resolve("rehearsal").resolve("environments.json")
        : project.resolve(".xacct").resolve("environments.json");
  }

  /**
   * Adapts the settings to this venue.
   *
   * @param building whether this goal builds the image
   * @param tagsNamed whether the image's tags are configured
   */
  Settings adapt(Settings settings, boolean building, boolean tagsNamed) {
    if (building && !isReal()) {
      refuseToRehearse(settings.image());
    }
    if (stage) {
      return Stage.withoutBaseImage(settings);
    }
    if (!rehearsed) {
      return settings;
    }
    boolean mutable = isWrong(SetUpFault.TAGS_MUTABLE);
    return Stage.adapt(settings, tagsNamed || mutable);
  }

  /** Refuses a war for a server: a rehearsal has no base image, and so no server. */
  private static void refuseToRehearse(ImageSettings image) {
    if (image.layout().equals(Optional.of(Layout.WAR))) {
      throw XacctException.yours(
              "A war for the server of " + image.baseImage() + " cannot be rehearsed.")
          .evidence(
              "A rehearsal uses this machine's JVM instead of the base image, and it has no such"
                  + " server.")
          .suggestion("mvn package xacct:image, and run the image with Docker or Podman");
    }
  }

  /**
   * Returns the image for the tasks' architecture.
   *
   * @param platformNamed whether the image's platform is configured, which then must include that
   *     architecture
   */
  ImageSettings imageFor(Architecture tasks, ImageSettings image, boolean platformNamed) {
    if (platformNamed) {
      TaskPlatform.require(tasks, image);
    }
    return isWrong(SetUpFault.IMAGE_OTHER_PLATFORM)
        ? image.withArchitecture(tasks.other())
        : platformNamed ? image : image.withArchitecture(tasks);
  }

  /**
   * Returns AWS, or starts an embedded one with these environments.
   *
   * @param tasks rehearsed tasks of an environment, which determine what else it contains
   * @param profile profile of the credentials
   * @param folder {@code target/xacct}
   */
  Stage stage(
      Settings settings,
      List<Environment> environments,
      Function<Environment, RehearsedTask> tasks,
      Optional<String> profile,
      Path folder,
      Consumer<String> log) {
    return rehearsed
        ? Stage.rehearsal(settings, environments, tasks, options.get(), folder, 0, log)
        : Stage.aws(profile).with(settings.registry());
  }

  /** Whether a rehearsal misconfigures this. */
  boolean isWrong(SetUpFault fault) {
    return rehearsed && options.get().setUp().contains(fault);
  }

  /** Returns the change with which a rehearsal's faults alter the AppSpec. */
  UnaryOperator<AppSpec> wronged() {
    return rehearsed ? options.get()::wronged : spec -> spec;
  }

  /**
   * Whether requests to a URL reach the load balancer. Host names of HTTPS do not resolve in a
   * rehearsal, so its requests are sent to the load balancer's address with that host name.
   */
  boolean leadsToTheLoadBalancer(URI named) {
    boolean rehearsed = rehearsed() || RehearsedTrust.ofEnvironment().isPresent();
    return !rehearsed || !"https".equals(named.getScheme());
  }
}
