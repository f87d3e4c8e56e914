package io.github.xacct.rehearsal.iam;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.policy.AccessRequest;
import io.github.xacct.policy.Decision;
import io.github.xacct.policy.Decision.Outcome;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.QueryFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Simulates SimulatePrincipalPolicy: the decision of an identity's policies and its permissions
 * boundary for each action and resource, without resource-based policies. Source: IAM API
 * reference, SimulatePrincipalPolicy.
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

  /** The decision for one action on one resource. */
  private record Result(Iam.Verdict verdict, Access access, AccessRequest request) {

    String decision() {
      return switch (verdict.decision().outcome()) {
        case ALLOWED -> "allowed";
        case DENIED -> "explicitDeny";
        default -> "implicitDeny";
      };
    }
  }

  ObjectNode answer() {
    List<String> actions = QueryFields.texts(call, "ActionNames");
    int from = call.text("Marker").isEmpty() ? 0 : Integer.parseInt(call.text("Marker"));
    int size = call.text("MaxItems").isEmpty() ? PAGE : Integer.parseInt(call.text("MaxItems"));
    int to = Math.min(actions.size(), from + size);
    ObjectNode answer = Json.object();
    answer.set("EvaluationResults", Json.list(actions.subList(from, to), this::result));
    answer.put("IsTruncated", to < actions.size());
    if (to < actions.size()) {
      answer.put("Marker", String.valueOf(to));
    }
    return answer;
  }

  private ObjectNode result(String action) {
    List<String> asked = QueryFields.texts(call, "ResourceArns");
    List<String> resources = asked.isEmpty() ? List.of(ALL) : asked;
    List<Result> results = resources.stream().map(resource -> evaluate(action, resource)).toList();
    Result worst = worst(results);
    boolean specific = !resources.equals(List.of(ALL));
    ObjectNode node =
        Json.object()
            .put("EvalActionName", action)
            .put("EvalResourceName", resources.size() == 1 ? resources.get(0) : ALL)
            .put("EvalDecision", worst.decision());
    node.set("MatchedStatements", Json.list(deciding(worst), this::source));
    node.set("MissingContextValues", specific ? Json.array() : missing(worst));
    boundary(node, worst);
    if (specific) {
      node.set("ResourceSpecificResults", Json.list(results, this::ofResource));
    }
    return node;
  }

  private ObjectNode ofResource(Result result) {
    ObjectNode node =
        Json.object()
            .put("EvalResourceName", result.access().resource())
            .put("EvalResourceDecision", result.decision());
    node.set("MatchedStatements", Json.list(deciding(result), this::source));
    node.set("MissingContextValues", missing(result));
    boundary(node, result);
    return node;
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
    // If a context key is missing for a decision, the result reports that key.
    boolean open = verdict.decision().outcome() == Outcome.CANNOT_DECIDE;
    if (open && verdict.decision().reason().contains("is not known here")) {
      throw new UnsupportedOperationException(verdict.decision().reason());
    }
    return new Result(verdict, access, Iam.request(access));
  }

  private ObjectNode source(IamPolicy policy) {
    return Json.object()
        .put("SourcePolicyId", policy.name())
        .put("SourcePolicyType", sourceType(policy));
  }

  /** Returns the policies of the statements that decide, one for each. */
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

  private ArrayNode missing(Result result) {
    var keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (IamPolicy policy : identity.policies()) {
      policy.policy().ifPresent(p -> keys.addAll(p.missingKeys(result.request())));
    }
    return Json.texts(keys);
  }

  private void boundary(ObjectNode node, Result result) {
    identity
        .boundary()
        .flatMap(IamPolicy::policy)
        .map(policy -> policy.decide(result.request()))
        .map(Decision::allowed)
        .ifPresent(
            allowed ->
                node.putObject("PermissionsBoundaryDecisionDetail")
                    .put("AllowedByPermissionsBoundary", allowed));
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
                    "The %s with name %s cannot be found."
                        .formatted(kind, AccountRegion.nameIn(arn))));
  }

  private Map<String, List<String>> context() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (int i = 1; call.input().has("ContextEntries.member." + i + ".ContextKeyName"); i++) {
      String entry = "ContextEntries.member." + i;
      keys.put(
          call.text(entry + ".ContextKeyName"),
          QueryFields.texts(call, entry + ".ContextKeyValues"));
    }
    return keys;
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
