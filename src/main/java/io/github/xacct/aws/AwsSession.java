package io.github.xacct.aws;

import io.github.xacct.model.Region;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * Credentials of one account in one region, and the clients made with them. Clients are made when
 * asked for, so that a goal loads only the services that it needs, and then kept: making one costs
 * more than a call.
 */
public final class AwsSession implements AutoCloseable {
  private static final Duration ONE_CALL = Duration.ofMinutes(2);

  /** An attempt without an answer must leave time for another one. */
  private static final Duration ONE_ATTEMPT = Duration.ofSeconds(25);

  private static final Duration BRIEF_CALL = Duration.ofSeconds(6);

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final Region region;
  private final Optional<URI> endpoint;
  private final Supplier<RetryStrategy> retries;
  private final PatientCalls patience;
  private Optional<Consumer<String>> ended = Optional.empty();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<Map.Entry<Class<?>, Kind>, SdkClient> clients = new HashMap<>();

  private enum Kind {
    PATIENT,
    BRIEF,
    WITHOUT_RETRIES
  }

  AwsSession(
      SdkHttpClient http,
      AwsCredentialsProvider credentials,
      Region region,
      Optional<URI> endpoint,
      Supplier<RetryStrategy> retries,
      PatientCalls patience) {
    this.http = http;
    this.credentials = credentials;
    this.region = region;
    this.endpoint = endpoint;
    this.retries = retries;
    this.patience = patience;
  }

  /** Whose credentials sign the calls. */
  AwsCredentialsProvider credentials() {
    return credentials;
  }

  public Region region() {
    return region;
  }

  public Clock clock() {
    return patience.clock();
  }

  public PatientCalls patience() {
    return patience;
  }

  /** Makes a call whose answer is needed, as long as may be waited for it. */
  public <T> T patiently(String problem, Supplier<T> call) {
    return AwsErrors.call(problem, () -> patience.ask(call));
  }

  /** The same for an answer that can be done without. */
  public <T> T briefly(String problem, Supplier<T> call) {
    return AwsErrors.call(problem, () -> patience.askBriefly(call));
  }

  /** Finishes a client's builder and keeps the client until this session is closed. */
  public <C extends SdkClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>>
      C client(B builder) {
    return kept(Kind.PATIENT, builder, () -> client(builder, retries.get(), ONE_CALL, ONE_ATTEMPT));
  }

  /** The same for what can be done without: nobody waits long for it. */
  public <C extends SdkClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>>
      C briefClient(B builder) {
    var once = DefaultRetryStrategy.doNotRetry();
    return kept(Kind.BRIEF, builder, () -> client(builder, once, BRIEF_CALL, BRIEF_CALL));
  }

  /** The same for calls of which a second one would do a second thing. */
  public <C extends SdkClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>>
      C clientWithoutRetries(B builder) {
    var once = DefaultRetryStrategy.doNotRetry();
    return kept(Kind.WITHOUT_RETRIES, builder, () -> client(builder, once, ONE_CALL, ONE_ATTEMPT));
  }

  @SuppressWarnings("unchecked")
  private <C extends SdkClient> C kept(Kind kind, Object builder, Supplier<C> make) {
    synchronized (open) {
      return (C) clients.computeIfAbsent(Map.entry(builder.getClass(), kind), k -> make.get());
    }
  }

  private <C extends SdkClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>>
      C client(B builder, RetryStrategy retry, Duration call, Duration attempt) {
    endpoint.ifPresent(builder::endpointOverride);
    C client =
        builder
            .httpClient(http)
            .credentialsProvider(credentials)
            .region(software.amazon.awssdk.regions.Region.of(region.id()))
            .overrideConfiguration(configuration(retry, call, attempt))
            .build();
    open.push(client);
    return client;
  }

  private ClientOverrideConfiguration configuration(
      RetryStrategy retry, Duration call, Duration attempt) {
    var configuration =
        ClientOverrideConfiguration.builder()
            .apiCallTimeout(call)
            .apiCallAttemptTimeout(attempt)
            .addExecutionInterceptor(new Calls())
            .retryStrategy(retry);
    ended.ifPresent(e -> configuration.addExecutionInterceptor(new SessionEnd(e)));
    return configuration.build();
  }

  /**
   * Its credentials are renewed when AWS says that they have run out.
   *
   * @param renewal is given the id of the access key
   */
  AwsSession renewing(Consumer<String> renewal) {
    ended = Optional.of(renewal);
    return this;
  }

  /** For reads of EC2, which has no client here. */
  public Ec2Query ec2() {
    return new Ec2Query(post("ec2"));
  }

  /** For certificates, of which ACM has no client here. */
  public AcmRequest acm() {
    return new AcmRequest(json("ACM", "CertificateManager", post("acm")));
  }

  /**
   * For a call or two of a service of which the client is not worth its start.
   *
   * @param service as errors name it
   * @param target before the name of the operation
   * @param prefix of its endpoint for whoever sets another one; also its name in signatures
   * @param own its endpoint, if nobody has set another one
   */
  public JsonCalls json(String service, String target, String prefix, Supplier<URI> own) {
    return json(
        service,
        target,
        new SignedPost(
            http, credentials, region.id(), endpoint, patience.clock(), prefix, Optional.of(own)));
  }

  private JsonCalls json(String service, String target, SignedPost post) {
    return new JsonCalls(
        post, service, target, retries, patience.sleeper(), ended.map(SessionEnd::new));
  }

  /** For keys, of which KMS has no client here. */
  public KmsRequest kms() {
    return new KmsRequest(json("KMS", "TrentService", post("kms")));
  }

  /** For parameters, of which Systems Manager has no client here. */
  public JsonCalls ssm() {
    return json("SSM", "AmazonSSM", post("ssm"));
  }

  private SignedPost post(String service) {
    return new SignedPost(
        http, credentials, region.id(), endpoint, patience.clock(), service, Optional.empty());
  }

  AwsSession alsoClosing(AutoCloseable closeable) {
    synchronized (open) {
      open.addLast(closeable);
    }
    return this;
  }

  @Override
  public void close() {
    synchronized (open) {
      while (!open.isEmpty()) {
        try {
          open.pop().close();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
