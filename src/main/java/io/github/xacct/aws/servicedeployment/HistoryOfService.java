package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.codedeploy.CodeDeployHistory;
import io.github.xacct.deploy.port.History;
import io.github.xacct.model.Environment;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Reads the past deployments of a service from its engine. */
final class HistoryOfService implements History {
  private final AwsSession session;
  private final Environment environment;
  private final HistoryPatience patience;
  private final BooleanSupplier byEcs;

  /** Kept, because the engine of the service does not change meanwhile. */
  private volatile Optional<History> known = Optional.empty();

  /**
   * @param byEcs whether ECS itself deploys the service
   */
  HistoryOfService(
      AwsSession session,
      Environment environment,
      HistoryPatience patience,
      BooleanSupplier byEcs) {
    this.session = session;
    this.environment = environment;
    this.patience = patience;
    this.byEcs = byEcs;
  }

  @Override
  public List<Past> last(int count) {
    return of().last(count);
  }

  /** Selects the engine by the form of the ID, so that the service need not be read. */
  @Override
  public Optional<Past> find(String id) {
    boolean ecs = ServiceDeploymentId.isServiceDeployments(id);
    return (ecs || ServiceDeploymentId.isCodeDeploys(id) ? of(ecs) : of()).find(id);
  }

  @Override
  public Optional<String> taskDefinition(Past past) {
    return of().taskDefinition(past);
  }

  private History of() {
    var found = known.orElseGet(() -> of(byEcs.getAsBoolean()));
    known = Optional.of(found);
    return found;
  }

  private History of(boolean ecs) {
    if (ecs) {
      return new ServiceDeploymentHistory(session, environment, patience);
    }
    var history = new CodeDeployHistory(session, environment);
    return switch (patience) {
      case WHOLE -> history;
      case TASK_DEFINITIONS_BRIEFLY -> history.withBriefTaskDefinitions();
      case BRIEFLY -> history.withBriefReads();
    };
  }
}
