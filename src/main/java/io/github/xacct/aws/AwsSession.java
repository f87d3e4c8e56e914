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
import java.util.concurrent.CompletableFuture;
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
 * The SDK's clients for one account and region. A client is created when it is first needed, so
 * that a goal loads only the services that it uses, and then kept: creating one takes longer than a
 * call.
 */
public final class AwsSession implements AutoCloseable {
  private static final Duration ONE_CALL = Duration.ofMinutes(2);

  /** Short enough that {@link #ONE_CALL} leaves time for further attempts. */
  private static final Duration ONE_ATTEMPT = Duration.ofSeconds(25);

  private static final Duration BRIEF_CALL = Duration.ofSeconds(6);

  private final SdkHttpClient http;
  private final AwsThreads threads;
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
      AwsThreads threads,
      AwsCredentialsProvider credentials,
      Region region,
      Optional<URI> endpoint,
      Supplier<RetryStrategy> retries,
      PatientCalls patience) {
    this.http = http;
    this.threads = threads;
    this.credentials = credentials;
    this.region = region;
    this.endpoint = endpoint;
    this.retries = retries;
    this.patience = patience;
  }

  /** The credentials that sign the calls. */
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

  /** Makes a call whose response is required; retries for up to a minute. */
  public <T> T patiently(String problem, Supplier<T> call) {
    return AwsErrors.call(problem, () -> patience.ask(call));
  }

  /** Makes a call whose response is optional; retries for up to 10 seconds. */
  public <T> T briefly(String problem, Supplier<T> call) {
    return AwsErrors.call(problem, () -> patience.askBriefly(call));
  }

  /** Reads asynchronously, on a thread that is kept for the next read. */
  public <T> CompletableFuture<T> readAsync(Supplier<T> read) {
    return threads.readAsync(read);
  }

  /** Returns the client of this builder, which this session creates once and closes with itself. */
  public <C extends SdkClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>>
      C client(B builder) {
    return kept(Kind.PATIENT, builder, () -> client(builder, retries.get(), ONE_CALL, ONE_ATTEMPT));
  }

  /** Returns a client for optional calls: 6 seconds each, without retries. */
  public <C extends SdkClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>>
      C briefClient(B builder) {
    var once = DefaultRetryStrategy.doNotRetry();
    return kept(Kind.BRIEF, builder, () -> client(builder, once, BRIEF_CALL, BRIEF_CALL));
  }

  /** Returns a client for calls that are not idempotent: without retries. */
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
            .scheduledExecutorService(threads.timer())
            .apiCallTimeout(call)
            .apiCallAttemptTimeout(attempt)
            .addExecutionInterceptor(new FailedCalls())
            .retryStrategy(retry);
    ended.ifPresent(e -> configuration.addExecutionInterceptor(new SessionEnd(e)));
    return configuration.build();
  }

  /**
   * Makes this session renew its credentials when AWS reports that they have expired.
   *
   * @param renewal receives the ID of the expired access key
   */
  AwsSession renewing(Consumer<String> renewal) {
    ended = Optional.of(renewal);
    return this;
  }

  /** Reads of EC2, without the SDK's client. */
  public Ec2Query ec2() {
    return new Ec2Query(post("ec2"));
  }

  /** Reads of ACM certificates, without the SDK's client. */
  public AcmRequest acm() {
    return new AcmRequest(json("ACM", "CertificateManager", post("acm")));
  }

  /**
   * Calls of a service with a JSON protocol, without the SDK's client, which is slow to load.
   *
   * @param service its name in error messages, such as {@code ECR}
   * @param target the prefix of the operation in the X-Amz-Target header
   * @param prefix its endpoint prefix, by which an endpoint is overridden; also its signing name
   * @param own its endpoint, unless it is overridden
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

  /** Reads of KMS keys, without the SDK's client. */
  public KmsRequest kms() {
    return new KmsRequest(json("KMS", "TrentService", post("kms")));
  }

  /** Calls of Systems Manager, without the SDK's client. */
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
