package io.github.xacct.aws.servicedeployment;

import io.github.xacct.model.Arn;
import io.github.xacct.model.Environment;
import java.util.regex.Pattern;

/**
 * The id of a service deployment: the last part of its ARN. It has 21 characters; CodeDeploy's ids
 * begin with {@code d-} and have nine more.
 */
public final class ServiceDeploymentId {
  private static final Pattern CODE_DEPLOY = Pattern.compile("d-[A-Z0-9]{9}");

  private static final Pattern ECS = Pattern.compile("[\\w-]{21}");

  /** The rollback of a service deployment is the same one; here it has a name of its own. */
  private static final String ROLLBACK = "/rollback";

  private ServiceDeploymentId() {}

  /** Whether an id is one of CodeDeploy's. */
  public static boolean isCodeDeploys(String id) {
    return CODE_DEPLOY.matcher(id).matches();
  }

  /** Whether an id is one of ECS's. */
  static boolean isServiceDeployments(String id) {
    return ECS.matcher(id).matches();
  }

  /** The id in an ARN. */
  static String of(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** The ARN of an id, whether it names the deployment or its rollback. */
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
