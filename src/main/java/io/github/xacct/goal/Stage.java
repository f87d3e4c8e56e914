package io.github.xacct.goal;

import io.github.xacct.aws.AwsAccess;
import io.github.xacct.aws.ImagePlatforms;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.goal.configuration.ExpectedAccount;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import io.github.xacct.goal.rehearsed.RehearsalPlans;
import io.github.xacct.goal.rehearsed.RehearsedBuild;
import io.github.xacct.goal.rehearsed.RehearsedTask;
import io.github.xacct.goal.rehearsed.RehearsedTrust;
import io.github.xacct.model.Arn;
import io.github.xacct.model.Environment;
import io.github.xacct.model.OidcIssuer;
import io.github.xacct.model.PipelineSettings.Source;
import io.github.xacct.model.Region;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.Rehearsal;
import io.github.xacct.rehearsal.plan.Keys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The AWS on which a goal runs: the real one, or an embedded one that ends with the goal. */
public final class Stage implements AutoCloseable {
  /** Rehearsals use this machine's JVM instead of a base image, so that none is downloaded. */
  private static final String BASE_IMAGE_OF_REHEARSALS = "scratch";

  private static final Region REGION_OF_REHEARSALS = new Region("us-east-1");

  private static final int REHEARSED_PAUSES = 4;

  private static final Duration UNTIL_IT_RUNS = Duration.ofSeconds(5);

  private final AwsAccess access;
  private final Optional<Rehearsal> rehearsal;
  private final Optional<Duration> rehearsedMinute;
  private ImagePlatforms platforms = ImagePlatforms.unknown();
  private final Thread atExit = new Thread(this::endRehearsal, "xacct-end-rehearsal");

  private Stage(
      AwsAccess access, Optional<Rehearsal> rehearsal, Optional<Duration> rehearsedMinute) {
    this.access = access;
    this.rehearsedMinute = rehearsedMinute;
    this.rehearsal = rehearsal;
    if (rehearsal.isPresent()) {
      Runtime.getRuntime().addShutdownHook(atExit);
    }
  }

  /** Returns the region for a POM that specifies none; empty if the SDK finds none either. */
  static Optional<Region> defaultRegion(boolean rehearse, Optional<String> profile) {
    var found = AwsAccess.defaultRegion(profile);
    return rehearse ? found.or(() -> Optional.of(REGION_OF_REHEARSALS)) : found;
  }

  /**
   * Adapts the settings to a rehearsal: without a base image, and with mutable tags if the tag is
   * the commit, so that changes can be rehearsed before they are committed.
   */
  static Settings adapt(Settings settings, boolean tagsNamed) {
    var adapted = withoutBaseImage(settings);
    return tagsNamed ? adapted : adapted.withMovableTags();
  }

  /** Returns the settings without a base image. */
  static Settings withoutBaseImage(Settings settings) {
    return settings.withImage(settings.image().withBaseImage(BASE_IMAGE_OF_REHEARSALS));
  }

  /**
   * Returns the real AWS, or the endpoint of AWS_ENDPOINT_URL: in a stage of a rehearsed pipeline
   * the embedded AWS of another process.
   */
  static Stage aws(Optional<String> profile) {
    return new Stage(AwsAccess.byDefaultChain(profile), Optional.empty(), RehearsedBuild.minute());
  }

