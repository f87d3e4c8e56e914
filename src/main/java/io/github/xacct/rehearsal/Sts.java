package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.RoleArn;
import java.time.Duration;

/**
 * STS: who the caller is, and sessions of the roles that it may assume, which was decided at the
 * door. Source: AWS STS API reference, AssumeRole and GetCallerIdentity.
 */
final class Sts implements Service {
  private static final Duration DEFAULT_DURATION = Duration.ofHours(1);

  private final Accounts accounts;

  Sts(Accounts accounts) {
    this.accounts = accounts;
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
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  private static ObjectNode getCallerIdentity(Call call) {
    return Nodes.object()
        .put("Arn", call.caller().arn())
        .put("UserId", call.caller().userId())
        .put("Account", call.caller().account().value());
  }

  private ObjectNode assumeRole(Call call) {
    var wish = new AssumeRoleWish(call);
    RoleArn role = wish.role();
    String roleId = roleId(role);
    String sessionArn =
        "arn:%s:sts::%s:assumed-role/%s/%s"
            .formatted(role.partition(), role.account(), role.name(), wish.sessionName());
    String userId = roleId + ":" + wish.sessionName();
    AccessKey key =
        accounts.issueSession(
            new Caller(role.account(), sessionArn, role.toString(), userId),
            wish.duration().orElse(DEFAULT_DURATION));
    ObjectNode answer = Nodes.object();
    answer.putObject("AssumedRoleUser").put("AssumedRoleId", userId).put("Arn", sessionArn);
    answer
        .putObject("Credentials")
        .put("AccessKeyId", key.id())
        .put("SecretAccessKey", key.secret())
        .put("SessionToken", key.sessionToken().orElseThrow())
        .put("Expiration", key.expires().orElseThrow().toString());
    if (!wish.tags().isEmpty()) {
      answer.put("PackedPolicySize", wish.packedSize());
    }
    return answer;
  }

  /** The same id for the same role, so that two rehearsals look alike. */
  private static String roleId(RoleArn role) {
    return Ids.unique("AROA", role.toString());
  }
}
