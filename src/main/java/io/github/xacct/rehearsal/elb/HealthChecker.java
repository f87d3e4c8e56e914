package io.github.xacct.rehearsal.elb;

import io.github.xacct.rehearsal.elb.TargetGroup.HealthCheck;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.wire.HttpWire;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Checks the health of targets: whether they answer the health check path with an accepted code, or
 * accept a connection if the protocol is TCP.
 */
final class HealthChecker {
  private static final String TIMED_OUT = "Request timed out";

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Executor workers;
  private final Runnable onChange;

  HealthChecker(Executor workers, Runnable onChange) {
    this.workers = workers;
    this.onChange = onChange;
  }

  /** Starts a check of each target that is not being checked already. */
  void checkAll(TargetGroup group) {
    for (Target target : group.targets()) {
      if (target.beginCheck()) {
        workers.execute(
            () -> {
              if (target.checked(check(target, group.healthCheck()))) {
                onChange.run();
              }
            });
      }
    }
  }

  /** Returns the failure's description as in DescribeTargetHealth, or empty. */
  private static Optional<String> check(Target target, HealthCheck wanted) {
    if (target.owner.hasFault(Fault.NEVER_HEALTHY)) {
      return wanted.connects() ? Optional.of(Target.NO_CONNECTION) : codes(404);
    }
    if (target.unreachable) {
      return Optional.of(TIMED_OUT);
    }
    List<HttpWire.Header> headers =
        List.of(
            new HttpWire.Header("Host", "127.0.0.1:" + target.address.getPort()),
            new HttpWire.Header("User-Agent", "ELB-HealthChecker/2.0"));
    // Here each task has its own port instead of an address, so that the container's port means the
    // assigned one; on any other port of the container nothing listens.
    int port = wanted.port().orElse(target.owner.containerPort());
    if (port != target.owner.containerPort()) {
      return Optional.of(Target.WRONG_PORT + " " + port);
    }
    try (HttpWire wire = new HttpWire(target.address, TIMEOUT, TIMEOUT)) {
      if (wanted.connects()) {
        return Optional.empty();
      }
      wire.send("GET", wanted.path(), headers, null, 0);
      int status = wire.receive("GET").status();
      return wanted.takes(status) ? Optional.empty() : codes(status);
    } catch (SocketTimeoutException e) {
      return Optional.of(TIMED_OUT);
    } catch (IOException | NumberFormatException e) {
      return Optional.of(Target.NO_CONNECTION);
    }
  }

  private static Optional<String> codes(int status) {
    return Optional.of(Target.WRONG_CODE + ": [" + status + "]");
  }
}
