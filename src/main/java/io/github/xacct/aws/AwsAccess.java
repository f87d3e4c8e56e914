package io.github.xacct.aws;

import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.CredentialsAdvice;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * Creates the AWS sessions of a goal from the builder's credentials, which are those of the SDK's
 * default chain. All sessions share one HTTP client; close it, because a Maven process may live
 * long.
 */
public final class AwsAccess implements AutoCloseable {

  /** An endpoint other than AWS's own and its credentials; used by the rehearsal. */
  public record EndpointOverride(
      URI endpoint, String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {

    /** Creates the override with an IAM user's credentials, which have no session token. */
    public EndpointOverride(URI endpoint, String accessKeyId, String secretAccessKey) {
      this(endpoint, accessKeyId, secretAccessKey, Optional.empty());
    }

    private AwsCredentials credentials() {
      return sessionToken.isPresent()
          ? AwsSessionCredentials.create(accessKeyId, secretAccessKey, sessionToken.get())
          : AwsBasicCredentials.create(accessKeyId, secretAccessKey);
    }

    @Override
    public String toString() {
      return "EndpointOverride[" + endpoint + "]";
    }
  }

  private final SdkHttpClient http;
  private final AwsThreads threads = new AwsThreads();
  private final AwsCredentialsProvider credentials;
  private final Optional<URI> endpoint;

  private final PatientCalls calls;
  private final Supplier<RetryStrategy> retries;
  private Function<Environment, Environment> entered = environment -> environment;
  private Function<Environment, Optional<EndpointOverride>> stages =
      environment -> Optional.empty();

  private AwsAccess(AwsCredentialsProvider credentials, Optional<URI> endpoint) {
    this(
        new HttpOnDemand(),
        credentials,
        endpoint,
        new PatientCalls(Clock.systemUTC(), Sleeper.real()),
        AwsRetryStrategy::legacyRetryStrategy);
  }

  private AwsAccess(
      SdkHttpClient http,
      AwsCredentialsProvider credentials,
      Optional<URI> endpoint,
      PatientCalls calls,
      Supplier<RetryStrategy> retries) {
    this.http = http;
    this.credentials = credentials;
    this.endpoint = endpoint;
    this.calls = calls;
    this.retries = retries;
  }

  /** Access by another HTTP client, clock and retry strategy; used by tests. */
  static AwsAccess over(
      SdkHttpClient http,
      AwsCredentialsProvider credentials,
      PatientCalls calls,
      Supplier<RetryStrategy> retries) {
    return over(http, credentials, Optional.empty(), calls, retries);
  }

  /** Access to another endpoint by another HTTP client, clock and retry strategy; used by tests. */
  static AwsAccess over(
      SdkHttpClient http,
      AwsCredentialsProvider credentials,
      Optional<URI> endpoint,
      PatientCalls calls,
      Supplier<RetryStrategy> retries) {
    SdkLogging.install();
    return new AwsAccess(http, credentials, endpoint, calls, retries);
  }

  /**
   * Access by the SDK's default chain, with the given profile if any; resolves no credentials yet.
   */
  public static AwsAccess byDefaultChain(Optional<String> profile) {
    SdkLogging.install();
    ProfileFiles.check();
    return new AwsAccess(CredentialChain.of(profile, System.getenv()), Optional.empty());
  }

  /** Access to an endpoint other than AWS's own, such as the embedded AWS. */
  public static AwsAccess to(EndpointOverride endpointOverride) {
    SdkLogging.install();
    ProfileFiles.check();
    return new AwsAccess(
        StaticCredentialsProvider.create(endpointOverride.credentials()),
        Optional.of(endpointOverride.endpoint()));
  }

  /** Enters environments by another role than their own, such as a read-only one. */
  public AwsAccess entering(Function<Environment, Environment> other) {
    entered = other;
    return this;
  }

  /** Enters environments with the credentials of the stages of a rehearsed pipeline. */
  public AwsAccess asStages(Function<Environment, Optional<EndpointOverride>> credentialsOfStages) {
    stages = credentialsOfStages;
    return this;
  }

  /** Returns the environment with the role by which it is entered. */
  public Environment entered(Environment environment) {
    return entered.apply(environment);
  }

  /** Opens the session whose credentials assume the environment's role. */
  public AwsSession before(Environment environment) {
    return stages
        .apply(environment)
        .map(
            stage ->
                new AwsSession(
                    http,
                    threads,
                    StaticCredentialsProvider.create(stage.credentials()),
                    environment.region(),
                    endpoint,
                    retries,
                    calls))
        .orElseGet(
            () ->
                builder(
                    environment.region(),
                    "to enter account "
                        + environment.account()
                        + " of environment "
                        + environment.name()));
  }

  /**
   * The region that the SDK's default chain finds: system property, environment variable, profile.
   */
  public static Optional<Region> defaultRegion(Optional<String> profile) {
    SdkLogging.install();
    try {
      var chain = DefaultAwsRegionProviderChain.builder().profileName(profile.orElse(null)).build();
      return Optional.of(new Region(chain.getRegion().id()));
    } catch (SdkClientException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      ProfileFiles.check();
      throw XacctException.yours("The default region of this machine is wrong.")
          .evidence(ErrorText.of(e))
          .suggestion("correct AWS_REGION, or the region of the AWS profile; or write")
          .suggestion("<registry><region>eu-central-1</region></registry> into the pom.");
    }
  }

  /** Opens a session with the builder's own credentials; fails if there are none. */
  public AwsSession builder(Region region) {
    return builder(region, "");
  }

  /**
   * Opens a session with the builder's own credentials; fails if there are none.
   *
   * @param purpose why they are needed, for the message, such as {@code to enter account
   *     222222222222}
   */
  public AwsSession builder(Region region, String purpose) {
    try {
      credentials.resolveCredentials();
    } catch (SdkException e) {
      throw missing(purpose);
    }
    return new AwsSession(http, threads, credentials, region, endpoint, retries, calls);
  }

  private XacctException missing(String purpose) {
    var missing =
        XacctException.yours(
            "No AWS credentials were found"
                + (purpose.isEmpty() ? "" : ", which are needed " + purpose)
                + ".");
    if (credentials instanceof CredentialChain chain) {
      for (String reason : chain.reasons()) {
        missing = missing.evidence(reason);
      }
    }
    for (String line : CredentialsAdvice.in(System.getenv())) {
      missing = missing.suggestion(line);
    }
    return missing.suggestion("or rehearse without AWS: -Dxacct.rehearse");
  }

  /**
   * Opens a session in the environment's account: by its role if it has one, else the builder's
   * own.
   *
   * @param sessionName appears in the target account's CloudTrail
   */
  public AwsSession enter(Environment environment, String sessionName, Reporter reporter) {
    var builder = before(environment);
    if (environment.role().isEmpty()) {
      return builder;
    }
    var as = entered(environment);
    var assumed = AssumedRole.assume(builder, as, sessionName, calls.clock());
    reporter.report(
        new Event.RoleAssumed(as.role().orElseThrow().toString(), sessionName, assumed.expires()));
    return within(assumed, environment).alsoClosing(builder);
  }

  /** Opens a session in the environment's region with the credentials of an assumed role. */
  public AwsSession within(AssumedRole assumed, Environment environment) {
    return new AwsSession(http, threads, assumed, environment.region(), endpoint, retries, calls)
        .renewing(assumed::hasEnded);
  }

  /** Opens a session by a role that no environment declares, such as an administrator's. */
  public AwsSession enter(RoleArn role, Region region, String sessionName) {
    var caller = builder(region);
    var assumed = AssumedRole.assume(caller, role, sessionName, calls.clock());
    return new AwsSession(http, threads, assumed, region, endpoint, retries, calls)
        .renewing(assumed::hasEnded)
        .alsoClosing(caller);
  }

  @Override
  public void close() {
    http.close();
    threads.close();
    if (credentials instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
