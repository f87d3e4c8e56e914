package io.github.xacct.preflight;

import io.github.xacct.event.Finding;
import io.github.xacct.model.AccountId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Runs all checks in parallel; a failed check does not stop the others. */
public final class Preflight {
  /** Number of threads; most of them wait for AWS. */
  private static final int SIDE_BY_SIDE = 16;

  private final Intent intent;
  private final SetUp setUp;
  private final Map<Check, Supplier<CheckVerdict>> checks = new EnumMap<>(Check.class);

  public Preflight(Intent intent, Facts facts, Clock clock) {
    this.intent = intent;
    setUp = new SetUp(intent, facts);
    sections(setUp, clock).forEach(section -> checks.putAll(section.checks()));
  }

  private static List<Section> sections(SetUp setUp, Clock clock) {
    return List.of(
        new IdentityChecks(setUp, clock),
        new RegistryChecks(setUp, clock),
        new RoleChecks(setUp, clock),
        new PermissionChecks(setUp),
        new ServiceChecks(setUp),
        new GroupChecks(setUp),
        new EcsChecks(setUp),
        new LoadBalancerChecks(setUp, clock),
        new NetworkChecks(setUp),
        new TaskChecks(setUp),
        new HookChecks(setUp),
        new RollbackChecks(setUp));
  }

  /** Runs all checks of the service's engine and returns their findings in order. */
  public List<Finding> run() {
    return run(EnumSet.allOf(Check.class));
  }

  /** Runs only the given checks. */
  public List<Finding> run(Set<Check> which) {
    var pool =
        Executors.newFixedThreadPool(
            SIDE_BY_SIDE,
            work -> {
              var thread = new Thread(work, "xacct-preflight");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Map<Check, Future<Optional<CheckVerdict>>> made = new EnumMap<>(Check.class);
      checks.forEach(
          (check, make) -> {
            if (which.contains(check)) {
              made.put(check, pool.submit(() -> verdict(check, make)));
            }
          });
      List<Finding> findings = new ArrayList<>();
      made.forEach(
          (check, verdict) ->
              get(verdict).map(v -> v.of(check, account(check))).ifPresent(findings::add));
      return findings;
    } finally {
      pool.shutdownNow();
    }
  }

  private AccountId account(Check check) {
    return check.section().equals("registry")
        ? intent.registry().account()
        : intent.environment().account();
  }

  /** The verdict; empty for a check of the other engine. */
  private Optional<CheckVerdict> verdict(Check check, Supplier<CheckVerdict> make) {
    boolean foreign = check.ofCodeDeploy() && setUp.byEcs() || check.ofEcs() && !setUp.byEcs();
    return foreign ? Optional.empty() : Optional.of(verdict(make));
  }

  private static CheckVerdict verdict(Supplier<CheckVerdict> make) {
    try {
      return make.get();
    } catch (Skip e) {
      return e.verdict();
    } catch (RuntimeException e) {
      return CheckVerdict.skipped("this check itself failed: " + e);
    }
  }

  private static Optional<CheckVerdict> get(Future<Optional<CheckVerdict>> verdict) {
    try {
      return verdict.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(CheckVerdict.skipped("interrupted"));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
