package io.github.xacct.rehearsal;

import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.cloudformation.CloudFormation;
import io.github.xacct.rehearsal.cloudformation.HandlerRights;
import io.github.xacct.rehearsal.cloudformation.ResourceWork;
import io.github.xacct.rehearsal.cloudformation.StackFiles;
import io.github.xacct.rehearsal.cloudformation.StackStore;
import io.github.xacct.rehearsal.ecr.AuthorisedTokens;
import io.github.xacct.rehearsal.ecr.Ecr;
import io.github.xacct.rehearsal.ecr.EcrTokens;
import io.github.xacct.rehearsal.ecr.PublicGallery;
import io.github.xacct.rehearsal.ecr.Registries;
import io.github.xacct.rehearsal.ecr.Registry;
import io.github.xacct.rehearsal.elb.ServerCertificates;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.Pace;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.rehearsal.readonly.Acm;
import io.github.xacct.rehearsal.readonly.CodeConnections;
import io.github.xacct.rehearsal.readonly.Ec2;
import io.github.xacct.rehearsal.readonly.EventBridge;
import io.github.xacct.rehearsal.readonly.Kms;
import io.github.xacct.rehearsal.readonly.Sns;
import io.github.xacct.rehearsal.s3.Buckets;
import io.github.xacct.rehearsal.s3.S3;
import io.github.xacct.rehearsal.setup.PlannedFaults;
import io.github.xacct.rehearsal.setup.PlannedIdentities;
import io.github.xacct.rehearsal.setup.PlannedRepository;
import io.github.xacct.rehearsal.setup.PlannedSetUp;
import io.github.xacct.rehearsal.state.AtomicFile;
import io.github.xacct.rehearsal.state.Certificates;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.StateLock;
import io.github.xacct.rehearsal.wire.ApiServer;
import io.github.xacct.rehearsal.wire.Service;
import io.github.xacct.rehearsal.wire.SigV4;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The parts of a running rehearsal, created in the order of their dependencies and closed in
 * reverse.
 */
final class RehearsalParts implements AutoCloseable {
  private static final Duration SKEW = Duration.ofMinutes(20);

  final RehearsalPlan plan;
  final Observers observers = new Observers();
  final ResourceStore store = new ResourceStore();
  final AccessControl access;
  final EcrTokens tokens;
  final Registry registry;
  final Compute compute;
  final EventBridge events;
  final ServerCertificates secured;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Registries registries;
  private final StackStore stacks;
  private final Buckets buckets;
  private final Certificates certificates;
  private final ApiServer api;
  private Optional<PublicGallery> gallery = Optional.empty();

  RehearsalParts(RehearsalPlan plan, Consumer<String> log, Clock machine) throws IOException {
    this.plan = plan;
    Clock clock = Clock.offset(machine, ahead());
    Path folder = plan.stateFolder();
    try {
      open.push(StateLock.take(folder));
      AtomicFile.deletePartialFiles(folder, Compute.foldersIn(folder));
      // First: resources of earlier stacks must exist when the rest is created.
      stacks = new StackStore(new StackFiles(folder, store), log);
      buckets = new Buckets(store, folder.resolve("buckets"));
      certificates = new Certificates(store, this::domainNames);
      secured = new ServerCertificates(folder.resolve("certificates"), certificates);
      access = new AccessControl(plan, store, observers::granted, clock, this::endpoint);
      PlannedIdentities.put(plan, store);
      tokens = new EcrTokens(plan.toolsRegion(), clock);
      registries =
          keep(
              new Registries(
                  store, folder.resolve("registry"), tokens, access.authority, clock, log));
      registry = registries.of(plan.toolsAccount(), plan.toolsRegion().id());
      PlannedRepository.put(plan, registry.repositories());
      PlannedSetUp.put(store, plan);
      compute = keep(compute(log));
      PlannedRepository.expire(registry.repositories(), clock.millis());
      keep(stacks).openFor(resourceWork());
      events = new EventBridge(store, observers::published, log);
      api = keep(listen(services(clock), clock, log));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private Compute compute(Consumer<String> log) {
    return new Compute(
        plan,
        Pace.of(plan.minute()),
        store,
        new AuthorisedTokens(tokens, access.authority),
        registry::host,
        log,
        lastGood -> PlannedFaults.put(plan, store, registry.repositories(), lastGood),
        secured,
        access.roles);
  }

  private ResourceWork resourceWork() {
    return new ResourceWork(
        store,
        new RehearsedWorld(plan, compute, registries, buckets),
        new HandlerRights(access.authority, access.iam));
  }

  private List<Service> services(Clock clock) {
    List<Service> services = new ArrayList<>(access.services(clock));
    services.add(new Ecr(registries, tokens, clock));
    services.addAll(compute.services());
    services.add(new CloudFormation(stacks, store));
    services.add(new S3(buckets, clock));
    services.add(
        new CodeConnections(plan.faults().contains(RehearsalPlan.Fault.CONNECTION_PENDING)));
    services.add(new Ec2(store));
    services.add(new Acm(certificates, store));
    services.add(new Kms(store));
    services.add(new Sns(store, observers::published));
    return services;
  }

  /**
   * Returns the replacement of the ECR Public Gallery, created at the first call because few
   * rehearsals need it.
   */
  synchronized PublicGallery gallery() {
    if (gallery.isEmpty()) {
      try {
        gallery = Optional.of(keep(new PublicGallery()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return gallery.get();
  }

  /** Returns the URL of the APIs of all services. */
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + api.port());
  }

  /** Returns the domain names of a certificate, from stacks and from the plan. */
  private List<String> domainNames(AccountRegion place, String certificateArn) {
    return Stream.concat(
            stacks.domainNames(place, certificateArn).stream(),
            plan.services().stream()
                .filter(service -> AccountRegion.of(service).equals(place))
                .flatMap(service -> service.needs().domainName().stream()))
        .distinct()
        .toList();
  }

  /** Ends everything that the rehearsal started; a second time does nothing. */
  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        // Close the others nevertheless; what stays open ends with the process.
      }
    }
  }

  private Duration ahead() {
    return plan.setUpFaults().contains(SetUpFault.CLOCK_SKEW) ? SKEW : Duration.ZERO;
  }

  private ApiServer listen(List<Service> services, Clock clock, Consumer<String> log)
      throws IOException {
    var admission =
        access.admission(compute::groupOfDeployment, registries::policyOf, buckets::policyOf);
    try {
      return new ApiServer(
          plan.port(),
          services,
          ahead(),
          new SigV4(access.keys, clock),
          admission,
          observers::called,
          log);
    } catch (BindException e) {
      throw XacctException.yours("Cannot serve the rehearsal on port " + plan.port() + ".")
          .evidence("The system said: " + e.getMessage())
          .suggestion(
              "stop the process that uses the port, or choose another: -Dxacct.rehearse.port=0"
                  + " takes any");
    }
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    open.push(closeable);
    return closeable;
  }
}
