package io.github.xacct.aws.servicedeployment;

import io.github.xacct.model.Arn;
import io.github.xacct.model.Environment;
import java.util.regex.Pattern;

/**
 * The ID of a service deployment, which is the last part of its ARN and has 21 characters.
 * CodeDeploy's IDs are {@code d-} and nine characters.
 */
public final class ServiceDeploymentId {
  private static final Pattern CODE_DEPLOY = Pattern.compile("d-[A-Z0-9]{9}");

  private static final Pattern ECS = Pattern.compile("[\\w-]{21}");

  /** The suffix of a rollback's ID: in ECS, the rollback is part of the same service deployment. */
  private static final String ROLLBACK = "/rollback";

  private ServiceDeploymentId() {}

  /** Whether the ID has the form of CodeDeploy's IDs. */
  public static boolean isCodeDeploys(String id) {
    return CODE_DEPLOY.matcher(id).matches();
  }

  /** Whether the ID has the form of ECS's service deployment IDs. */
  static boolean isServiceDeployments(String id) {
    return ECS.matcher(id).matches();
  }

  /** Returns the ID in an ARN. */
  static String of(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** Returns the ARN of the deployment with this ID, which may be its rollback's. */
  static String arn(String id, Environment environment) {
    String deployment = isRollback(id) ? id.substring(0, id.length() - ROLLBACK.length()) : id;
    return Arn.of(
            environment.region(),
            environment.account(),
            "ecs",
            "service-deployment/%s/%s/%s"
                .formatted(environment.cluster(), environment.service(), deployment))
        .toString();
  }

  static String rollback(String id) {
    return id + ROLLBACK;
  }

  static boolean isRollback(String id) {
    return id.endsWith(ROLLBACK);
  }
}
