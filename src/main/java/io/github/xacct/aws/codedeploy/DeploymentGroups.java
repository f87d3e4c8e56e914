package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;

/**
 * Finds the deployment group of an ECS service. CodeDeploy has no call for this, so all groups are
 * read. A service has at most one, because CodeDeploy refuses a second.
 */
public final class DeploymentGroups {
  /** A number of groups that BatchGetDeploymentGroups accepts by every limit ever documented. */
  private static final int AT_ONCE = 25;

  /** A deployment group and its application. */
  public record Found(String application, String deploymentGroup) {}

  private final AwsSession session;
  private final CodeDeployClient codeDeploy;

  public DeploymentGroups(AwsSession session) {
    this.session = session;
    this.codeDeploy = session.client(CodeDeployClient.builder());
  }

  /** Returns the deployment group of a service; empty if there is none. */
  public Optional<Found> serving(String cluster, String service) {
    return session.patiently(
        "Cannot look for the deployment group of service " + service + ".",
        () ->
            applications(service).stream()
                .flatMap(application -> groups(application).stream())
                .filter(group -> serves(group, cluster, service))
                .map(group -> new Found(group.applicationName(), group.deploymentGroupName()))
                .findFirst());
  }

  /** Returns all applications; first those whose names contain the service's, the likeliest. */
  private List<String> applications(String service) {
    return codeDeploy.listApplicationsPaginator().stream()
        .map(page -> listed("ListApplications", "applications", page.hasApplications(), page))
        .flatMap(page -> page.applications().stream())
        .sorted(Comparator.comparing((String name) -> !name.contains(service)))
        .toList();
  }

  private List<DeploymentGroupInfo> groups(String application) {
    List<String> names =
        codeDeploy.listDeploymentGroupsPaginator(r -> r.applicationName(application)).stream()
            .map(
                page ->
                    listed(
                        "ListDeploymentGroups",
                        "deploymentGroups",
                        page.hasDeploymentGroups(),
                        page))
            .flatMap(page -> page.deploymentGroups().stream())
            .toList();
    var groups = new ArrayList<DeploymentGroupInfo>();
    for (int i = 0; i < names.size(); i += AT_ONCE) {
      var some = names.subList(i, Math.min(i + AT_ONCE, names.size()));
      var found =
          codeDeploy.batchGetDeploymentGroups(
              r -> r.applicationName(application).deploymentGroupNames(some));
      groups.addAll(
          listed(
                  "BatchGetDeploymentGroups",
                  "deploymentGroupsInfo",
                  found.hasDeploymentGroupsInfo(),
                  found)
              .deploymentGroupsInfo());
    }
    return groups;
  }

  /** Fails if the page has no list; if there are no elements, CodeDeploy returns an empty one. */
  private static <T> T listed(String operation, String list, boolean there, T page) {
    return AwsErrors.member("CodeDeploy " + operation, list, there ? page : null);
  }

  private static boolean serves(DeploymentGroupInfo group, String cluster, String service) {
    return group.ecsServices().stream()
        .anyMatch(s -> names(s.serviceName(), service) && names(s.clusterName(), cluster));
  }

  /** Compares with a name or an ARN: AWS returns either. */
  private static boolean names(String nameOrArn, String name) {
    return nameOrArn != null && (nameOrArn.equals(name) || nameOrArn.endsWith("/" + name));
  }
}
