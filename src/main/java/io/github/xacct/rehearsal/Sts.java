package io.github.xacct.rehearsal;

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
  public String answer(Call call) {
    return switch (call.operation()) {
      case "GetCallerIdentity" -> getCallerIdentity(call);
      case "AssumeRole" -> assumeRole(call);
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  private String getCallerIdentity(Call call) {
    return document(
        call,
        element("Arn", call.caller().arn())
            + element("UserId", call.caller().userId())
            + element("Account", call.caller().account().value()));
  }

  private String assumeRole(Call call) {
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
    return document(
        call,
        "<AssumedRoleUser>"
            + element("AssumedRoleId", userId)
            + element("Arn", sessionArn)
            + "</AssumedRoleUser><Credentials>"
            + element("AccessKeyId", key.id())
            + element("SecretAccessKey", key.secret())
            + element("SessionToken", key.sessionToken().orElseThrow())
            + element("Expiration", key.expires().orElseThrow().toString())
            + "</Credentials>"
            + (wish.tags().isEmpty() ? "" : element("PackedPolicySize", wish.packedSize())));
  }

  /** The same id for the same role, so that two rehearsals look alike. */
  private static String roleId(RoleArn role) {
    return Ids.unique("AROA", role.toString());
  }

  private String document(Call call, String result) {
    String operation = call.operation();
    return "<%1$sResponse xmlns=\"%2$s\"><%1$sResult>%3$s</%1$sResult><ResponseMetadata>%4$s</ResponseMetadata></%1$sResponse>"
        .formatted(operation, xmlNamespace(), result, element("RequestId", call.requestId()));
  }

  private static String element(String name, String text) {
    return "<" + name + ">" + XmlText.escape(text) + "</" + name + ">";
  }
}