  /**
   * Starts the embedded AWS.
   *
   * @param environments environments that it contains
   * @param tasks rehearsed tasks of an environment, which determine what else it contains
   * @param port port of its API; 0 for any
   */
  static Stage rehearsal(
      Settings settings,
      List<Environment> environments,
      Function<Environment, RehearsedTask> tasks,
      RehearsalOptions options,
      Path outputFolder,
      int port,
      Consumer<String> log) {
    var plan =
        RehearsalPlans.of(
            settings, environments, tasks, options, outputFolder.resolve("rehearsal"), port);
    var rehearsal = Rehearsal.start(plan, log);
    var keys = rehearsal.builder();
    var endpointOverride =
        new AwsAccess.EndpointOverride(
            rehearsal.endpoint(), keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
    var access =
        AwsAccess.to(endpointOverride)
            .asStages(environment -> ofItsStages(rehearsal, settings, environment));
    return new Stage(access, Optional.of(rehearsal), Optional.of(options.minute()))
        .with(settings.registry());
  }

  /** Returns the session of a job of another CI system, if one runs the pipeline. */
  private static Optional<Keys> byToken(
      Rehearsal rehearsal, RoleArn role, Source source, Environment environment) {
    return source
        .issuer()
        .map(
            issuer ->
                rehearsal
                    .roles()
                    .sessionOf(
                        role,
                        issuer.host(),
                        issuer.environmentSubject(
                            source.repository(), source.branch(), environment.name()),
                        OidcIssuer.AUDIENCE));
  }

  /**
   * Returns the credentials of the pipeline's stage for an environment, if a pipeline exists; then
   * only its stages may assume the environment's role.
   */
  private static Optional<AwsAccess.EndpointOverride> ofItsStages(
      Rehearsal rehearsal, Settings settings, Environment environment) {
    var tools = settings.registry();
    String name = settings.app() + "-" + environment.name() + "-stage";
    if (!rehearsal.standing(tools.account(), tools.region(), "AWS::IAM::Role").containsKey(name)) {
      return Optional.empty();
    }
    var role = new RoleArn(tools.region().partition(), tools.account(), name);
    var keys =
        settings
            .pipeline()
            .flatMap(pipeline -> byToken(rehearsal, role, pipeline.source(), environment))
            .orElseGet(
                () ->
                    rehearsal
                        .roles()
                        .sessionOf(
                            role,
                            "codebuild.amazonaws.com",
                            Arn.of(tools.region(), tools.account(), "codebuild", "project/" + name)
                                .toString()));
    return Optional.of(
        new AwsAccess.EndpointOverride(
            rehearsal.endpoint(), keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken()));
  }

  /** Waits until a rehearsed service runs, as it already does on AWS. */
  public void settle(Environment environment) {
    try {
      if (rehearsal.isPresent()) {
        rehearsal.get().awaitSteady(environment.name(), UNTIL_IT_RUNS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Uses another role than the environment's to access the target account. */
  Stage enteredAs(String role) {
    access.entering(
        e ->
            e.enteredBy(
                new ExpectedAccount(Optional.of(e.account()), Optional.of(e.region())).role(role)));
    return this;
  }

  /** Sets the registry whose images can be inspected. */
  Stage with(RegistrySettings registry) {
    platforms = ImagePlatforms.of(access, registry);
    return this;
  }

  /** Returns the reader of images' platforms. */
  ImagePlatforms platforms() {
    return platforms;
  }

  /**
   * Returns the client for requests to listeners from this machine; it trusts a rehearsal's
   * certificates.
   */
  TestClient testClient() {
    return rehearsal
        .map(Rehearsal::trusted)
        .or(RehearsedTrust::ofEnvironment)
        .map(TestClient::direct)
        .orElseGet(TestClient::direct);
  }

  AwsAccess access() {
    return access;
  }

  Optional<Rehearsal> rehearsal() {
    return rehearsal;
  }

  /** Returns the duration of one minute of AWS's waits; empty if this is not a rehearsal. */
  Optional<Duration> rehearsedMinute() {
    return rehearsedMinute;
  }

  /**
   * Returns the sleeper for polling intervals: a quarter of their length in a rehearsal, whose
   * deployments take only seconds.
   */
  Sleeper pauses() {
    return rehearsedMinute.isPresent() ? Sleeper.hasty(REHEARSED_PAUSES) : Sleeper.real();
  }

  @Override
  public void close() {
    access.close();
    endRehearsal();
    if (rehearsal.isPresent()) {
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException e) {
        return; // the JVM is ending and runs the hook
      }
    }
  }

  private void endRehearsal() {
    rehearsal.ifPresent(Rehearsal::close);
  }
}
