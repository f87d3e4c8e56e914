package io.github.xacct.rehearsal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.AccessKeys;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Simulates AssumeRoleWithWebIdentity: issues a session of a role for a token of an OIDC provider
 * of the role's account that its trust policy names, signed by the rehearsal's own issuer. No
 * identity provider is called, so IDPRejectedClaim does not occur. Source: AWS STS API reference,
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
    var request = new AssumeRoleCall(withoutDuration(call));
    String token = call.input().path("WebIdentityToken").asText();
    JsonNode claims = TokenIssuer.claims(token);
    for (String claim : List.of("iss", "sub", "aud", "exp", "iat")) {
      if (!claims.hasNonNull(claim)) {
        throw TokenIssuer.invalid("Missing a required claim: " + claim);
      }
    }
    String host = claims.path("iss").asText().replaceFirst("^https://", "");
    String subject = claims.path("sub").asText();
    String role = request.role().toString();
    if (!iam.hasProvider(role, host)) {
      throw TokenIssuer.invalid(
          "No OpenIDConnect provider found in your account for https://" + host);
    }
    TokenIssuer.demandSignature(token);
    long end = claims.path("exp").asLong();
    long now = clock.instant().getEpochSecond();
    if (end <= now) {
      throw AwsError.badRequest(
          "ExpiredTokenException",
          "Token expired: current date/time %d must be before the expiration date/time %d"
              .formatted(now, end));
    }
    JsonNode named = claims.path("aud");
    List<String> audiences = named.isArray() ? Json.textsOf(named) : List.of(named.asText());
    String audience =
        audiences.stream()
            .filter(a -> iam.acceptsAudience(role, host, a))
            .findFirst()
            .orElseThrow(() -> TokenIssuer.invalid("Incorrect token audience"));
    if (!iam.trusts(role, host, subject, audience)) {
      throw new AwsError(
          403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }
    var session = new Session(request.role(), request.sessionName());
    ObjectNode answer = Json.object();
    session.into(answer, keys.issueSession(session.caller(), duration(call, role)));
    return answer
        .put("SubjectFromWebIdentityToken", subject)
        .put(
            "Provider",
            "arn:%s:iam::%s:oidc-provider/%s"
                .formatted(request.role().partition(), request.role().account(), host))
        .put("Audience", audience);
  }

  /** Returns the requested duration, if the role allows it. */
  private Duration duration(Call call, String role) {
    String text = call.input().path("DurationSeconds").asText("");
    Duration lifetime = text.isEmpty() ? USUAL : Duration.ofSeconds(Integer.parseInt(text));
    if (lifetime.toSeconds() < SHORTEST || lifetime.compareTo(iam.longestSession(role)) > 0) {
      throw AwsError.badRequest(
          "ValidationError",
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    return lifetime;
  }

  private static Call withoutDuration(Call call) {
    ObjectNode input = call.input().deepCopy();
    input.remove("DurationSeconds");
    return new Call(call.caller(), call.region(), call.operation(), input, call.requestId());
  }
}
