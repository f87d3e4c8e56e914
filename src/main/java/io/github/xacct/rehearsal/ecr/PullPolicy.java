package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;

/**
 * The repository policy that allows the services to pull: each target account's root, restricted to
 * the execution role if it is known. Source: ECR user guide, "Private repository policies";
 * statements have no Resource.
 */
public final class PullPolicy {
  private PullPolicy() {}

  public static String of(RehearsalPlan plan) {
    ObjectNode policy = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
    ArrayNode statements = policy.putArray("Statement");
    for (RehearsedService service : plan.services()) {
      ObjectNode statement =
          statements.addObject().put("Sid", "Pull" + statements.size()).put("Effect", "Allow");
      statement
          .putObject("Principal")
          .put(
              "AWS",
              "arn:%s:iam::%s:root".formatted(service.region().partition(), service.account()));
      statement
          .putArray("Action")
          .add("ecr:BatchCheckLayerAvailability")
          .add("ecr:BatchGetImage")
          .add("ecr:GetDownloadUrlForLayer");
      service
          .executionRole()
          .ifPresent(
              role ->
                  statement
                      .putObject("Condition")
                      .putObject("ArnEquals")
                      .put("aws:PrincipalArn", role.toString()));
    }
    return policy.toString();
  }
}
