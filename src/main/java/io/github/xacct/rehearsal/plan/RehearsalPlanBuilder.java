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
 * A plan of which only what differs is written. By default: tools account 111111111111 in
 * eu-central-1, no repository, no service, healthy accounts, a minute that takes a second, any free
 * port.
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

  /** Owner and region of the registry. */
  public RehearsalPlanBuilder tools(AccountId account, Region region) {
    toolsAccount = account;
    toolsRegion = region;
    return this;
  }

  /** A repository that is there when the rehearsal begins. */
  public RehearsalPlanBuilder repository(String name) {
    return repository(Optional.of(name));
  }

  /** The repository of the app, if it has one. */
  public RehearsalPlanBuilder repository(Optional<String> name) {
    repository = name;
    return this;
  }

  /** Whether a tag of that repository stays with its image. */
  public RehearsalPlanBuilder immutableTags(boolean immutable) {
    immutableTags = immutable;
    return this;
  }

  /** Adds a service that runs when the rehearsal begins. */
  public RehearsalPlanBuilder service(RehearsedService service) {
    services.add(service);
    return this;
  }

  /** These services instead of those given before. */
  public RehearsalPlanBuilder services(List<RehearsedService> others) {
    services.clear();
    services.addAll(others);
    return this;
  }

  /** How long a minute of AWS's waits takes. */
  public RehearsalPlanBuilder minute(Duration time) {
    minute = time;
    return this;
  }

  /** The faults that occur. */
  public RehearsalPlanBuilder faults(Set<Fault> some) {
    faults = some;
    return this;
  }

  /** How the accounts are set up wrongly. */
  public RehearsalPlanBuilder setUpFaults(Set<SetUpFault> some) {
    setUpFaults = some;
    return this;
  }

  /** How services are set up wrongly that ECS deploys itself. */
  public RehearsalPlanBuilder ecsSetUpFaults(Set<EcsSetUpFault> some) {
    ecsSetUpFaults = some;
    return this;
  }

  /** Port of the API endpoint, 0 for any free one. */
  public RehearsalPlanBuilder port(int number) {
    port = number;
    return this;
  }

  /** Role of the tools account whose session the builder's credentials are once it exists. */
  public RehearsalPlanBuilder builderRole(RoleArn role) {
    builderRole = Optional.of(role);
    return this;
  }

  /** The plan as built so far. */
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
