package io.github.xacct.stack;

import io.github.xacct.concurrent.FanOut;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.Stack.Output;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * How the accounts are made what the plan says: every stack is looked at and every change set made
 * before anything changes; then the development account's stack, and after it the environments'
 * side by side, each in its order. What stands as it should is left alone.
 */
public final class Bootstrap {
  private final StackPlan plan;
  private final Scope scope;
  private final Accounts accounts;
  private final Reporter reporter;
  private final Sleeper sleeper;
  private final String command;
  private final LinkedRoles linkedRoles;
  private final EcsSettings ecs;

  private final Map<Output, String> known = new ConcurrentHashMap<>();
  private final Map<String, ChangeSet> sets = new ConcurrentHashMap<>();
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final Set<String> done = ConcurrentHashMap.newKeySet();

  /**
   * Creates and updates the stacks of a plan.
   *
   * @param command that does the same again
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
    this.linkedRoles = new LinkedRoles(accounts, reporter);
    this.ecs = new EcsSettings(accounts, reporter);
  }

  /**
   * Finds out what would change, in all stacks, and changes nothing.
   *
   * @throws XacctException if a stack cannot be worked on, or would lose what must stay
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
   * What would change, what that permits, and what it costs, for people.
   *
   * @param details whether each resource of a new stack has its line
   */
  public static List<String> lines(List<ChangeSet> sets, boolean details) {
    var lines = new ArrayList<>(new ChangeTable(details).lines(sets));
    lines.addAll(PolicyDifference.lines(sets));
    lines.addAll(Cost.note(sets));
    return lines;
  }

  /** What would change of how ECS deploys services that stand, for people. */
  public List<String> settings() {
    return ecs.lines();
  }

  /** Deletes the change sets that were not executed; for whoever does not want them. */
  public void discard() {
    for (var set : sets()) {
      if (!set.isEmpty() && !begun.contains(set.stack().name())) {
        var left = accounts.in(set.stack().place()).abandon(set);
        reportLeft(set.stack(), left);
        if (left.isPresent()) {
          return; // the others would be waited for as long
        }
      }
    }
  }

  private void reportLeft(Stack stack, Optional<String> left) {
    left.ifPresent(why -> reporter.report(new Event.Warning(leftBehind(stack, why))));
  }

  /** A change set that could not be deleted. */
  static String leftBehind(Stack stack, String why) {
    return stack.name()
        + ": a change set that is not executed is left, and disturbs nothing: the next run creates"
        + " its own ("
        + why
        + ")";
  }

  /**
   * Executes the change sets that were shown.
   *
   * @throws XacctException naming the first resource that failed
   */
  public void run() {
    try {
      each(this::apply);
    } catch (XacctException e) {
      discard();
      throw standing(e);
    }
  }

  /** What stands, and what to type, unless the failure says so itself. */
  private XacctException standing(XacctException failure) {
    if (String.join(" ", failure.suggestion()).contains(command)) {
      return failure;
    }
    var reported = failure;
    var complete = plan.all().stream().map(Stack::name).filter(done::contains).toList();
    if (!complete.isEmpty()) {
      reported = reported.evidence("Complete: " + String.join(", ", complete) + ".");
    }
    var open = begun.stream().filter(name -> !done.contains(name)).sorted().toList();
    if (!open.isEmpty()) {
      reported =
          reported.evidence(
              "Begun, and not known to be complete: " + String.join(", ", open) + ".");
    }
    return reported.suggestion("go on where it stopped: " + command);
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

  /** What is known already, of stacks that this run is not about. */
  public void know(String stack, Map<String, String> outputs) {
    outputs.forEach((key, value) -> known.put(new Output(stack, key), value));
  }

  /** What the stacks of a place have put out, by name. */
  public Map<String, String> outputs(List<Stack> stacks) {
    var outputs = new LinkedHashMap<String, String>();
    stacks.forEach(
        stack ->
            new TreeMap<>(
                    known.entrySet().stream()
                        .filter(entry -> entry.getKey().stack().equals(stack.name()))
                        .collect(Collectors.toMap(e -> e.getKey().key(), Map.Entry::getValue)))
                .forEach(outputs::putIfAbsent));
    outputs.remove("TemplateVersion");
    return outputs;
  }

  /** Whether this run has brought all of them to where they shall be. */
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
    if (found.filter(StackState::isStillborn).isPresent()) {
      reporter.report(
          new Event.Note(
              stack.name() + " was rolled back at its creation; its remains are deleted"));
      Work.delete(cloudFormation, stack, found.get(), reporter, sleeper);
      found = Optional.empty();
    }
    linkedRoles.look(stack, found.filter(state -> !state.isEmpty()).isEmpty());
    found.filter(state -> !state.isEmpty()).ifPresent(state -> ecs.look(stack, state));
    lookAtNetwork(stack);
    new ProviderLook(stack).at(cloudFormation, found.filter(s -> !s.isEmpty()).isEmpty(), reporter);
    sets.put(stack.name(), prepare(stack, found.filter(state -> !state.isEmpty())));
    new CertificateLook(stack, Clock.systemUTC()).at(cloudFormation, reporter);
    found.ifPresent(state -> remember(stack, state));
  }

  private void lookAtNetwork(Stack stack) {
    var check = new NetworkCheck(stack);
    if (check.isNeeded()) {
      var network = accounts.in(stack.place()).network(check.vpc(), check.subnets());
      network.value().flatMap(check::refusal).ifPresent(Bootstrap::refuse);
      check.doubts(network).forEach(w -> reporter.report(new Event.Warning(w)));
    }
  }

