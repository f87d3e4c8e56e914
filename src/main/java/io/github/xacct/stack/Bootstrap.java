package io.github.xacct.stack;

import io.github.xacct.concurrent.FanOut;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Creates and updates the stacks of a plan. All stacks are read and all change sets created before
 * anything changes; then the development account's stack is deployed, and after it the
 * environments' in parallel, each environment's in order. Stacks without changes are left
 * unchanged.
 */
public final class Bootstrap {
  private final StackPlan plan;
  private final Scope scope;
  private final Accounts accounts;
  private final Reporter reporter;
  private final Sleeper sleeper;
  private final String command;
  private final StackChecks looks;
  private final FrozenParameters frozen;
  private final EcsSettings ecs;

  private final KnownOutputs known = new KnownOutputs();
  private final Map<String, ChangeSet> sets = new ConcurrentHashMap<>();
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final Set<String> done = ConcurrentHashMap.newKeySet();

  /**
   * Creates the run for a plan.
   *
   * @param command the command that runs the same again
   */
  public Bootstrap(
      StackPlan plan,
      Scope scope,
      Accounts accounts,
      Reporter reporter,
      Sleeper sleeper,
      String command) {
    this.plan = plan;
    this.scope = scope;
    this.accounts = accounts;
    this.reporter = reporter;
    this.sleeper = sleeper;
    this.command = command;
    this.looks = new StackChecks(accounts, reporter);
    this.frozen = new FrozenParameters(reporter);
    this.ecs = new EcsSettings(accounts, reporter);
  }

  /**
   * Creates the change sets of all stacks and returns them in order; changes no stack.
   *
   * @throws XacctException if a stack cannot be updated, or would lose what must be kept
   */
  public List<ChangeSet> prepare() {
    try {
      each(this::prepare);
      var inOrder = sets();
      inOrder.forEach(set -> Refusals.of(set).ifPresent(Bootstrap::refuse));
      return inOrder;
    } catch (XacctException e) {
      discard();
      throw e;
    }
  }

  /**
   * Returns the output lines for these change sets: changes, permissions and cost.
   *
   * @param details whether each resource of a new stack has its own line
   */
  public static List<String> lines(List<ChangeSet> sets, boolean details) {
    var lines = new ArrayList<>(new ChangeTable(details).lines(sets));
    lines.addAll(PolicyDifference.lines(sets));
    lines.addAll(Cost.note(sets));
    return lines;
  }

  /** Returns the output lines for changes of how ECS deploys existing services. */
  public List<String> settings() {
    return ecs.lines();
  }

  /** Deletes the change sets that were not executed. */
  public void discard() {
    for (var set : sets()) {
      if (!set.isEmpty() && !begun.contains(set.stack().name())) {
        var left = accounts.in(set.stack().place()).abandon(set);
        reportLeft(set.stack(), left);
        if (left.isPresent()) {
          return; // deleting the others would time out as well
        }
      }
    }
  }

  private void reportLeft(Stack stack, Optional<String> left) {
    left.ifPresent(why -> reporter.report(new Event.Warning(leftBehind(stack, why))));
  }

  /** Returns the warning of a change set that could not be deleted. */
  static String leftBehind(Stack stack, String why) {
    return """
        %s: a change set that is not executed is left, and disturbs nothing: the next run \
        creates its own (%s)"""
        .formatted(stack.name(), why);
  }

  /**
   * Executes the prepared change sets.
   *
   * @throws XacctException naming the first resource that failed
   */
  public void run() {
    try {
      each(this::apply);
    } catch (XacctException e) {
      discard();
      throw withExistingStacks(e);
    }
  }

  /** Adds which stacks exist and the command that resumes, unless the failure contains it. */
  private XacctException withExistingStacks(XacctException failure) {
    return new ExistingStacks(plan, begun, done).reportedWith(failure, command);
  }

  private void each(Consumer<Stack> work) {
    if (scope.tools()) {
      plan.ofTools().forEach(work);
    }
    FanOut.each("the stacks", scope.environments(), name -> plan.of(name).forEach(work));
    if (scope.withPipeline(plan)) {
      plan.pipeline().ifPresent(work);
    }
  }

  /** Adds the outputs of a stack that this run does not deploy. */
  public void addOutputs(String stack, Map<String, String> outputs) {
    known.add(stack, outputs);
  }

  /** Returns the outputs of these stacks by key. */
  public Map<String, String> outputs(List<Stack> stacks) {
    return known.of(stacks);
  }

