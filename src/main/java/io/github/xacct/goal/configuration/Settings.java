package io.github.xacct.goal.configuration;

import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.ReleaseSettings;
import io.github.xacct.model.RoleArn;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The whole configuration, checked and with every default filled in.
 *
 * @param app from which names are derived
 * @param registry where images go
 * @param environment the one that {@code -Denv} chose
 * @param all environments, in the order written
 * @param image how the image is built
 * @param rehearsals by name of the environment
 * @param pipeline from a commit to the last environment
 * @param checks before production traffic moves, by name of the environment
 * @param releases what a release asks and reports, by name of the environment
 */
public record Settings(
    String app,
    RegistrySettings registry,
    Optional<Environment> environment,
    List<Environment> all,
    ImageSettings image,
    Optional<PipelineSettings> pipeline,
    Map<String, RehearsalSettings> rehearsals,
    Map<String, ReleaseChecks> checks,
    Map<String, ReleaseSettings> releases) {

  /** What must be well before production traffic moves to this environment. */
  public ReleaseChecks checks(Environment environment) {
    return Objects.requireNonNull(checks.get(environment.name()));
  }

  /** What a release to this environment asks of another one, and whom it reports. */
  public ReleaseSettings release(Environment environment) {
    return Objects.requireNonNull(releases.get(environment.name()));
  }

  /** The environment of this name. */
  public Optional<Environment> named(String name) {
    return all.stream().filter(e -> e.name().equals(name)).findFirst();
  }

  /** What the embedded AWS has to know of this environment. */
  public RehearsalSettings rehearsal(Environment environment) {
    return Objects.requireNonNull(rehearsals.get(environment.name()));
  }

  /** The same with another way to build the image. */
  public Settings withImage(ImageSettings other) {
    return new Settings(
        app, registry, environment, all, other, pipeline, rehearsals, checks, releases);
  }

  /** The same with other environments of the same names. */
  public Settings withEnvironments(UnaryOperator<Environment> other) {
    List<Environment> changed = all.stream().map(other).toList();
    return new Settings(
        app,
        registry,
        environment.flatMap(
            chosen -> changed.stream().filter(e -> e.name().equals(chosen.name())).findFirst()),
        changed,
        image,
        pipeline,
        rehearsals,
        checks,
        releases);
  }

  /** Execution roles that pull from another account than the registry's. */
  public List<RoleArn> foreignPullers() {
    return all.stream()
        .flatMap(environment -> environment.task().executionRole().stream())
        .filter(role -> !role.account().equals(registry.account()))
        .distinct()
        .toList();
  }

  /** The same with a repository in which a tag may be given to another image. */
  public Settings withMovableTags() {
    var movable =
        new RegistrySettings(
            registry.account(),
            registry.region(),
            registry.repository(),
            registry.createRepository(),
            false,
            registry.scanOnPush());
    return new Settings(
        app, movable, environment, all, image, pipeline, rehearsals, checks, releases);
  }
}
