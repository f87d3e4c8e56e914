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
 * Where a goal plays: on AWS, on the embedded one, or as a stage of a rehearsed pipeline, which
 * believes to be on AWS. What differs there is decided here.
 *
 * @param rehearsed whether an embedded AWS is started
 * @param stage whether this build is a stage of a rehearsed pipeline
 * @param options of the rehearsal, read when they are needed
 */
record Venue(boolean rehearsed, boolean stage, Supplier<RehearsalOptions> options) {
  private static final int REHEARSED_HASTE = 30;

  static Venue of(boolean rehearsed, Supplier<RehearsalOptions> options) {
    return new Venue(rehearsed, RehearsedBuild.isOne(), options);
  }

  /** Whether registries and AWS are the real ones. */
  boolean isReal() {
    return !rehearsed && !stage;
  }

  /** Lets the pauses between attempts pass, which are short in a rehearsal. */
  Sleeper pauses() {
    return isReal() ? Sleeper.real() : haste();
  }

  /** The pauses of a rehearsal, also of one that a real run makes. */
  Sleeper haste() {
    return Sleeper.hasty(REHEARSED_HASTE);
  }

  /**
   * Maven only warns when a goal that needs the network is bound to a phase and {@code -o} is
   * given, and ends with success; a deployment that did not happen must not.
   */
  void refuseOffline(String goal, boolean offline) {
    if (isReal() && offline) {
      throw XacctException.yours(goal + " cannot work offline: it talks to AWS.")
          .suggestion("leave out -o (and <offline> in settings.xml), or rehearse:")
          .suggestion("-Dxacct.rehearse needs no network.");
    }
  }

  /** Where bootstrap writes what it found out; a rehearsed one finds out other things. */
  Path environmentsFile(Path project, Path output) {
    return rehearsed
        ? output.resolve("rehearsal").resolve("environments.json")
        : project.resolve(".xacct").resolve("environments.json");
  }

  /**
   * The settings as they are there.
   *
   * @param building whether the image is built by this goal
   * @param tagsNamed whether the user wrote its tags
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

  /** A rehearsal has no base image, and so no server that a war could run in. */
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
   * The image for tasks: of their architecture.
   *
   * @param platformNamed whether the user wrote the image's platform, which then must be theirs
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
   * AWS, or an embedded one with these environments.
   *
   * @param tasks of each, which say what else must be there
   * @param profile that the credentials come from
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

  /** Whether a rehearsal sets this up wrongly. */
  boolean isWrong(SetUpFault fault) {
    return rehearsed && options.get().setUp().contains(fault);
  }

  /** What a rehearsal gets wrong in the AppSpec. */
  UnaryOperator<AppSpec> wronged() {
    return rehearsed ? options.get()::wronged : spec -> spec;
  }

  /**
   * Whether a name is one that leads to a load balancer: in a rehearsal, of this process or
   * another, no https name does, so the load balancer's own address is asked by it.
   */
  boolean leadsToTheLoadBalancer(URI named) {
    boolean rehearsed = rehearsed() || RehearsedTrust.ofEnvironment().isPresent();
    return !rehearsed || !"https".equals(named.getScheme());
  }
}
