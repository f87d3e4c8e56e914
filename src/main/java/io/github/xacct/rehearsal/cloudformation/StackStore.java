package io.github.xacct.rehearsal.cloudformation;

import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * All stacks, including those of the last rehearsal, and their running operations. Deleted stacks
 * can still be found by ARN.
 */
public final class StackStore implements AutoCloseable {
  private final Map<AccountRegion, List<Stack>> byPlace = new ConcurrentHashMap<>();
  private final StackFiles files;
  private final Consumer<String> log;
  private final ExecutorService workers;

  @SuppressWarnings("NullAway.Init") // set by openFor
  private ResourceWork work;

  /**
   * Reads the stacks of the last rehearsal and adds their resources to the resource store.
   *
   * @param log receives what no API reports
   */
  public StackStore(StackFiles files, Consumer<String> log) {
    this.files = files;
    this.log = log;
    AtomicInteger number = new AtomicInteger();
    this.workers =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "rehearsal-stack-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    files
        .read()
        .forEach(
            stack -> {
              StackFiles.settle(stack);
              in(stack.place()).add(stack);
            });
  }

  /**
   * Returns the domain names of a certificate: the DomainName parameters of stacks and change sets
   * that use it.
   */
  public List<String> domainNames(AccountRegion place, String certificateArn) {
    return in(place).stream()
        .filter(stack -> !stack.deleted())
        .flatMap(Stack::submissions)
        .map(Submission::parameters)
        .filter(given -> certificateArn.equals(given.get("CertificateArn")))
        .map(given -> given.getOrDefault("DomainName", ""))
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  /** Enables operations on stacks. */
  public void openFor(ResourceWork resourceWork) {
    this.work = resourceWork;
  }

  /** Returns the reader of templates in buckets. */
  TemplateUrls urls() {
    return work.urls();
  }

  /** Returns the exports and parameters for templates of an account and region. */
  Exports exports(AccountRegion place) {
    return new Exports(this, work.store(), place);
  }

  ResourceWork work() {
    return work;
  }

  private List<Stack> in(AccountRegion place) {
    return byPlace.computeIfAbsent(place, p -> new CopyOnWriteArrayList<>());
  }

  /** Returns all stacks of an account and region, including deleted ones, newest first. */
  List<Stack> all(AccountRegion place) {
    List<Stack> all = new ArrayList<>(in(place));
    java.util.Collections.reverse(all);
    return all;
  }

  /** Finds a stack by name, if it is not deleted, or by ARN. */
  Optional<Stack> find(AccountRegion place, String nameOrId) {
    return in(place).stream()
        .filter(s -> s.id.equals(nameOrId) || (s.name.equals(nameOrId) && !s.deleted()))
        .findFirst();
  }

  /**
   * Returns the stack that a call specifies.
   *
   * @throws AwsError with the message of most operations if it does not exist
   */
  Stack named(Call call) {
    String name = call.text("StackName");
    if (name.isEmpty()) {
      throw StackErrors.invalid(
          "1 validation error detected: Value null at 'stackName' failed to satisfy constraint:"
              + " Member must not be null");
    }
    return find(call.place(), name)
        .orElseThrow(() -> StackErrors.invalid("Stack [" + name + "] does not exist"));
  }

  Stack add(AccountRegion place, Stack stack) {
    in(place).add(stack);
    return stack;
  }

  /** An operation on a stack. */
  interface Job {
    /** Runs until it is completed or the rehearsal ends. */
    void run() throws InterruptedException;
  }

  /** Runs an operation on a stack in the background. */
  void start(Stack stack, Job job) {
    save(stack);
    workers.execute(
        () -> {
          try {
            job.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException | LinkageError e) {
            log.accept("The embedded AWS failed at the stack " + stack.name + ": " + e);
            StackFiles.fail(stack, "Internal Failure: " + e.getMessage());
          }
          if (!workers.isShutdown()) {
            save(stack);
          }
        });
  }

  /** Saves all stacks of the stack's account and region. */
  void save(Stack stack) {
    files.write(stack.place(), in(stack.place()));
  }

  @Override
  public void close() throws InterruptedException {
    workers.shutdown();
    // Most operations take milliseconds; only waiting for a service is interrupted.
    if (!workers.awaitTermination(500, TimeUnit.MILLISECONDS)) {
      workers.shutdownNow();
      workers.awaitTermination(5, TimeUnit.SECONDS);
    }
    byPlace.forEach(files::write);
  }
}
