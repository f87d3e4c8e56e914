package io.github.xacct.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Changes responses for preflight; members that AWS does not return begin with {@code @}. */
public final class EditedAnswers {
  private static final int PATIENCE = 10_000;

  private EditedAnswers() {}

  /** Adds the times of AWS's clock and of ours, so that preflight can compare them. */
  public static JsonNode dated(GetCallerIdentityResponse answer, Clock clock) {
    Instant received = clock.instant();
    var json = SdkJson.write(answer);
    answer
        .sdkHttpResponse()
        .firstMatchingHeader("Date")
        .ifPresent(
            date ->
                json.put(
                        "@Date",
                        ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()
                            .toString())
                    .put("@Received", received.toString()));
    return json;
  }

  /** Replaces a secret's value by the names of its JSON keys. */
  public static JsonNode keys(GetSecretValueResponse answer) {
    var json = Json.object().put("ARN", answer.arn());
    var keys = json.putArray("@Keys");
    try {
      Json.read(answer.secretString() == null ? "" : answer.secretString())
          .fieldNames()
          .forEachRemaining(keys::add);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return json; // not JSON: no keys; the value must not be revealed
    }
    return json;
  }

  /** Downloads the JSON document of a URL that ECR has signed. */
  public static JsonNode content(String url) {
    try {
      var connection = URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(PATIENCE);
      connection.setReadTimeout(PATIENCE);
      try (var in = connection.getInputStream()) {
        return Json.object().set("@Content", Json.read(in.readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
