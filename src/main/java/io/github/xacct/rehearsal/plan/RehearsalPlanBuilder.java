package io.github.xacct.rehearsal.plan;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Builds a plan from defaults: tools account 111111111111 in eu-central-1, no repository, no
 * service, healthy accounts, a minute that takes one second, any free port.
 */
public final class RehearsalPlanBuilder {
  private final Path stateFolder;
  private final List<RehearsedService> services = new ArrayList<>();
  private AccountId toolsAccount = new AccountId("111111111111");
  private Region toolsRegion = new Region("eu-central-1");
  private Optional<String> repository = Optional.empty();
  private boolean immutableTags;
  private Duration minute = Duration.ofSeconds(1);
  private Set<Fault> faults = Set.of();
  private int port;
  private Optional<RoleArn> builderRole = Optional.empty();
  private Set<SetUpFault> setUpFaults = Set.of();
  private Set<EcsSetUpFault> ecsSetUpFaults = Set.of();

  RehearsalPlanBuilder(Path stateFolder) {
    this.stateFolder = stateFolder;
  }

  RehearsalPlanBuilder(RehearsalPlan plan) {
    this(plan.stateFolder());
    tools(plan.toolsAccount(), plan.toolsRegion());
    repository = plan.repository();
    immutableTags = plan.immutableTags();
    services.addAll(plan.services());
    minute = plan.minute();
    faults = plan.faults();
    port = plan.port();
    builderRole = plan.builderRole();
    setUpFaults = plan.setUpFaults();
    ecsSetUpFaults = plan.ecsSetUpFaults();
  }

  /** Sets the account and region of the registry. */
  public RehearsalPlanBuilder tools(AccountId account, Region region) {
    toolsAccount = account;
    toolsRegion = region;
    return this;
  }

  /** Sets the repository that exists when the rehearsal begins. */
  public RehearsalPlanBuilder repository(String name) {
    return repository(Optional.of(name));
  }

  /** Sets or removes the repository that exists when the rehearsal begins. */
  public RehearsalPlanBuilder repository(Optional<String> name) {
    repository = name;
    return this;
  }

  /** Sets whether tags of that repository are immutable. */
  public RehearsalPlanBuilder immutableTags(boolean immutable) {
    immutableTags = immutable;
    return this;
  }

  /** Adds a service that runs when the rehearsal begins. */
  public RehearsalPlanBuilder service(RehearsedService service) {
    services.add(service);
    return this;
  }

  /** Replaces all services. */
  public RehearsalPlanBuilder services(List<RehearsedService> others) {
    services.clear();
    services.addAll(others);
    return this;
  }

  /** Sets the real duration of one minute of AWS's waiting times. */
  public RehearsalPlanBuilder minute(Duration time) {
    minute = time;
    return this;
  }

  /** Sets the faults to inject. */
  public RehearsalPlanBuilder faults(Set<Fault> some) {
    faults = some;
    return this;
  }

  /** Sets the misconfigurations of the accounts. */
  public RehearsalPlanBuilder setUpFaults(Set<SetUpFault> some) {
    setUpFaults = some;
    return this;
  }

  /** Sets the misconfigurations of services with the ECS deployment controller. */
  public RehearsalPlanBuilder ecsSetUpFaults(Set<EcsSetUpFault> some) {
    ecsSetUpFaults = some;
    return this;
  }

  /** Sets the port of the API endpoint, 0 for any free port. */
  public RehearsalPlanBuilder port(int number) {
    port = number;
    return this;
  }

  /** Sets the role of the tools account that the builder uses once it exists. */
  public RehearsalPlanBuilder builderRole(RoleArn role) {
    builderRole = Optional.of(role);
    return this;
  }

  /** Returns the plan. */
  public RehearsalPlan build() {
    return new RehearsalPlan(
        toolsAccount,
        toolsRegion,
        repository,
        immutableTags,
        List.copyOf(services),
        stateFolder,
        minute,
        faults,
        port,
        builderRole,
        setUpFaults,
        ecsSetUpFaults);
  }
}
