package io.github.xacct.rehearsal.iam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.AccessKeys;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.HttpCall;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.RawResponse;
import io.github.xacct.rehearsal.wire.Service;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The API of STS: caller identity, and sessions of roles. The authorizer has decided before whether
 * the caller may assume a role. Source: AWS STS API reference, AssumeRole and GetCallerIdentity.
 */
public final class Sts implements Service {
  private static final String GITHUB = "https://token.actions.githubusercontent.com";
  private static final Duration DEFAULT_DURATION = Duration.ofHours(1);

  private final AccessKeys keys;
  private final WebIdentity webIdentity;
  private final TokenIssuer issuer;

  public Sts(AccessKeys keys, Iam iam, TokenIssuer issuer, Clock clock) {
    this.issuer = issuer;
    this.keys = keys;
    this.webIdentity = new WebIdentity(keys, iam, clock);
  }

  /**
   * Returns a token for a CI job in the format of GitHub's ACTIONS_ID_TOKEN_REQUEST_URL, or the
   * keys that verify tokens.
   */
  @Override
  public Optional<RawResponse> page(HttpCall http) {
    return switch (http.path()) {
      case "/_rehearsal/token" -> Optional.of(RawResponse.json(token(http)));
      case "/_rehearsal/keys" -> Optional.of(RawResponse.json(issuer.keys()));
      default -> Optional.empty();
    };
  }

  private ObjectNode token(HttpCall http) {
    String subject = http.parameter("sub");
    String issuerUrl = http.parameter("iss");
    String audience = http.parameter("audience");
    if (subject.isEmpty()) {
      throw AwsError.badRequest("MissingParameter", "The request must contain the parameter sub");
    }
    return Json.object()
        .put(
            "value",
            issuer.token(
                issuerUrl.isEmpty() ? GITHUB : issuerUrl,
                subject,
                audience.isEmpty() ? "sts.amazonaws.com" : audience));
  }

  /** A caller with a web identity token has no credentials to sign with yet. */
  @Override
  public boolean isUnsigned(String operation) {
    return operation.equals("AssumeRoleWithWebIdentity");
  }

  @Override
  public String signingName() {
    return "sts";
  }

  @Override
  public Protocol protocol() {
    return Protocol.QUERY;
  }

  @Override
  public String xmlNamespace() {
    return "https://sts.amazonaws.com/doc/2011-06-15/";
  }

  @Override
  public ObjectNode answer(Call call) {
    return switch (call.operation()) {
      case "GetCallerIdentity" -> getCallerIdentity(call);
      case "AssumeRole" -> assumeRole(call);
      case "AssumeRoleWithWebIdentity" -> webIdentity.answer(call);
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  private static ObjectNode getCallerIdentity(Call call) {
    return Json.object()
        .put("Arn", call.caller().arn())
        .put("UserId", call.caller().userId())
        .put("Account", call.caller().account().value());
  }

  private ObjectNode assumeRole(Call call) {
    var wanted = new AssumeRoleCall(call);
    var session = new Session(wanted.role(), wanted.sessionName());
    ObjectNode answer = Json.object();
    session.into(
        answer, keys.issueSession(session.caller(), wanted.duration().orElse(DEFAULT_DURATION)));
    if (!wanted.tags().isEmpty()) {
      answer.put("PackedPolicySize", wanted.packedSize());
    }
    return answer;
  }
}