  /** Whether this run has deployed all of these stacks. */
  public boolean isDone(List<Stack> stacks) {
    return stacks.stream().map(Stack::name).allMatch(done::contains);
  }

  private List<ChangeSet> sets() {
    return plan.all().stream()
        .filter(stack -> sets.containsKey(stack.name()))
        .map(stack -> sets.get(stack.name()))
        .toList();
  }

  private void prepare(Stack stack) {
    var cloudFormation = accounts.in(stack.place());
    Optional<StackState> found = cloudFormation.look(stack.name());
    found.flatMap(state -> Refusals.of(stack, state)).ifPresent(Bootstrap::refuse);
    if (found.filter(StackState::isFailedCreation).isPresent()) {
      reporter.report(
          new Event.Note(
              stack.name() + " was rolled back at its creation; its remains are deleted"));
      Work.delete(cloudFormation, stack, found.get(), reporter, sleeper);
      found = Optional.empty();
    }
    var existing = found.filter(state -> !state.isEmpty());
    existing.ifPresent(state -> ecs.look(stack, state));
    existing.ifPresent(state -> new KeyCheck(cloudFormation, stack).report(state, reporter));
    looks.before(stack, existing.isEmpty());
    sets.put(stack.name(), prepare(stack, existing));
    looks.after(stack);
    found.ifPresent(state -> addOutputs(stack.name(), state.outputs()));
  }

  private ChangeSet prepare(Stack stack, Optional<StackState> state) {
    var kept = FrozenParameters.of(stack, state);
    var parameters = new HashMap<>(stack.parameters(known.all()));
    if (stack.hasAllInputs(known.all())) {
      frozen.report(stack, kept, parameters);
    }
    state.ifPresent(existing -> frozen.reportTags(stack, existing));
    parameters.putAll(kept);
    return accounts.in(stack.place()).prepare(stack, parameters, state.isEmpty());
  }

  private void apply(Stack stack) {
    var cloudFormation = accounts.in(stack.place());
    ChangeSet set = upToDate(stack);
    looks.createMissingRoles(stack);
    if (!set.isEmpty()) {
      var end =
          Work.follow(
              cloudFormation,
              stack,
              set.stackId(),
              reporter,
              sleeper,
              () -> begin(cloudFormation, set));
      if (!end.state().hasSucceeded()) {
        throw new StackFailure(stack, end, command).exception();
      }
    }
    StackState state = cloudFormation.look(stack.name()).orElseThrow();
    if (ResourceImport.isDue(set, state)) {
      new ResourceImport(cloudFormation, set, reporter, sleeper, command).align();
    }
    addOutputs(stack.name(), state.outputs());
    if (!set.isEmpty() || !state.isProtected()) {
      cloudFormation.protect(stack.name(), stack.template().stackPolicy());
    }
    looks.complete(stack);
    ecs.apply(stack);
    FormerStack.report(stack, plan, accounts, reporter);
    done.add(stack.name());
  }

  /** Executes a change set, which is never deleted once its execution may have begun. */
  private void begin(CloudFormation cloudFormation, ChangeSet set) {
    String name = set.stack().name();
    begun.add(name);
    try {
      cloudFormation.execute(set);
    } catch (XacctException e) {
      if (isUntouched(cloudFormation, set)) {
        begun.remove(name);
      }
      throw e;
    }
  }

  private static boolean isUntouched(CloudFormation cloudFormation, ChangeSet set) {
    try {
      return cloudFormation.look(set.stackId()).filter(state -> !state.isBusy()).isPresent();
    } catch (XacctException e) {
      return false;
    }
  }

  /**
   * Returns the prepared change set or, if it was created with stand-ins for outputs that are known
   * by now, a new one.
   */
  private ChangeSet upToDate(Stack stack) {
    ChangeSet shown = Objects.requireNonNull(sets.get(stack.name()));
    var cloudFormation = accounts.in(stack.place());
    Optional<StackState> state = cloudFormation.look(stack.name()).filter(s -> !s.isEmpty());
    var parameters = new HashMap<>(stack.parameters(known.all()));
    parameters.putAll(FrozenParameters.of(stack, state));
    known.demandAllOf(stack);
    if (parameters.equals(shown.parameters())) {
      return shown;
    }
    if (!shown.isEmpty()) {
      reportLeft(stack, cloudFormation.discard(shown));
    }
    ChangeSet anew = cloudFormation.prepare(stack, parameters, shown.first());
    Refusals.of(anew).ifPresent(Bootstrap::refuse);
    sets.put(stack.name(), anew);
    return anew;
  }

  private static void refuse(XacctException refusal) {
    throw refusal;
  }
}
