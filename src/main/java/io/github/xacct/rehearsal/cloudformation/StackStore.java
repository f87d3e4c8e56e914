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
 * Which stacks there are, those that the last rehearsal left too, and which of them are being
 * worked on. Deleted ones can still be found by their ARN.
 */
public final class StackStore implements AutoCloseable {
  private final Map<AccountRegion, List<Stack>> byPlace = new ConcurrentHashMap<>();
  private final StackFiles files;
  private final Consumer<String> log;
  private final ExecutorService workers;

  @SuppressWarnings("NullAway.Init") // by openFor
  private ResourceWork work;

  /**
   * Reads the stacks of the last rehearsal and puts into the estate what they made.
   *
   * @param log for what nobody asks an API for
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
   * The names that go with a certificate: those that stacks, or change sets of them, are given
   * beside it.
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

  /** From now on stacks can be worked on. */
  public void openFor(ResourceWork resourceWork) {
    this.work = resourceWork;
  }

  /** Templates that lie in buckets. */
  TemplateUrls urls() {
    return work.urls();
  }

  /** What templates of a place can take from it. */
  Exports exports(AccountRegion place) {
    return new Exports(this, work.store(), place);
  }

  ResourceWork work() {
    return work;
  }

  private List<Stack> in(AccountRegion place) {
    return byPlace.computeIfAbsent(place, p -> new CopyOnWriteArrayList<>());
  }

  /** All of a place, the youngest first, deleted ones too. */
  List<Stack> all(AccountRegion place) {
    List<Stack> all = new ArrayList<>(in(place));
    java.util.Collections.reverse(all);
    return all;
  }

  /** By name, if it is not deleted, or by ARN. */
  Optional<Stack> find(AccountRegion place, String nameOrId) {
    return in(place).stream()
        .filter(s -> s.id.equals(nameOrId) || (s.name.equals(nameOrId) && !s.deleted()))
        .findFirst();
  }

  /**
   * The stack that a call names.
   *
   * @throws AwsError if there is none, in the words of most calls
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

  /** One piece of work on a stack. */
  interface Job {
    /** Works until it is done or the rehearsal ends. */
    void run() throws InterruptedException;
  }

  /** Works on a stack in the background. */
  void start(Stack stack, Job job) {
    save(stack);
    workers.execute(
        () -> {
          try {
            job.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            log.accept("The embedded AWS failed at the stack " + stack.name + ": " + e);
            StackFiles.fail(stack, "Internal Failure: " + e.getMessage());
          }
          if (!workers.isShutdown()) {
            save(stack);
          }
        });
  }

  /** Writes down all stacks of the stack's place. */
  void save(Stack stack) {
    files.write(stack.place(), in(stack.place()));
  }

  @Override
  public void close() throws InterruptedException {
    workers.shutdown();
    // Most work takes milliseconds; only who waits for a service is interrupted.
    if (!workers.awaitTermination(500, TimeUnit.MILLISECONDS)) {
      workers.shutdownNow();
      workers.awaitTermination(5, TimeUnit.SECONDS);
    }
    byPlace.forEach(files::write);
  }
}
