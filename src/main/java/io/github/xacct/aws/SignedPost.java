package io.github.xacct.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * Calls a service without its SDK module: a POST to the endpoint that the SDK's client would use,
 * signed by the SDK's signer; docs/decisions/0014.
 */
final class SignedPost {
  /** AWS rejects a signature that is five minutes early or late. */
  private static final Duration TOLERATED = Duration.ofMinutes(4);

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final String region;
  private final Optional<URI> override;
  private final Clock clock;
  private final String service;
  private final Optional<Supplier<URI>> own;
  private volatile Duration ahead = Duration.ZERO;

  /** A response: status line and headers, body, and the access key that signed the request. */
  record Answer(SdkHttpResponse head, byte[] body, String accessKeyId) {}

  /**
   * @param service its endpoint prefix and signing name
   * @param own its endpoint, if it does not follow from the prefix
   */
  SignedPost(
      SdkHttpClient http,
      AwsCredentialsProvider credentials,
      String region,
      Optional<URI> override,
      Clock clock,
      String service,
      Optional<Supplier<URI>> own) {
    this.http = http;
    this.credentials = credentials;
    this.region = region;
    this.override = override;
    this.clock = clock;
    this.service = service;
    this.own = own;
  }

  /** Sends the request; if it is rejected and AWS's clock differs, signs and sends it once more. */
  Answer send(Map<String, String> headers, String text) throws IOException {
    Answer answer = once(headers, text);
    return answer.head().isSuccessful() || !clockDiffers(answer.head())
        ? answer
        : once(headers, text);
  }

  private Answer once(Map<String, String> headers, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ContentStreamProvider content = () -> new ByteArrayInputStream(bytes);
    var request = SdkHttpRequest.builder().uri(endpoint()).method(SdkHttpMethod.POST);
    request.encodedPath("/").putHeader("Content-Length", String.valueOf(bytes.length));
    headers.forEach(request::putHeader);
    var identity = credentials.resolveCredentials();
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.request(request.build())
                        .payload(content)
                        .identity(identity)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.offset(clock, ahead)));
    HttpExecuteResponse answer =
        http.prepareRequest(
                HttpExecuteRequest.builder()
                    .request(signed.request())
                    .contentStreamProvider(content)
                    .build())
            .call();
    try (InputStream in =
        answer.responseBody().map(InputStream.class::cast).orElse(InputStream.nullInputStream())) {
      return new Answer(answer.httpResponse(), in.readAllBytes(), identity.accessKeyId());
    }
  }

  private boolean clockDiffers(SdkHttpResponse answer) {
    var date = answer.firstMatchingHeader("Date");
    if (date.isEmpty()) {
      return false;
    }
    Instant theirs =
        ZonedDateTime.parse(date.get(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    Duration difference = Duration.between(clock.instant(), theirs);
    boolean differs = difference.abs().compareTo(TOLERATED) > 0;
    ahead = differs ? difference : ahead;
    return differs;
  }

  /** The endpoint that the SDK's client would use, including the overrides of the environment. */
  private URI endpoint() {
    String variable = "AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT);
    String property =
        "aws.endpointUrl" + Character.toUpperCase(service.charAt(0)) + service.substring(1);
    return override.orElseGet(
        () ->
            AwsClientEndpointProvider.builder()
                .serviceEndpointOverrideEnvironmentVariable(variable)
                .serviceEndpointOverrideSystemProperty(property)
                .serviceProfileProperty(service)
                .resolveFromOverrides()
                .orElseGet(own.orElse(this::ownEndpoint)));
  }

  private URI ownEndpoint() {
    return URI.create("https://" + ServiceMetadata.of(service).endpointFor(Region.of(region)));
  }
}
