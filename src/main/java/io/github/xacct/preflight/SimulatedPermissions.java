package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.preflight.Question.Side;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides a list of permissions by the principal's own policies: with IAM's policy simulation if
 * that is allowed, otherwise by evaluating the policies that can be read. Sends one request per
 * principal, which simulates each action on each resource.
 */
final class SimulatedPermissions {
  /** The page size, so that the response has a single page. */
  private static final int MOST = 1000;

  /**
   * The decision on one permission.
   *
   * @param allowed whether the policies allow it
   * @param words the decision and its reason
   */
  record Decided(Need need, boolean allowed, boolean explicitDeny, String words) {}

  /** All decisions on one principal. */
  record Decisions(List<Decided> all) {
    List<Decided> refused() {
      return all.stream().filter(d -> !d.allowed()).toList();
    }
  }

  private SimulatedPermissions() {}

  /**
   * Simulates the policies of a principal.
   *
   * @param side credentials to simulate with
   * @param principal ARN of a user or role
   */
  static Decisions of(SetUp setUp, Side side, String principal, List<Need> needs) {
    if (needs.isEmpty()) {
      return new Decisions(List.of());
    }
    if (!principal.contains(":role/") && !principal.contains(":user/")) {
      throw new Skip(principal + " has no policies that could be evaluated");
    }
    var question = question(setUp, side, principal, needs);
    var answer = setUp.facts.ask(question);
    if (answer.missing()) {
      throw new Skip("there is no " + principal);
    }
    if (answer.denied() && principal.contains(":role/")) {
      return new ReadablePolicies(setUp.facts, side, principal, region(setUp, side))
          .decide(needs)
          .orElseThrow(() -> new Skip("needs iam:SimulatePrincipalPolicy on " + principal));
    }
    var simulated = answer.orMissing(question).orElseThrow();
    var results = results(simulated.path("EvaluationResults"));
    return new Decisions(needs.stream().map(need -> decided(need, results)).toList());
  }

  private static String region(SetUp setUp, Side side) {
    return (side == Side.BUILDER ? setUp.intent.registry().region() : setUp.environment.region())
        .id();
  }

  private static Question question(SetUp setUp, Side side, String principal, List<Need> needs) {
    var empty = side == Side.BUILDER ? Question.builder(SIMULATE) : Question.target(SIMULATE);
    Map<String, String> context = new TreeMap<>();
    // Every request has this key, but the simulation uses only keys that it is given.
    context.put(Need.REGION, region(setUp, side));
    needs.forEach(need -> context.putAll(need.context()));
    var entries = JsonNodeFactory.instance.arrayNode();
    context.forEach(
        (key, value) ->
            entries
                .addObject()
                .put("ContextKeyName", key)
                .put("ContextKeyType", "string")
                .putArray("ContextKeyValues")
                .add(value));
    var question =
        empty
            .with("PolicySourceArn", principal)
            .with("ActionNames", needs.stream().map(Need::action).distinct().sorted().toList())
            .with("ResourceArns", needs.stream().map(Need::resource).distinct().sorted().toList())
            .with("MaxItems", JsonNodeFactory.instance.numberNode(MOST));
    return question.with("ContextEntries", entries);
  }

  private static final String SIMULATE = "iam:SimulatePrincipalPolicy";

  /** The results by action and resource; AWS nests them in an action's result or returns each. */
  private static Map<String, JsonNode> results(JsonNode evaluations) {
    Map<String, JsonNode> results = new HashMap<>();
    for (JsonNode one : evaluations) {
      String action = one.path("EvalActionName").asText();
      results.put(key(action, one.path("EvalResourceName").asText()), one);
      for (JsonNode specific : one.path("ResourceSpecificResults")) {
        ObjectNode same = one.deepCopy();
        same.set("EvalDecision", specific.path("EvalResourceDecision"));
        same.set("MatchedStatements", specific.path("MatchedStatements"));
        results.put(key(action, specific.path("EvalResourceName").asText()), same);
      }
    }
    return results;
  }

  private static String key(String action, String resource) {
    return action.toLowerCase(java.util.Locale.ROOT) + " " + resource;
  }

  private static Decided decided(Need need, Map<String, JsonNode> results) {
    JsonNode result = results.get(key(need.action(), need.resource()));
    if (result == null) {
      throw new Skip("IAM's simulation has no result for " + need);
    }
    String decision = result.path("EvalDecision").asText();
    String by =
        JsonLists.stream(result.path("MatchedStatements"))
            .map(s -> s.path("SourcePolicyId").asText())
            .filter(id -> !id.isEmpty())
            .findFirst()
            .map(id -> " by " + id)
            .orElse("");
    return new Decided(
        need,
        decision.equals("allowed"),
        decision.equals("explicitDeny"),
        need + ": " + decision + (decision.equals("explicitDeny") ? by : ""));
  }
}
