package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Region;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * IAM's API as far as reading: users, roles, their policies, and what these would allow. Lists come
 * whole, in one page. Source: IAM API reference, version 2010-05-08.
 */
final class IamApi implements Service {
  private final Iam iam;
  private final Instant since;

  IamApi(Iam iam, Clock clock) {
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
  public String answer(Call call) {
    Elbv2Xml xml = new Elbv2Xml(call, xmlNamespace());
    switch (call.operation()) {
      case "GetRole" -> xml.inside("Role", () -> role(xml, named(call, Identity.ROLE)));
      case "ListRoles" -> listRoles(call, xml);
      case "GetRolePolicy" -> getRolePolicy(call, xml);
      case "ListRolePolicies" -> listRolePolicies(call, xml);
      case "ListAttachedRolePolicies" -> listAttached(call, xml);
      case "GetPolicy" -> getPolicy(call, xml);
      case "GetPolicyVersion" -> getPolicyVersion(call, xml);
      case "GetUser" -> xml.inside("User", () -> user(xml, userOf(call)));
      case "SimulatePrincipalPolicy" -> new PolicySimulation(iam, call).answer(xml);
      default -> throw new UnsupportedOperationException(call.operation());
    }
    return xml.document();
  }

  private Identity named(Call call, String type) {
    String kind = type.equals(Identity.ROLE) ? "role" : "user";
    String name = call.text(type.equals(Identity.ROLE) ? "RoleName" : "UserName");
    return iam.identities()
        .named(call.caller().account(), partition(call), type, name)
        .orElseThrow(() -> noSuch("The " + kind + " with name " + name + " cannot be found."));
  }

  /** Without a name the caller's own user. */
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

  private void listRoles(Call call, Elbv2Xml xml) {
    String prefix = call.text("PathPrefix");
    List<Identity> roles =
        iam.identities().roles(call.caller().account(), partition(call)).stream()
            .filter(r -> path(r).startsWith(prefix))
            .toList();
    xml.list("Roles", roles, r -> role(xml, r));
    xml.text("IsTruncated", "false");
  }

  private void role(Elbv2Xml xml, Identity role) {
    xml.text("Path", path(role));
    xml.text("RoleName", role.name());
    xml.text("RoleId", Ids.unique("AROA", role.arn()));
    xml.text("Arn", role.arn());
    xml.text("CreateDate", since.toString());
    xml.text(
        "AssumeRolePolicyDocument",
        encoded(IamPolicy.text(role.properties().path("AssumeRolePolicyDocument"))));
    common(xml, role);
    xml.text(
        "MaxSessionDuration",
        String.valueOf(role.properties().path("MaxSessionDuration").asInt(3600)));
  }

  private void user(Elbv2Xml xml, Identity user) {
    xml.text("Path", path(user));
    xml.text("UserName", user.name());
    xml.text("UserId", Ids.unique("AIDA", user.arn()));
    xml.text("Arn", user.arn());
    xml.text("CreateDate", since.toString());
    common(xml, user);
  }

  private static void common(Elbv2Xml xml, Identity identity) {
    String description = identity.properties().path("Description").asText("");
    if (!description.isEmpty()) {
      xml.text("Description", description);
    }
    identity
        .boundary()
        .flatMap(IamPolicy::arn)
        .ifPresent(
            arn ->
                xml.inside(
                    "PermissionsBoundary",
                    () -> {
                      xml.text("PermissionsBoundaryType", "Policy");
                      xml.text("PermissionsBoundaryArn", arn);
                    }));
    List<JsonNode> tags = identity.properties().path("Tags").valueStream().toList();
    if (!tags.isEmpty()) {
      xml.list(
          "Tags",
          tags,
          tag -> {
            xml.text("Key", tag.path("Key").asText());
            xml.text("Value", tag.path("Value").asText());
          });
    }
  }

  private void getRolePolicy(Call call, Elbv2Xml xml) {
    String name = call.text("PolicyName");
    IamPolicy policy =
        named(call, Identity.ROLE).inline().stream()
            .filter(p -> p.name().equals(name))
            .findFirst()
            .orElseThrow(() -> noSuch("The role policy with name " + name + " cannot be found."));
    xml.text("RoleName", call.text("RoleName"));
    xml.text("PolicyName", name);
    xml.text("PolicyDocument", encoded(policy.document().orElseThrow()));
  }

  private void listRolePolicies(Call call, Elbv2Xml xml) {
    xml.texts(
        "PolicyNames", named(call, Identity.ROLE).inline().stream().map(IamPolicy::name).toList());
    xml.text("IsTruncated", "false");
  }

  private void listAttached(Call call, Elbv2Xml xml) {
    xml.list(
        "AttachedPolicies",
        named(call, Identity.ROLE).managed(),
        policy -> {
          xml.text("PolicyName", policy.name());
          xml.text("PolicyArn", policy.arn().orElseThrow());
        });
    xml.text("IsTruncated", "false");
  }

  private void getPolicy(Call call, Elbv2Xml xml) {
    IamPolicy policy = managed(call);
    String arn = policy.arn().orElseThrow();
    xml.inside(
        "Policy",
        () -> {
          xml.text("PolicyName", policy.name());
          xml.text("PolicyId", Ids.unique("ANPA", arn));
          xml.text("Arn", arn);
          xml.text("Path", arn.replaceFirst("^arn:[^/]*:policy(/(?:.*/)?)[^/]*$", "$1"));
          xml.text("DefaultVersionId", "v1");
          xml.text("IsAttachable", "true");
          xml.text("CreateDate", since.toString());
          xml.text("UpdateDate", since.toString());
        });
  }

  /** Each policy has one version here. */
  private void getPolicyVersion(Call call, Elbv2Xml xml) {
    IamPolicy policy = managed(call);
    if (!call.text("VersionId").equals("v1")) {
      throw noSuch(
          "Policy %s version %s does not exist or is not attachable."
              .formatted(policy.arn().orElseThrow(), call.text("VersionId")));
    }
    xml.inside(
        "PolicyVersion",
        () -> {
          xml.text("Document", encoded(policy.document().orElseThrow()));
          xml.text("VersionId", "v1");
          xml.text("IsDefaultVersion", "true");
          xml.text("CreateDate", since.toString());
        });
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

  /** IAM writes documents URL-encoded, after RFC 3986. */
  private static String encoded(String document) {
    return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static AwsError noSuch(String message) {
    return new AwsError(404, "NoSuchEntity", message);
  }
}
