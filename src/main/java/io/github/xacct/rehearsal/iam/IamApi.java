package io.github.xacct.rehearsal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Ids;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.Service;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The read operations of IAM: users, roles, their policies, and policy simulation. Lists are
 * returned in one page. Source: IAM API reference, version 2010-05-08.
 */
public final class IamApi implements Service {
  private final Iam iam;
  private final Instant since;

  public IamApi(Iam iam, Clock clock) {
    this.iam = iam;
    this.since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  @Override
  public String signingName() {
    return "iam";
  }

  @Override
  public Protocol protocol() {
    return Protocol.QUERY;
  }

  @Override
  public String xmlNamespace() {
    return "https://iam.amazonaws.com/doc/2010-05-08/";
  }

  @Override
  public ObjectNode answer(Call call) {
    return switch (call.operation()) {
      case "GetRole" -> Json.object().set("Role", role(named(call, Identity.ROLE)));
      case "CreateServiceLinkedRole" -> link(call);
      case "GetOpenIDConnectProvider" -> provider(call.text("OpenIDConnectProviderArn"));
      case "ListRoles" -> listRoles(call);
      case "GetRolePolicy" -> getRolePolicy(call);
      case "ListRolePolicies" -> listRolePolicies(call);
      case "ListAttachedRolePolicies" -> listAttached(call);
      case "GetPolicy" -> getPolicy(call);
      case "GetPolicyVersion" -> getPolicyVersion(call);
      case "GetUser" -> Json.object().set("User", user(userOf(call)));
      case "SimulatePrincipalPolicy" -> new PolicySimulation(iam, call).answer();
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  private ObjectNode link(Call call) {
    String service = call.text("AWSServiceName");
    String name = Identities.linkedRole(service);
    var account = call.caller().account();
    if (iam.identities().isLinked(account, service)) {
      throw new AwsError(
          400,
          "InvalidInput",
          "Service role name "
              + name
              + " has been taken in this account, please try a different suffix.");
    }
    iam.identities().link(account, service);
    return Json.object()
        .set(
            "Role",
            role(
                iam.identities()
                    .named(account, partition(call), Identity.ROLE, name)
                    .orElseThrow()));
  }

  private ObjectNode provider(String arn) {
    var audiences =
        iam.identities()
            .provider(arn)
            .orElseThrow(() -> noSuch("OpenIDConnect Provider not found for arn " + arn));
    ObjectNode answer = Json.object().put("Url", arn.replaceFirst(".*:oidc-provider/", ""));
    audiences.stream().sorted().forEach(answer.putArray("ClientIDList")::add);
    return answer;
  }

  private Identity named(Call call, String type) {
    String kind = type.equals(Identity.ROLE) ? "role" : "user";
    String name = call.text(type.equals(Identity.ROLE) ? "RoleName" : "UserName");
    return iam.identities()
        .named(call.caller().account(), partition(call), type, name)
        .orElseThrow(() -> noSuch("The " + kind + " with name " + name + " cannot be found."));
  }

  /** Returns the user named in the call, or the caller without UserName. */
  private Identity userOf(Call call) {
    if (!call.text("UserName").isEmpty()) {
      return named(call, Identity.USER);
    }
    return iam.identities()
        .find(call.caller().arn())
        .orElseThrow(
            () ->
                new AwsError(
                    400,
                    "ValidationError",
                    "Must specify userName when calling with non-User credentials"));
  }

  private ObjectNode listRoles(Call call) {
    String prefix = call.text("PathPrefix");
    List<Identity> roles =
        iam.identities().roles(call.caller().account(), partition(call)).stream()
            .filter(r -> path(r).startsWith(prefix))
            .toList();
    return whole("Roles", Json.list(roles, this::role));
  }

  /** Returns a list that is not truncated. */
  private static ObjectNode whole(String name, ArrayNode list) {
    ObjectNode answer = Json.object().set(name, list);
    return answer.put("IsTruncated", false);
  }

  private ObjectNode role(Identity role) {
    ObjectNode node =
        Json.object()
            .put("Path", path(role))
            .put("RoleName", role.name())
            .put("RoleId", Ids.unique("AROA", role.arn()))
            .put("Arn", role.arn())
            .put("CreateDate", since.toString())
            .put(
                "AssumeRolePolicyDocument",
                encoded(IamPolicy.text(role.properties().path("AssumeRolePolicyDocument"))));
    common(node, role);
    return node.put("MaxSessionDuration", role.properties().path("MaxSessionDuration").asInt(3600));
  }

  private ObjectNode user(Identity user) {
    ObjectNode node =
        Json.object()
            .put("Path", path(user))
            .put("UserName", user.name())
            .put("UserId", Ids.unique("AIDA", user.arn()))
            .put("Arn", user.arn())
            .put("CreateDate", since.toString());
    common(node, user);
    return node;
  }

  private static void common(ObjectNode node, Identity identity) {
    String description = identity.properties().path("Description").asText("");
    if (!description.isEmpty()) {
      node.put("Description", description);
    }
    identity
        .boundary()
        .flatMap(IamPolicy::arn)
        .ifPresent(
            arn ->
                node.putObject("PermissionsBoundary")
                    .put("PermissionsBoundaryType", "Policy")
                    .put("PermissionsBoundaryArn", arn));
    JsonNode tags = identity.properties().path("Tags");
    if (!tags.isEmpty()) {
      node.set("Tags", tags);
    }
  }

  private ObjectNode getRolePolicy(Call call) {
    String name = call.text("PolicyName");
    IamPolicy policy =
        named(call, Identity.ROLE).inline().stream()
            .filter(p -> p.name().equals(name))
            .findFirst()
            .orElseThrow(() -> noSuch("The role policy with name " + name + " cannot be found."));
    return Json.object()
        .put("RoleName", call.text("RoleName"))
        .put("PolicyName", name)
        .put("PolicyDocument", encoded(policy.document().orElseThrow()));
  }

  private ObjectNode listRolePolicies(Call call) {
    List<IamPolicy> inline = named(call, Identity.ROLE).inline();
    return whole("PolicyNames", Json.texts(inline.stream().map(IamPolicy::name).toList()));
  }

  private ObjectNode listAttached(Call call) {
    return whole(
        "AttachedPolicies",
        Json.list(
            named(call, Identity.ROLE).managed(),
            policy ->
                Json.object()
                    .put("PolicyName", policy.name())
                    .put("PolicyArn", policy.arn().orElseThrow())));
  }

  private ObjectNode getPolicy(Call call) {
    IamPolicy policy = managed(call);
    String arn = policy.arn().orElseThrow();
    ObjectNode answer = Json.object();
    answer
        .putObject("Policy")
        .put("PolicyName", policy.name())
        .put("PolicyId", Ids.unique("ANPA", arn))
        .put("Arn", arn)
        .put("Path", arn.replaceFirst("^arn:[^/]*:policy(/(?:.*/)?)[^/]*$", "$1"))
        .put("DefaultVersionId", "v1")
        .put("IsAttachable", true)
        .put("CreateDate", since.toString())
        .put("UpdateDate", since.toString());
    return answer;
  }

  /** Each policy has only version {@code v1} here. */
  private ObjectNode getPolicyVersion(Call call) {
    IamPolicy policy = managed(call);
    if (!call.text("VersionId").equals("v1")) {
      throw noSuch(
          "Policy %s version %s does not exist or is not attachable."
              .formatted(policy.arn().orElseThrow(), call.text("VersionId")));
    }
    ObjectNode answer = Json.object();
    answer
        .putObject("PolicyVersion")
        .put("Document", encoded(policy.document().orElseThrow()))
        .put("VersionId", "v1")
        .put("IsDefaultVersion", true)
        .put("CreateDate", since.toString());
    return answer;
  }

  private IamPolicy managed(Call call) {
    String arn = call.text("PolicyArn");
    IamPolicy policy = iam.identities().managed(arn);
    if (policy.ofAws() && policy.document().isEmpty()) {
      throw new UnsupportedOperationException("of " + arn);
    }
    return Optional.of(policy)
        .filter(p -> p.document().isPresent())
        .orElseThrow(() -> noSuch("Policy " + arn + " was not found."));
  }

  private static String path(Identity identity) {
    return identity.properties().path("Path").asText("/");
  }

  private static String partition(Call call) {
    return new Region(call.region()).partition();
  }

  /** IAM returns policy documents URL-encoded according to RFC 3986. */
  private static String encoded(String document) {
    return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static AwsError noSuch(String message) {
    return new AwsError(404, "NoSuchEntity", message);
  }
}
