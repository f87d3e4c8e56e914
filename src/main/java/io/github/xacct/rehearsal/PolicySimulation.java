package io.github.xacct.rehearsal;

import io.github.xacct.policy.AccessRequest;
import io.github.xacct.policy.Decision;
import io.github.xacct.policy.Decision.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What SimulatePrincipalPolicy answers: for each action and resource what an identity's policies
 * and its boundary say, and nobody else's. Source: IAM API reference, SimulatePrincipalPolicy.
 */
final class PolicySimulation {
  private static final String ALL = "*";
  private static final int PAGE = 100;

  private final Iam iam;
  private final Call call;
  private final Identity identity;
  private final Map<String, List<String>> context;

  PolicySimulation(Iam iam, Call call) {
    this.iam = iam;
    this.call = call;
    refuseWhatIsNotRehearsed();
    this.identity = identity();
    this.context = context();
  }

  /** One action on one resource. */
  private record Result(Iam.Verdict verdict, Access access, AccessRequest request) {

    String decision() {
      return switch (verdict.decision().outcome()) {
        case ALLOWED -> "allowed";
        case DENIED -> "explicitDeny";
        default -> "implicitDeny";
      };
    }
  }

  void answer(Elbv2Xml xml) {
    List<String> actions = members("ActionNames");
    int from = call.text("Marker").isEmpty() ? 0 : Integer.parseInt(call.text("Marker"));
    int size = call.text("MaxItems").isEmpty() ? PAGE : Integer.parseInt(call.text("MaxItems"));
    int to = Math.min(actions.size(), from + size);
    xml.list("EvaluationResults", actions.subList(from, to), action -> result(xml, action));
    xml.text("IsTruncated", String.valueOf(to < actions.size()));
    if (to < actions.size()) {
      xml.text("Marker", String.valueOf(to));
    }
  }

  private void result(Elbv2Xml xml, String action) {
    List<String> asked = members("ResourceArns");
    List<String> resources = asked.isEmpty() ? List.of(ALL) : asked;
    List<Result> results = resources.stream().map(resource -> evaluate(action, resource)).toList();
    Result worst = worst(results);
    xml.text("EvalActionName", action);
    xml.text("EvalResourceName", resources.size() == 1 ? resources.get(0) : ALL);
    xml.text("EvalDecision", worst.decision());
    matched(xml, worst);
    if (resources.equals(List.of(ALL))) {
      missing(xml, worst);
      boundary(xml, worst);
      return;
    }
    missing(xml, List.of());
    boundary(xml, worst);
    xml.list(
        "ResourceSpecificResults",
        results,
        each -> {
          xml.text("EvalResourceName", each.access().resource());
          xml.text("EvalResourceDecision", each.decision());
          matched(xml, each);
          missing(xml, each);
          boundary(xml, each);
        });
  }

  private static Result worst(List<Result> results) {
    return results.stream()
        .filter(r -> r.verdict().denied())
        .findFirst()
        .or(() -> results.stream().filter(r -> !r.verdict().allowed()).findFirst())
        .orElse(results.get(0));
  }

  private Result evaluate(String action, String resource) {
    var access = new Access(identity.arn(), action, resource, context);
    Iam.Verdict verdict = iam.evaluate(access);
    // A statement that cannot be decided without a context key is reported by that key.
    boolean open = verdict.decision().outcome() == Outcome.CANNOT_DECIDE;
    if (open && verdict.decision().reason().contains("is not known here")) {
      throw new UnsupportedOperationException(verdict.decision().reason());
    }
    return new Result(verdict, access, Iam.request(access));
  }

  private void matched(Elbv2Xml xml, Result result) {
    xml.list(
        "MatchedStatements",
        deciding(result),
        policy -> {
          xml.text("SourcePolicyId", policy.name());
          xml.text("SourcePolicyType", sourceType(policy));
        });
  }

  /** One entry for each statement that decides. */
  private List<IamPolicy> deciding(Result result) {
    List<IamPolicy> deciding = new ArrayList<>();
    Outcome outcome = result.verdict().decision().outcome();
    for (IamPolicy policy : identity.policies()) {
      int times = policy.policy().map(p -> p.deciding(result.request(), outcome)).orElse(0);
      for (int i = 0; i < times; i++) {
        deciding.add(policy);
      }
    }
    return deciding;
  }

  private String sourceType(IamPolicy policy) {
    if (policy.arn().isEmpty()) {
      return identity.isRole() ? "role" : "user";
    }
    return policy.ofAws() ? "aws-managed" : "user-managed";
  }

  private void missing(Elbv2Xml xml, Result result) {
    var keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (IamPolicy policy : identity.policies()) {
      policy.policy().ifPresent(p -> keys.addAll(p.missingKeys(result.request())));
    }
    missing(xml, List.copyOf(keys));
  }

  private static void missing(Elbv2Xml xml, List<String> keys) {
    xml.texts("MissingContextValues", keys);
  }

  private void boundary(Elbv2Xml xml, Result result) {
    identity
        .boundary()
        .flatMap(IamPolicy::policy)
        .map(policy -> policy.decide(result.request()))
        .map(Decision::allowed)
        .ifPresent(
            allowed ->
                xml.inside(
                    "PermissionsBoundaryDecisionDetail",
                    () -> xml.text("AllowedByPermissionsBoundary", String.valueOf(allowed))));
  }

  private Identity identity() {
    String arn = call.text("PolicySourceArn");
    if (!arn.matches("arn:[^:]+:iam::\\d{12}:(user|role)/.+")) {
      throw new AwsError(
          400,
          "InvalidInput",
          "Invalid Entity Arn: " + arn + " does not clearly define entity type and name.");
    }
    String kind = arn.contains(":role/") ? "role" : "user";
    return iam.identities()
        .find(arn)
        .filter(found -> Iam.account(arn).equals(call.caller().account().value()))
        .orElseThrow(
            () ->
                IamApi.noSuch(
                    "The %s with name %s cannot be found.".formatted(kind, Place.nameIn(arn))));
  }

  private Map<String, List<String>> context() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (int i = 1; call.input().has("ContextEntries.member." + i + ".ContextKeyName"); i++) {
      String entry = "ContextEntries.member." + i;
      keys.put(call.text(entry + ".ContextKeyName"), members(entry + ".ContextKeyValues"));
    }
    return keys;
  }

  private List<String> members(String name) {
    List<String> values = new ArrayList<>();
    for (int i = 1; call.input().has(name + ".member." + i); i++) {
      values.add(call.text(name + ".member." + i));
    }
    return values;
  }

  private void refuseWhatIsNotRehearsed() {
    call.input()
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (field.matches(
                  "(PolicyInputList|PermissionsBoundaryPolicyInputList|ResourcePolicy"
                      + "|ResourceOwner|CallerArn|ResourceHandlingOption)\\b.*")) {
                throw new UnsupportedOperationException("with " + field);
              }
            });
  }
}
