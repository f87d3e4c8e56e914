package io.github.xacct.rehearsal.junit;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.RehearsalPlanBuilder;
import io.github.xacct.rehearsal.plan.RehearsedServiceBuilder;
import io.github.xacct.rehearsal.task.LayerUnpacker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Builds an embedded AWS from defaults: an app named {@code app}, its registry in account
 * 111111111111, one environment {@code test} in account 222222222222, region eu-central-1, six
 * seconds for an hour of AWS's waiting times, immediate termination of the original tasks, and a
 * temporary folder.
 */
public final class EmbeddedAwsBuilder {
  private final Map<String, String> accounts = new LinkedHashMap<>();
  private String app = "app";
  private String tools = "111111111111";
  private Region region = new Region("eu-central-1");
  private Optional<Path> folder = Optional.empty();
  private Consumer<String> log = line -> {};
  private UnaryOperator<RehearsedServiceBuilder> services = service -> service;
  private UnaryOperator<RehearsalPlanBuilder> plans = plan -> plan;

  EmbeddedAwsBuilder() {}

  /**
   * Sets the name of the app, its repository and its container; the other resources are named after
   * app and environment.
   */
  public EmbeddedAwsBuilder app(String name) {
    app = name;
    return this;
  }

  /** Sets the account of the registry. */
  public EmbeddedAwsBuilder tools(String account) {
    tools = account;
    return this;
  }

  /** Sets the region of all accounts. */
  public EmbeddedAwsBuilder region(String id) {
    region = new Region(id);
    return this;
  }

  /** Adds an environment in an account. */
  public EmbeddedAwsBuilder environment(String name, String account) {
    accounts.put(name, account);
    return this;
  }

  /** Sets a folder that is kept: images, task definitions and the last deployments. */
  public EmbeddedAwsBuilder folder(Path lasting) {
    folder = Optional.of(lasting);
    return this;
  }

  /** Sets the receiver of messages that no API reports. */
  public EmbeddedAwsBuilder log(Consumer<String> lines) {
    log = lines;
    return this;
  }

  /** Sets the faults to inject. */
  public EmbeddedAwsBuilder faults(Fault... some) {
    return plan(plan -> plan.faults(Set.of(some)));
  }

  /**
   * Changes each environment's service: health check, port, waiting times, hook functions and so
   * on.
   */
  public EmbeddedAwsBuilder services(UnaryOperator<RehearsedServiceBuilder> change) {
    UnaryOperator<RehearsedServiceBuilder> before = services;
    services = service -> change.apply(before.apply(service));
    return this;
  }

  /** Changes the plan from which the embedded AWS is created. */
  public EmbeddedAwsBuilder plan(UnaryOperator<RehearsalPlanBuilder> change) {
    UnaryOperator<RehearsalPlanBuilder> before = plans;
    plans = plan -> change.apply(before.apply(plan));
    return this;
  }

  /** Starts the embedded AWS. */
  public EmbeddedAws start() {
    try {
      Path state = folder.isPresent() ? folder.get() : Files.createTempDirectory("embedded-aws");
      return new EmbeddedAws(plan(state), log, () -> deleteUnless(folder.isPresent(), state));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteUnless(boolean lasting, Path state) throws IOException {
    if (!lasting) {
      LayerUnpacker.delete(state);
    }
  }

  private RehearsalPlan plan(Path state) {
    Map<String, String> all = accounts.isEmpty() ? Map.of("test", "222222222222") : accounts;
    RehearsalPlanBuilder plan =
        RehearsalPlan.in(state)
            .tools(new AccountId(tools), region)
            .repository(app)
            .minute(Duration.ofMillis(100));
    all.forEach((name, account) -> plan.service(service(name, new AccountId(account))));
    return plans.apply(plan).build();
  }

  private RehearsalPlan.RehearsedService service(String environment, AccountId account) {
    String name = app + "-" + environment;
    RehearsedServiceBuilder service =
        RehearsedServiceBuilder.named(environment, account, name)
            .region(region)
            .role(role(account, name + "-deploy"), Optional.empty())
            .taskRoles(role(account, name + "-execution"), role(account, name + "-task"))
            .container(app, 8080, "/")
            .terminationWait(0);
    return services.apply(service).build();
  }

  private Optional<RoleArn> role(AccountId account, String name) {
    return Optional.of(new RoleArn(region.partition(), account, name));
  }
}
