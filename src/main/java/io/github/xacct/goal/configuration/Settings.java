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
 * The whole configuration, validated and with every default filled in.
 *
 * @param app name of the app, from which other names are derived
 * @param registry ECR repository for images
 * @param environment the environment chosen by {@code -Denv}
 * @param all environments, in the order written
 * @param image how the image is built
 * @param rehearsals settings of rehearsals by environment
 * @param pipeline pipeline from a commit to the last environment
 * @param checks checks before production traffic shifts, by environment
 * @param releases conditions and notifications of releases, by environment
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

  /** Returns the checks before production traffic shifts in this environment. */
  public ReleaseChecks checks(Environment environment) {
    return Objects.requireNonNull(checks.get(environment.name()));
  }

  /** Returns the conditions and notifications of a release to this environment. */
  public ReleaseSettings release(Environment environment) {
    return Objects.requireNonNull(releases.get(environment.name()));
  }

  /** Returns the environment with this name; empty if there is none. */
  public Optional<Environment> named(String name) {
    return all.stream().filter(e -> e.name().equals(name)).findFirst();
  }

  /** Returns the settings for the embedded AWS in this environment. */
  public RehearsalSettings rehearsal(Environment environment) {
    return Objects.requireNonNull(rehearsals.get(environment.name()));
  }

  /** Returns the settings with another image. */
  public Settings withImage(ImageSettings other) {
    return new Settings(
        app, registry, environment, all, other, pipeline, rehearsals, checks, releases);
  }

  /** Returns the settings with each environment replaced by another of the same name. */
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

  /** Returns the execution roles in other accounts than the registry's. */
  public List<RoleArn> foreignPullers() {
    return all.stream()
        .flatMap(environment -> environment.task().executionRole().stream())
        .filter(role -> !role.account().equals(registry.account()))
        .distinct()
        .toList();
  }

  /** Returns the settings with mutable tags. */
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
