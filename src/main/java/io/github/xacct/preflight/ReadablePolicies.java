package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.RoleArn;
import io.github.xacct.policy.AccessRequest;
import io.github.xacct.policy.Decision;
import io.github.xacct.policy.Policy;
import io.github.xacct.preflight.Question.Side;
import io.github.xacct.preflight.SimulatedPermissions.Decided;
import io.github.xacct.preflight.SimulatedPermissions.Decisions;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Evaluates a role's policies locally, if IAM's policy simulation is not allowed. */
final class ReadablePolicies {
  private final Facts facts;
  private final Side side;
  private final RoleArn role;
  private final String region;

  ReadablePolicies(Facts facts, Side side, String role, String region) {
    this.facts = facts;
    this.side = side;
    this.role = RoleArn.parse(role, "aws", null);
    this.region = region;
  }

  /** The decisions; empty if a policy cannot be read or evaluated. */
  Optional<Decisions> decide(List<Need> needs) {
    try {
      var policy = Policy.union(policies());
      var decided = needs.stream().map(need -> decide(policy, need)).toList();
      return Optional.of(new Decisions(decided));
    } catch (Skip | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Decided decide(Policy policy, Need need) {
    var request = AccessRequest.of(Principals.ofRole(role), need.action(), need.resource());
    request = request.with(Need.REGION, region);
    for (var key : need.context().entrySet()) {
      request = request.with(key.getKey(), key.getValue());
    }
    var decision = policy.decide(request);
    if (decision.outcome() == Decision.Outcome.CANNOT_DECIDE) {
      throw new Skip(decision.reason());
    }
    boolean denied = decision.outcome() == Decision.Outcome.DENIED;
    return new Decided(need, decision.allowed(), denied, need + ": " + decision.reason());
  }

  private List<Policy> policies() {
    if (ask("iam:GetRole").path("Role").has("PermissionsBoundary")) {
      throw new Skip("a permissions boundary limits what the policies of " + role + " allow");
    }
    List<Policy> policies = new ArrayList<>();
    for (JsonNode name : ask("iam:ListRolePolicies").path("PolicyNames")) {
      var inline = find(ofRole("iam:GetRolePolicy").with("PolicyName", name.asText()));
      policies.add(Policy.ofIdentity(document(inline.path("PolicyDocument").asText())));
    }
    for (JsonNode attached : ask("iam:ListAttachedRolePolicies").path("AttachedPolicies")) {
      policies.add(managed(attached.path("PolicyArn").asText()));
    }
    return policies;
  }

  private Policy managed(String arn) {
    var policy = find(question("iam:GetPolicy").with("PolicyArn", arn)).path("Policy");
    var version =
        find(
            question("iam:GetPolicyVersion")
                .with("PolicyArn", arn)
                .with("VersionId", policy.path("DefaultVersionId").asText()));
    return Policy.ofIdentity(document(version.path("PolicyVersion").path("Document").asText()));
  }

  private JsonNode ask(String action) {
    return find(ofRole(action));
  }

  private JsonNode find(Question question) {
    return facts.find(question).orElseThrow(() -> new Skip("there is no " + role));
  }

  private Question ofRole(String action) {
    return question(action).with("RoleName", role.name());
  }

  private Question question(String action) {
    return side == Side.BUILDER ? Question.builder(action) : Question.target(action);
  }

  /** Decodes a policy document, which IAM returns URL-encoded. */
  static String document(String encoded) {
    return encoded.startsWith("{") ? encoded : URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }
}
