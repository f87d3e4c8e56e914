package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.ecs.Services;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.model.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;

/** Reads a service, its deployments and its revisions from ECS. */
final class ServiceDeploymentReader {
  /** The maximum of DescribeServiceDeployments. */
  private static final int AT_ONCE = 20;

  static final List<ServiceDeploymentStatus> IN_FLIGHT =
      List.of(
          ServiceDeploymentStatus.PENDING,
          ServiceDeploymentStatus.IN_PROGRESS,
          ServiceDeploymentStatus.STOP_REQUESTED,
          ServiceDeploymentStatus.ROLLBACK_REQUESTED,
          ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS);

  /** How long ECS may answer that a deployment that was just created does not exist. */
  private static final Duration APPEARS = Duration.ofMinutes(1);

  private final EcsClient ecs;
  private final Environment environment;

  /** Kept, because a service revision never changes. */
  private final Map<String, ServiceRevision> revisions = new ConcurrentHashMap<>();

  ServiceDeploymentReader(EcsClient ecs, Environment environment) {
    this.ecs = ecs;
    this.environment = environment;
  }

  /** Returns the service; empty if it does not exist. */
  Optional<Service> service() {
    try {
      return Services.one(
          ecs.describeServices(
              r -> r.cluster(environment.cluster()).services(environment.service())));
    } catch (ClusterNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Returns a deployment; empty if ECS does not find it, or not yet. */
  Optional<ServiceDeployment> deployment(String arn) {
    return deployments(List.of(arn)).stream().findFirst();
  }

  /**
   * Returns a deployment of this service by its ID.
   *
   * @throws TransientFailure if ECS does not find it, or not yet
   */
  ServiceDeployment known(String id) {
    return deployment(ServiceDeploymentId.arn(id, environment))
        .orElseThrow(
            () -> {
              String words = "ECS finds no service deployment " + id + ".";
              return TransientFailure.worthAsking(APPEARS, words, new IllegalStateException(words));
            });
  }

  /** Returns the deployments of these ARNs that ECS finds, in no order. */
  List<ServiceDeployment> deployments(List<String> arns) {
    var found = new ArrayList<ServiceDeployment>();
    for (int from = 0; from < arns.size(); from += AT_ONCE) {
      var some = arns.subList(from, Math.min(from + AT_ONCE, arns.size()));
      var answer = ecs.describeServiceDeployments(r -> r.serviceDeploymentArns(some));
      if (answer.serviceDeployments().isEmpty() && answer.failures().isEmpty()) {
        AwsErrors.member("ECS DescribeServiceDeployments", "serviceDeployments and failures", null);
      }
      answer
          .serviceDeployments()
          .forEach(d -> AwsErrors.member("ECS DescribeServiceDeployments", "status", d.status()));
      found.addAll(answer.serviceDeployments());
    }
    return found;
  }

  /** Lists the deployments created after this time, with these statuses or any, newest first. */
  List<ServiceDeploymentBrief> list(List<ServiceDeploymentStatus> statuses, Instant after) {
    var briefs = new ArrayList<ServiceDeploymentBrief>();
    Optional<String> next = Optional.empty();
    do {
      String token = next.orElse(null);
      var page =
          ecs.listServiceDeployments(
              r ->
                  r.cluster(environment.cluster())
                      .service(environment.service())
                      .status(statuses)
                      .createdAt(c -> c.after(after))
                      .nextToken(token));
      if (!page.hasServiceDeployments()) {
        AwsErrors.member("ECS ListServiceDeployments", "serviceDeployments", null);
      }
      briefs.addAll(page.serviceDeployments());
      next = Optional.ofNullable(page.nextToken());
    } while (next.isPresent());
    briefs.sort(Comparator.comparing(ServiceDeploymentReader::created).reversed());
    return briefs;
  }

  static Instant created(ServiceDeploymentBrief brief) {
    return Optional.ofNullable(brief.createdAt()).orElse(Instant.EPOCH);
  }

  /** Returns a service revision; empty if ECS does not find it, or not yet. */
  Optional<ServiceRevision> revision(String arn) {
    var known = Optional.ofNullable(revisions.get(arn));
    return known.or(
        () -> {
          var answer = ecs.describeServiceRevisions(r -> r.serviceRevisionArns(arn));
          if (!answer.hasServiceRevisions() && !answer.hasFailures()) {
            AwsErrors.member("ECS DescribeServiceRevisions", "serviceRevisions and failures", null);
          }
          var read = answer.serviceRevisions().stream().findFirst();
          read.ifPresent(revision -> revisions.put(arn, revision));
          return read;
        });
  }

  /** Returns the ARN of the task definition that a revision runs. */
  Optional<String> taskDefinition(String revisionArn) {
    return revision(revisionArn).map(ServiceRevision::taskDefinition);
  }

  /** Whether a revision runs this task definition. */
  boolean runs(@Nullable String revisionArn, String taskDefinition) {
    return revisionArn != null
        && taskDefinition(revisionArn).filter(taskDefinition::equals).isPresent();
  }
}
