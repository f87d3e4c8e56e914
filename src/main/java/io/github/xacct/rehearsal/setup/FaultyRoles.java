package io.github.xacct.rehearsal.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.rehearsal.iam.Iam;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.iam.Identity;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The changes that a {@link SetUpFault} can make to the roles of a service and to the builder. */
final class FaultyRoles {
  private final RehearsalPlan plan;
  private final ResourceStore store;
  private final String deployRole;

  FaultyRoles(RehearsalPlan plan, ResourceStore store, String deployRole) {
    this.plan = plan;
    this.store = store;
    this.deployRole = deployRole;
  }

  private void role(String arn, Consumer<ObjectNode> change) {
    if (!arn.isEmpty()) {
      store.edit(
          Identities.place(new AccountId(Iam.account(arn))),
          ResourceTypeNames.ROLE,
          AccountRegion.nameIn(arn),
          change);
    }
  }

  void remove(String arn) {
    if (!arn.isEmpty()) {
      store.remove(
          Identities.place(new AccountId(Iam.account(arn))),
          ResourceTypeNames.ROLE,
          AccountRegion.nameIn(arn));
    }
  }

  /** Changes each statement of the deploy role's trust policy. */
  void trust(Consumer<ObjectNode> change) {
    role(
        deployRole,
        p ->
            p.at("/AssumeRolePolicyDocument/Statement")
                .forEach(statement -> change.accept((ObjectNode) statement)));
  }

  void trustService(String role, String principal) {
    role(
        role,
        p ->
            p.at("/AssumeRolePolicyDocument/Statement")
                .forEach(s -> ((ObjectNode) s).putObject("Principal").put("Service", principal)));
  }

  /** Removes an action from all statements of a role's inline policies. */
  void forbid(String role, String action) {
    role(
        role,
        p ->
            statements(p)
                .forEach(
                    s -> {
                      ArrayNode kept = Json.array();
                      actions(s).stream().filter(a -> !a.equals(action)).forEach(kept::add);
                      s.set("Action", kept);
                    }));
    // Remove statements without actions.
    role(
        role,
        p ->
            p.path("Policies")
                .forEach(
                    policy -> {
                      ArrayNode list = (ArrayNode) policy.at("/PolicyDocument/Statement");
                      for (int i = list.size() - 1; i >= 0; i--) {
                        if (list.get(i).path("Action").isEmpty()) {
                          list.remove(i);
                        }
                      }
                    }));
  }

  /** Changes the statements that allow an action. */
  void statement(String role, String action, Consumer<ObjectNode> change) {
    role(
        role, p -> statements(p).stream().filter(s -> actions(s).contains(action)).forEach(change));
  }

  private static List<ObjectNode> statements(ObjectNode role) {
    List<ObjectNode> statements = new ArrayList<>();
    role.path("Policies")
        .forEach(
            policy ->
                policy
                    .at("/PolicyDocument/Statement")
                    .forEach(s -> statements.add((ObjectNode) s)));
    return statements;
  }

  private static List<String> actions(ObjectNode statement) {
    JsonNode actions = statement.path("Action");
    return actions.isTextual() ? List.of(actions.asText()) : Json.textsOf(actions);
  }

  void deny(String role, String action, String resource) {
    role(role, p -> addDeny(p, action, resource));
  }

  /** Denies an action to the builder, which is a user or a session of the plan's builder role. */
  void denyBuilder(String action, String resource) {
    AccountRegion home = Identities.place(plan.toolsAccount());
    store.edit(
        home,
        Identity.USER,
        AccountRegion.nameIn(PlannedIdentities.builderArn(plan)),
        p -> addDeny(p, action, resource));
    plan.builderRole().ifPresent(role -> deny(role.toString(), action, resource));
  }

  private static void addDeny(ObjectNode identity, String action, String resource) {
    ObjectNode document =
        identity
            .withArray("/Policies")
            .addObject()
            .put("PolicyName", "deny")
            .putObject("PolicyDocument")
            .put("Version", "2012-10-17");
    ObjectNode statement = document.putArray("Statement").addObject().put("Sid", "Deny");
    statement.put("Effect", "Deny").put("Action", action).put("Resource", resource);
  }
}