  private ChangeSet prepare(Stack stack, Optional<StackState> state) {
    Map<String, String> frozen = frozen(stack, state);
    if (stack.isFed(known)) {
      reportFrozen(stack, frozen);
    }
    state.ifPresent(standing -> reportFrozenTags(stack, standing));
    var parameters = new HashMap<>(stack.parameters(known));
    parameters.putAll(frozen);
    return accounts.in(stack.place()).prepare(stack, parameters, state.isEmpty());
  }

  /** CloudFormation may change neither a service, which deployments change, nor its listeners. */
  private static Map<String, String> frozen(Stack stack, Optional<StackState> state) {
    var frozen = new HashMap<String, String>();
    for (String name : stack.template().frozenParameters()) {
      state
          .filter(s -> !s.isEmpty())
          .flatMap(s -> before(stack, name, s))
          .ifPresent(value -> frozen.put(name, value));
    }
    return frozen;
  }

  /** A parameter that the stack's template did not have yet was as it is by default. */
  private static Optional<String> before(Stack stack, String name, StackState state) {
    return Optional.ofNullable(state.parameters().get(name))
        .or(() -> Objects.requireNonNull(stack.template().parameters().get(name)).byDefault());
  }

  private void reportFrozen(Stack stack, Map<String, String> frozen) {
    Map<String, String> wanted = stack.parameters(known);
    frozen.forEach(
        (name, value) -> {
          if (!value.equals(wanted.get(name)) && !name.equals("DeploymentController")) {
            reporter.report(
                new Event.Warning(
                    stack.name()
                        + ": "
                        + name
                        + " stays "
                        + value
                        + ", although the configuration has "
                        + wanted.get(name)
                        + controlled(stack)));
          }
        });
  }

  private void reportFrozenTags(Stack stack, StackState standing) {
    if (stack.template() == Template.SERVICE && !standing.tags().equals(stack.tags())) {
      reporter.report(
          new Event.Warning(
              stack.name()
                  + ": tags stay "
                  + standing.tags()
                  + ", although the configuration has "
                  + stack.tags()
                  + controlled(stack)));
    }
  }

  private static String controlled(Stack stack) {
    return ": after their creation, service and listeners are controlled by "
        + (stack.deployments().isPresent() ? "ECS" : "CodeDeploy");
  }

  private void apply(Stack stack) {
    var cloudFormation = accounts.in(stack.place());
    ChangeSet set = upToDate(stack);
    linkedRoles.create(stack);
    if (!set.isEmpty()) {
      var end =
          Work.follow(
              cloudFormation,
              stack,
              set.stackId(),
              reporter,
              sleeper,
              () -> begin(cloudFormation, set));
      if (!end.state().isWell()) {
        throw new StackFailure(stack, end, command).exception();
      }
    }
    StackState state = cloudFormation.look(stack.name()).orElseThrow();
    if (ResourceImport.isDue(set, state)) {
      new ResourceImport(cloudFormation, set, reporter, sleeper, command).align();
    }
    remember(stack, state);
    if (!set.isEmpty() || !state.isProtected()) {
      cloudFormation.protect(stack.name(), stack.template().stackPolicy());
    }
    ecs.apply(stack);
    reportFormer(stack);
    done.add(stack.name());
  }

  /**
   * Of a service that was moved to ECS; whoever deletes it has looked whether it is still needed.
   */
  private void reportFormer(Stack stack) {
    if (stack.deployments().isEmpty()) {
      return;
    }
    plan.former(stack.place().name())
        .filter(former -> accounts.in(former.place()).look(former.name()).isPresent())
        .ifPresent(
            former ->
                reporter.report(
                    new Event.Warning(
                        former.name()
                            + ": its service is deployed by ECS, so nothing needs this stack any"
                            + " more: aws cloudformation update-termination-protection"
                            + " --no-enable-termination-protection --stack-name "
                            + former.name()
                            + " --region "
                            + former.place().region()
                            + ", then delete-stack")));
  }

  /** Nobody deletes a change set that may have been begun; a refusal has begun nothing. */
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
   * The change set that was shown, or, if it was made with stand-ins, one with what is known now.
   */
  private ChangeSet upToDate(Stack stack) {
    ChangeSet shown = Objects.requireNonNull(sets.get(stack.name()));
    var cloudFormation = accounts.in(stack.place());
    Optional<StackState> state = cloudFormation.look(stack.name()).filter(s -> !s.isEmpty());
    var parameters = new HashMap<>(stack.parameters(known));
    parameters.putAll(frozen(stack, state));
    if (!stack.isFed(known)) {
      throw unfed(stack);
    }
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

  private void remember(Stack stack, StackState state) {
    know(stack.name(), state.outputs());
  }

  private XacctException unfed(Stack stack) {
    var missing = stack.inputs().values().stream().filter(o -> !known.containsKey(o)).findFirst();
    return XacctException.yours(
            "Stack "
                + stack.name()
                + " needs the output "
                + missing.orElseThrow().key()
                + " of stack "
                + missing.orElseThrow().stack()
                + ", which is not known.")
        .suggestion("run bootstrap for that account first, or bring its .xacct/environments.json.");
  }

  private static void refuse(XacctException refusal) {
    throw refusal;
  }
}
