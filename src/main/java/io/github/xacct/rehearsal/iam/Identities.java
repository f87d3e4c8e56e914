package io.github.xacct.rehearsal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The users and roles in the resource store with their policies: inline policies, those of {@code
 * AWS::IAM::Policy} and similar resources, and managed policies attached from either side.
 */
public final class Identities {
  private static final String MANAGED = "AWS::IAM::ManagedPolicy";
  private static final Region ANY = new Region("us-east-1");

  private final ResourceStore store;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /** What was read by an ARN, good until IAM resources change: each call asks for its caller. */
  private record Known(long changes, Optional<Identity> identity) {}

  public Identities(ResourceStore store) {
    this.store = store;
  }

  /** Returns the account with an arbitrary region, for IAM resources, which are global. */
  public static AccountRegion place(AccountId account) {
    return new AccountRegion(account, ANY);
  }

  /** Returns the user or role with exactly this ARN, including its path. */
  public Optional<Identity> find(String arn) {
    long changes = store.identityChanges();
    return known
        .compute(
            arn,
            (a, before) ->
                before != null && before.changes() == changes
                    ? before
                    : new Known(changes, read(arn)))
        .identity();
  }

  private Optional<Identity> read(String arn) {
    String[] parts = arn.split(":", 6);
    if (parts.length < 6 || !parts[4].matches("\\d{12}")) {
      return Optional.empty();
    }
    String type = parts[5].startsWith("user/") ? Identity.USER : Identity.ROLE;
    return named(new AccountId(parts[4]), parts[1], type, AccountRegion.nameIn(arn))
        .filter(identity -> identity.arn().equals(arn));
  }

  /** Returns the user or role with a name. */
  public Optional<Identity> named(AccountId account, String partition, String type, String name) {
    return store
        .find(place(account), type, name)
        .map(properties -> identity(account, partition, type, name, properties));
  }

  /**
   * Returns whether a policy names a user or role that does not exist in its account. Accounts
   * without any user and role are not simulated and count as having it.
   */
  public boolean namesUnknownPrincipal(JsonNode policy) {
    for (JsonNode statement : policy.path("Statement")) {
      JsonNode named = statement.path("Principal").path("AWS");
      for (String arn : named.isTextual() ? List.of(named.asText()) : Json.textsOf(named)) {
        if (isNobody(arn)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isNobody(String arn) {
    String[] parts = arn.split(":", 6);
    boolean identity =
        parts.length == 6
            && parts[2].equals("iam")
            && parts[4].matches("\\d{12}")
            && (parts[5].startsWith("role/") || parts[5].startsWith("user/"));
    if (!identity) {
      return false;
    }
    AccountRegion there = place(new AccountId(parts[4]));
    boolean known =
        !store.all(there, Identity.ROLE).isEmpty() || !store.all(there, Identity.USER).isEmpty();
    return known && find(arn).isEmpty();
  }

  /** Returns whether the account has the service-linked role of a service. */
  public boolean isLinked(AccountId account, String service) {
    return store.find(place(account), Identity.ROLE, linkedRole(service)).isPresent();
  }

  /** Creates the service-linked role of a service in the account. */
  public void link(AccountId account, String service) {
    ObjectNode role =
        Json.object()
            .put("RoleName", linkedRole(service))
            .put("Path", "/aws-service-role/" + service + "/");
    ObjectNode trust = role.putObject("AssumeRolePolicyDocument").put("Version", "2012-10-17");
    trust
        .putArray("Statement")
        .addObject()
        .put("Effect", "Allow")
        .put("Action", "sts:AssumeRole")
        .putObject("Principal")
        .put("Service", service);
    store.put(place(account), Identity.ROLE, linkedRole(service), role);
  }

  /**
   * Returns the name of a service's service-linked role. Source: IAM user guide, "AWS services that
   * work with IAM", and each service's page.
   */
  public static String linkedRole(String service) {
    return switch (service) {
      case "ecs.amazonaws.com" -> "AWSServiceRoleForECS";
      case "elasticloadbalancing.amazonaws.com" -> "AWSServiceRoleForElasticLoadBalancing";
      case "ecs.application-autoscaling.amazonaws.com" ->
          "AWSServiceRoleForApplicationAutoScaling_ECSService";
      default -> throw new UnsupportedOperationException("service-linked role of " + service);
    };
  }

  /** Returns the audiences of an OIDC provider; empty if it does not exist. */
  Optional<Set<String>> provider(String arn) {
    return store
        .find(place(new AccountId(arn.split(":", 6)[4])), "AWS::IAM::OIDCProvider", arn)
        .map(provider -> Set.copyOf(Json.textsOf(provider.path("ClientIdList"))));
  }

  /** Returns all roles of an account, sorted by name. */
  List<Identity> roles(AccountId account, String partition) {
    return store.all(place(account), Identity.ROLE).entrySet().stream()
        .map(e -> identity(account, partition, Identity.ROLE, e.getKey(), e.getValue()))
        .toList();
  }

  /** Returns a managed policy, AWS's or the account's own. */
  IamPolicy managed(String arn) {
    Optional<String> document = AwsManagedPolicies.document(arn);
    String[] parts = arn.split(":", 6);
    if (document.isEmpty() && parts.length == 6 && parts[4].matches("\\d{12}")) {
      document =
          store
              .find(place(new AccountId(parts[4])), MANAGED, arn)
              .map(p -> IamPolicy.text(p.path("PolicyDocument")));
    }
    return new IamPolicy(AccountRegion.nameIn(arn), Optional.of(arn), document);
  }

  private Identity identity(
      AccountId account, String partition, String type, String name, ObjectNode properties) {
    String path = properties.path("Path").asText("/");
    String kind = type.equals(Identity.USER) ? "user" : "role";
    String arn = "arn:%s:iam::%s:%s%s%s".formatted(partition, account, kind, path, name);
    return new Identity(
        arn,
        type,
        properties,
        inline(account, type, name, properties),
        managed(account, type, name, properties),
        Optional.of(properties.path("PermissionsBoundary").asText(""))
            .filter(Predicate.not(String::isEmpty))
            .map(this::managed));
  }

  private List<IamPolicy> inline(
      AccountId account, String type, String name, ObjectNode properties) {
    List<IamPolicy> found = new ArrayList<>();
    properties.path("Policies").forEach(p -> found.add(IamPolicy.inline(p)));
    boolean user = type.equals(Identity.USER);
    found(account, "AWS::IAM::Policy", user ? "Users" : "Roles", name)
        .forEach(e -> found.add(IamPolicy.inline(e.getValue())));
    store
        .all(place(account), user ? "AWS::IAM::UserPolicy" : "AWS::IAM::RolePolicy")
        .values()
        .stream()
        .filter(p -> p.path(user ? "UserName" : "RoleName").asText().equals(name))
        .forEach(p -> found.add(IamPolicy.inline(p)));
    return found;
  }

  private List<IamPolicy> managed(
      AccountId account, String type, String name, ObjectNode properties) {
    List<String> arns = new ArrayList<>(Json.textsOf(properties.path("ManagedPolicyArns")));
    found(account, MANAGED, type.equals(Identity.USER) ? "Users" : "Roles", name)
        .forEach(e -> arns.add(e.getKey()));
    return arns.stream().distinct().map(this::managed).toList();
  }

  private List<Map.Entry<String, ObjectNode>> found(
      AccountId account, String type, String list, String name) {
    return store.all(place(account), type).entrySet().stream()
        .filter(e -> Json.textsOf(e.getValue().path(list)).contains(name))
        .toList();
  }
}
