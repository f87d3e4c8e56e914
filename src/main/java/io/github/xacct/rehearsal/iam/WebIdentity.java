package io.github.xacct.rehearsal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.AccessKeys;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * STS's AssumeRoleWithWebIdentity: a session of a role for whoever brings a token of an identity
 * provider that the role's account knows and its trust policy names. Nobody here has the issuer's
 * key, so a token's signature is not looked at. Source: AWS STS API reference,
 * AssumeRoleWithWebIdentity.
 */
final class WebIdentity {
  private static final Duration USUAL = Duration.ofHours(1);
  private static final int SHORTEST = 900;

  private final AccessKeys keys;
  private final Iam iam;
  private final Clock clock;

  WebIdentity(AccessKeys keys, Iam iam, Clock clock) {
    this.keys = keys;
    this.iam = iam;
    this.clock = clock;
  }

  ObjectNode answer(Call call) {
    var wish = new AssumeRoleCall(withoutDuration(call));
    JsonNode claims = claims(call.input().path("WebIdentityToken").asText());
    String host = claims.path("iss").asText().replaceFirst("^https://", "");
    String subject = claims.path("sub").asText();
    String audience = claims.path("aud").asText();
    if (claims.has("exp") && Instant.ofEpochSecond(claims.path("exp").asLong()).isBefore(now())) {
      throw AwsError.badRequest(
          "ExpiredTokenException",
          "Token expired: current date/time must be before the expiration date/time");
    }
    String role = wish.role().toString();
    if (!iam.knows(role, host)) {
      throw AwsError.badRequest(
          "InvalidIdentityToken",
          "No OpenIDConnect provider found in your account for https://" + host);
    }
    if (!iam.trusts(role, host, subject, audience)) {
      throw new AwsError(
          403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }
    var session = new Session(wish.role(), wish.sessionName());
    ObjectNode answer = Json.object();
    session.into(answer, keys.issueSession(session.caller(), duration(call, role)));
    return answer
        .put("SubjectFromWebIdentityToken", subject)
        .put(
            "Provider",
            "arn:%s:iam::%s:oidc-provider/%s"
                .formatted(wish.role().partition(), wish.role().account(), host))
        .put("Audience", audience);
  }

  private Instant now() {
    return clock.instant();
  }

  private static JsonNode claims(String token) {
    String[] parts = token.split("\\.");
    try {
      JsonNode claims = Json.JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      if (claims.path("aud").isTextual() && claims.path("sub").isTextual()) {
        return claims;
      }
    } catch (IOException | RuntimeException e) {
      // Told below in STS's words.
    }
    throw AwsError.badRequest("InvalidIdentityToken", "The ID Token provided is not a valid JWT.");
  }

  /** As long as is asked for, if the role allows it. */
  private Duration duration(Call call, String role) {
    String text = call.input().path("DurationSeconds").asText("");
    Duration wished = text.isEmpty() ? USUAL : Duration.ofSeconds(Integer.parseInt(text));
    if (wished.toSeconds() < SHORTEST || wished.compareTo(iam.longestSession(role)) > 0) {
      throw AwsError.badRequest(
          "ValidationError",
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    return wished;
  }

  private static Call withoutDuration(Call call) {
    ObjectNode input = call.input().deepCopy();
    input.remove("DurationSeconds");
    return new Call(call.caller(), call.region(), call.operation(), input, call.requestId());
  }
}
