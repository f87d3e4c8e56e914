package io.github.xacct.aws.ecr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.json.Json;
import io.github.xacct.model.Arn;
import io.github.xacct.model.RoleArn;
import java.util.List;

/**
 * The repository policy that lets tasks of other accounts pull. Its principals are the accounts'
 * roots, narrowed to the execution roles by a condition: as a principal, a role that does not exist
 * yet would be refused as "Principal not found", and one that is deleted and created again would no
 * longer match. Source: ECR user guide, "Private repository policies"; statements have no Resource.
 */
final class PullPolicy {
  private PullPolicy() {}

  /** Returns the repository policy that lets these execution roles pull. */
  static String of(List<RoleArn> executionRoles) {
    ObjectNode policy = Json.object().put("Version", "2012-10-17");
    var statements = policy.putArray("Statement");
    for (RoleArn role : executionRoles) {
      var statement = statements.addObject();
      statement.put("Sid", "Pull" + statements.size()).put("Effect", "Allow");
      statement
          .putObject("Principal")
          .put("AWS", Arn.root(role.partition(), role.account()).toString());
      statement
          .putArray("Action")
          .add("ecr:BatchCheckLayerAvailability")
          .add("ecr:BatchGetImage")
          .add("ecr:GetDownloadUrlForLayer");
      statement
          .putObject("Condition")
          .putObject("ArnEquals")
          .put("aws:PrincipalArn", role.toString());
    }
    return policy.toString();
  }
}
