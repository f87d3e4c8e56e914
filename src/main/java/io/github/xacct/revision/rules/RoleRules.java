package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Arn;
import io.github.xacct.revision.rules.Definition.Container;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks what requires an execution role, and the form of what that role reads. Source: ECS
 * developer guide, "Amazon ECS task execution IAM role" and "Pass sensitive data to an Amazon ECS
 * container"; AWS's messages as in fabfuel/ecs-deploy#87, sil-org/ecs-deploy#188 and
 * pulumi/pulumi-awsx#517.
 */
final class RoleRules {
  private static final String ROLE = "executionRoleArn";
  private static final Pattern PARAMETER = Pattern.compile("[a-zA-Z0-9_.,/-]{1,2048}");
  private static final Pattern FETCHED =
      Pattern.compile("arn:aws[a-z-]*:(secretsmanager|ssm):[a-z0-9-]+:\\d{12}:\\S+");

  /** The part after the account: a JSON key of a secret requires all three colons. */
  private static final Pattern RESOURCE =
      Pattern.compile(
          "arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]+(?::[^:]*:[^:]*:[^:]*)?"
              + "|arn:[^:]*:ssm:[^:]*:[^:]*:parameter/.+");

  private static final Pattern SECRET =
      Pattern.compile("arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[^:\\s]+");
  private static final String FORMS =
      ", write arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME or"
          + " arn:aws:ssm:REGION:ACCOUNT:parameter/NAME";

  private final Definition definition;
  private final Findings findings;

  private RoleRules(Definition definition, Findings findings) {
    this.definition = definition;
    this.findings = findings;
  }

  static void check(Definition definition, Findings findings) {
    var rules = new RoleRules(definition, findings);
    for (Container container : definition.containers()) {
      rules.secrets(container, "secrets");
      rules.names(container);
      rules.secrets(container, "logConfiguration.secretOptions");
      rules.credentials(container);
    }
    rules.needs();
  }

  /** Reports the first use that requires the role; others would be reported the same way. */
  private void needs() {
    if (definition.hasExecutionRole()) {
      return;
    }
    for (Container container : definition.containers()) {
      JsonNode json = container.json();
      boolean secrets =
          Tree.isSet(json, "secrets") || Tree.isSet(json.path("logConfiguration"), "secretOptions");
      if (definition.isFargate() && definition.ofEcr().test(json.path("image").asText())) {
        missing(
            "Fargate needs a role to pull from ECR, but none is named",
            "Fargate requires task definition to have execution role ARN to support ECR images.");
        return;
      }
      if (secrets) {
        missing(
            "container " + container.name() + " has secrets, which a role must fetch",
            "When you are specifying container secrets, you must also specify a value for"
                + " 'executionRoleArn'.");
        return;
      }
      if (Tree.isSet(json, "repositoryCredentials")) {
        missing(
            "container " + container.name() + " has repositoryCredentials, which a role must fetch",
            "Private repository authentication requires that the task definition specify a value"
                + " for executionRoleArn.");
        return;
      }
      if (definition.isFargate()
          && json.path("logConfiguration").path("logDriver").asText().equals("awslogs")) {
        missing(
            "Fargate needs a role to write to CloudWatch Logs, but none is named",
            "Fargate requires task definition to have execution role ARN to support log driver"
                + " awslogs.");
        return;
      }
    }
  }

  private void missing(String what, String aws) {
    findings.refused(ROLE, what, ", name the task execution role", aws);
  }

  /** Checks the references; the value is not printed, because it may be the secret itself. */
  private void secrets(Container container, String list) {
    Tree.each(
        container.json(),
        list + "[]",
        (path, secret) -> {
          String from = secret.path("valueFrom").asText("");
          boolean fits =
              Arn.isMeant(from)
                  ? FETCHED.matcher(from).matches()
                  : PARAMETER.matcher(from).matches();
          if (!from.isEmpty() && !fits) {
            String name = secret.path("name").asText();
            findings.refused(
                container.path() + "." + path + ".valueFrom",
                "this is neither the ARN of a secret or parameter nor a parameter's name",
                FORMS,
                Arn.isMeant(from)
                    ? "Invalid arn syntax."
                    : "The Systems Manager parameter name specified for secret "
                        + name
                        + " is invalid. The parameter name can be up to 2048 characters and include"
                        + " the following letters and symbols: a-zA-Z0-9_.-,");
          } else if (Arn.isMeant(from) && !RESOURCE.matcher(from).matches()) {
            findings.unusable(
                container.path() + "." + path + ".valueFrom",
                "ECS cannot read what this ARN names",
                ", write secret:NAME, secret:NAME:KEY:: or parameter/NAME at its end");
          }
        });
  }

  /** Checks the registry credentials: the ARN of a secret, or its name in the same region. */
  private void credentials(Container container) {
    String secret =
        container.json().path("repositoryCredentials").path("credentialsParameter").asText("");
    if (Arn.isMeant(secret) && !SECRET.matcher(secret).matches()) {
      findings.unusable(
          container.at("repositoryCredentials.credentialsParameter"),
          "this is not the ARN of a secret in Secrets Manager",
          ", write arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME");
    }
  }

  /** ECS: "The secret name must be unique and not shared with any ... environment variables". */
  private void names(Container container) {
    Set<String> names = new HashSet<>();
    container.json().path("environment").forEach(v -> names.add(v.path("name").asText()));
    JsonNode secrets = container.json().path("secrets");
    for (int i = 0; i < secrets.size(); i++) {
      String name = secrets.path(i).path("name").asText();
      if (!names.add(name)) {
        findings.refused(
            container.at("secrets[" + i + "]"),
            name + " is already an environment variable or secret of this container",
            ", delete one of the two",
            "The secret name must be unique and not shared with any new or existing environment"
                + " variables set on the container, such as '"
                + name
                + "'.");
      }
    }
  }
}
