package io.github.xacct.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Reads of EC2 without its SDK module of 24 MB: signed form posts, answered in XML. Source: Amazon
 * EC2 API reference, "Query requests"; docs/decisions/0014.
 */
public final class Ec2Query {
  /** The operations of EC2 that the plugin calls. */
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
  private static final Map<String, String> HEADERS =
      Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");

  private final SignedPost post;

  Ec2Query(SignedPost post) {
    this.post = post;
  }

  /**
   * Calls an operation and returns the elements of all pages.
   *
   * @param input lists of strings by member name, such as {@code SubnetId}; under {@code Filter},
   *     lists of values by filter name
   * @return the response as {@link Ec2Xml} converts it
   */
  public ObjectNode ask(String operation, ObjectNode input) {
    ObjectNode all = page(operation, input, "");
    String next = all.path("nextToken").asText();
    for (int i = 1; i < MOST_PAGES && !next.isEmpty(); i++) {
      ObjectNode page = page(operation, input, next);
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

  private ObjectNode page(String operation, ObjectNode input, String token) {
    try {
      var answer = post.send(HEADERS, form(operation, input, token));
      if (answer.head().isSuccessful()) {
        return Ec2Xml.read(answer.body());
      }
      throw FailedCalls.named("EC2", operation, refusal(answer));
    } catch (IOException e) {
      throw FailedCalls.named(
          "EC2", operation, SdkClientException.create(String.valueOf(e.getMessage()), e));
    }
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

  private static AwsServiceException refusal(SignedPost.Answer answer) {
    JsonNode response = Ec2Xml.tryToRead(answer.body());
    JsonNode error = response.path("Errors").path("Error");
    int status = answer.head().statusCode();
    return AwsServiceException.builder()
        .statusCode(status)
        .requestId(response.path("RequestID").asText(null))
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName("EC2")
                .errorCode(error.path("Code").asText(null))
                .errorMessage(error.path("Message").asText(null))
                .rawResponse(SdkBytes.fromByteArray(answer.body()))
                .sdkHttpResponse(answer.head())
                .build())
        .build();
  }
}
