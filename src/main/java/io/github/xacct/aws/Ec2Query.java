package io.github.xacct.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * EC2's reads, without its SDK module of 24 MB: a form, signed, and an answer of XML. Source:
 * Amazon EC2 API reference, "Query requests"; docs/decisions/0014.
 */
public final class Ec2Query {
  /** What is asked. */
  public static final List<String> READS =
      List.of(
          "DescribeNatGateways",
          "DescribeNetworkAcls",
          "DescribeRouteTables",
          "DescribeSecurityGroups",
          "DescribeSubnets",
          "DescribeVpcEndpoints");

  private static final String VERSION = "2016-11-15";
  private static final int MOST_PAGES = 50;

  /** AWS refuses what is signed five minutes before or after. */
  private static final Duration TOLERATED = Duration.ofMinutes(4);

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final String region;
  private final Optional<URI> override;
  private final Clock clock;
  private volatile Duration ahead = Duration.ZERO;

  Ec2Query(
      SdkHttpClient http,
      AwsCredentialsProvider credentials,
      String region,
      Optional<URI> override,
      Clock clock) {
    this.http = http;
    this.credentials = credentials;
    this.region = region;
    this.override = override;
    this.clock = clock;
  }

  /**
   * Asks to the last page.
   *
   * @param input lists of texts by their names, as {@code SubnetId}; and of a {@code Filter} the
   *     values by its name
   * @return the answer as {@link Ec2Xml} reads it
   */
  public ObjectNode ask(String operation, ObjectNode input) {
    ObjectNode all = page(operation, input, "", false);
    String next = all.path("nextToken").asText();
    for (int i = 1; i < MOST_PAGES && !next.isEmpty(); i++) {
      ObjectNode page = page(operation, input, next, false);
      page.properties().forEach(member -> add(all, member.getKey(), member.getValue()));
      next = page.path("nextToken").asText();
    }
    return all;
  }

  private static void add(ObjectNode all, String name, JsonNode value) {
    if (value instanceof ArrayNode more) {
      all.withArray(name).addAll(more);
    }
  }

  private ObjectNode page(String operation, ObjectNode input, String token, boolean again) {
    String form = form(operation, input, token);
    try {
      HttpExecuteResponse answer = send(form);
      byte[] body;
      try (InputStream in =
          answer
              .responseBody()
              .map(InputStream.class::cast)
              .orElse(InputStream.nullInputStream())) {
        body = in.readAllBytes();
      }
      if (answer.httpResponse().isSuccessful()) {
        return Ec2Xml.read(body);
      }
      if (!again && clockDiffers(answer)) {
        return page(operation, input, token, true);
      }
      throw refusal(answer, body);
    } catch (IOException e) {
      throw SdkClientException.create("EC2 " + operation + ": " + e.getMessage(), e);
    }
  }

  private HttpExecuteResponse send(String form) throws IOException {
    byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
    ContentStreamProvider content = () -> new ByteArrayInputStream(bytes);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .uri(endpoint())
            .method(SdkHttpMethod.POST)
            .encodedPath("/")
            .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
            .putHeader("Content-Length", String.valueOf(bytes.length))
            .build();
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.request(request)
                        .payload(content)
                        .identity(credentials.resolveCredentials())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ec2")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.offset(clock, ahead)));
    return http.prepareRequest(
            HttpExecuteRequest.builder()
                .request(signed.request())
                .contentStreamProvider(content)
                .build())
        .call();
  }

  /** A request that is refused is signed once more if AWS's clock shows another time than ours. */
  private boolean clockDiffers(HttpExecuteResponse answer) {
    var date = answer.httpResponse().firstMatchingHeader("Date");
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

  /** Where the SDK's own client would ask, be it another AWS that the environment names. */
  private URI endpoint() {
    return override.orElseGet(
        () ->
            AwsClientEndpointProvider.builder()
                .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_EC2")
                .serviceEndpointOverrideSystemProperty("aws.endpointUrlEc2")
                .serviceProfileProperty("ec2")
                .serviceEndpointPrefix("ec2")
                .defaultProtocol("https")
                .region(Region.of(region))
                .build()
                .clientEndpoint());
  }

  private static String form(String operation, ObjectNode input, String token) {
    var form = new StringBuilder("Action=" + operation + "&Version=" + VERSION);
    input
        .properties()
        .forEach(
            member -> {
              boolean filter = member.getKey().equals("Filter");
              if (filter) {
                int number = 0;
                for (var named : member.getValue().properties()) {
                  String prefix = "Filter." + ++number;
                  add(form, prefix + ".Name", named.getKey());
                  addAll(form, prefix + ".Value", named.getValue());
                }
              } else {
                addAll(form, member.getKey(), member.getValue());
              }
            });
    if (!token.isEmpty()) {
      add(form, "NextToken", token);
    }
    return form.toString();
  }

  private static void addAll(StringBuilder form, String name, JsonNode values) {
    int number = 0;
    for (JsonNode value : values) {
      add(form, name + "." + ++number, value.asText());
    }
  }

  private static void add(StringBuilder form, String name, String value) {
    form.append('&').append(name).append('=').append(SdkHttpUtils.urlEncode(value));
  }

  private static AwsServiceException refusal(HttpExecuteResponse answer, byte[] body) {
    JsonNode said = Ec2Xml.tryToRead(body);
    JsonNode error = said.path("Errors").path("Error");
    int status = answer.httpResponse().statusCode();
    return AwsServiceException.builder()
        .statusCode(status)
        .requestId(said.path("RequestID").asText(null))
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName("EC2")
                .errorCode(error.path("Code").asText(null))
                .errorMessage(error.path("Message").asText("HTTP " + status))
                .sdkHttpResponse(answer.httpResponse())
                .build())
        .build();
  }
}
