package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Builds an IAM policy, statement by statement. */
final class PolicyDocument {
  private static final String VERSION = "2012-10-17";

  private final ObjectNode json = MoveJson.object().put("Version", VERSION);
  private final ArrayNode statements = json.putArray("Statement");

  /** Returns a trust policy for an AWS service, limited to resources of the account. */
  static ObjectNode trust(String service, String account) {
    var policy = new PolicyDocument();
    ObjectNode statement = policy.statements.addObject().put("Effect", "Allow");
    statement.putObject("Principal").put("Service", service);
    statement.put("Action", "sts:AssumeRole");
    statement.putObject("Condition").putObject("StringEquals").put("aws:SourceAccount", account);
    return policy.json;
  }

  /** Adds a statement and returns it. */
  ObjectNode allow(String sid, List<String> actions, List<String> resources) {
    ObjectNode statement = statements.addObject().put("Sid", sid).put("Effect", "Allow");
    var list = statement.putArray("Action");
    actions.forEach(list::add);
    var on = statement.putArray("Resource");
    resources.forEach(on::add);
    return statement;
  }

  /** Adds a statement that allows passing roles to one AWS service. */
  void pass(String sid, List<String> roles, String service) {
    allow(sid, List.of("iam:PassRole"), roles)
        .putObject("Condition")
        .putObject("StringEquals")
        .put("iam:PassedToService", service);
  }

  ObjectNode json() {
    return json;
  }
}
