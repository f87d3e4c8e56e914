package io.github.xacct.goal;

import io.github.xacct.aws.SourceConnection;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.console.Consent;
import io.github.xacct.model.Arn;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.Console;
import io.github.xacct.stack.Bootstrap;
import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.DnsRecord;
import io.github.xacct.stack.EnvironmentsFile;
import io.github.xacct.stack.FormerArtifacts;
import io.github.xacct.stack.Scope;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackLocation;
import io.github.xacct.stack.plan.StackPlan;
import java.util.List;
import java.util.Optional;

/** Creates and updates the stacks of all accounts, and records their roles and outputs. */
final class BootstrapWork {
  private final GoalContext goal;
  private final Settings settings;
  private final StackContext stacks;
  private final Consent consent;
  private final boolean details;
  private final Optional<String> pushed;

  /**
   * Creates one run of bootstrap.
   *
   * @param consent to the changes that are shown
   * @param details whether each resource of a new stack is shown
   * @param pushed whether the remote branch has the pipeline's files, as written
   */
  BootstrapWork(
      GoalContext goal,
      Settings settings,
      StackContext stacks,
      Consent consent,
      boolean details,
      Optional<String> pushed) {
    this.goal = goal;
    this.settings = settings;
    this.stacks = stacks;
    this.consent = consent;
    this.details = details;
    this.pushed = pushed;
  }

  /** Shows all changes, asks for confirmation, and executes them. */
  void run() {
    var plan = stacks.plan();
    var all = stacks.scope();
    try (var stage = stacks.stage();
        var accounts = stacks.accounts(stage)) {
      accounts.callers(all.places(plan)).forEach(goal.log()::info);
      var hold = new PipelineHold(settings, plan, goal.facts().basedir());
      boolean held = all.withPipeline(plan) && hold.applies(accounts) && isHeld(hold);
      var scope = held ? all.withoutPipeline() : all;
      scope.environments().forEach(environment -> reportBroughtRoles(plan, environment));
      if (scope.tools()) {
        settings.pipeline().ifPresent(p -> checkConnection(p, plan, accounts));
      }
      var bootstrap =
          new Bootstrap(
              plan,
              scope,
              accounts,
              goal.reporter(),
              stacks.sleeper(),
              stacks.command("bootstrap"));
      EnvironmentsFile known = stacks.known().read();
      known
          .tools()
          .ifPresent(
              e ->
                  plan.ofTools().forEach(stack -> bootstrap.addOutputs(stack.name(), e.outputs())));
      var former =
          scope.tools()
              ? FormerArtifacts.standing(known, plan, accounts, goal.log()::warn)
              : List.<FormerArtifacts>of();
      try {
        change(bootstrap, scope.stacks(plan).size());
      } finally {
        // Recorded even if one account failed: the others are complete.
        stacks
            .known()
            .change(now -> FormerArtifacts.kept(former, found(now, bootstrap, plan, scope)))
            .environments()
            .forEach(
                (name, entry) ->
                    Optional.ofNullable(entry.outputs().get("DnsRecord"))
                        .flatMap(DnsRecord::parse)
                        .ifPresent(record -> record.lines(name).forEach(goal.log()::info)));
      }
      if (held) {
        hold.files()
            .forEach((path, text) -> stacks.keep(goal.facts().basedir().resolve(path), text));
        hold.reported(stacks.command("bootstrap")).forEach(goal.log()::warn);
      }
    }
  }

  /**
   * Whether the pipeline is not created yet; never in a rehearsal, whose commit contains the files.
   */
  private boolean isHeld(PipelineHold hold) {
    if (pushed.isPresent()) {
      return !Element.isTrue(pushed.get());
    }
    if (goal.venue().rehearsed()) {
      hold.rehearsed().ifPresent(goal.log()::info);
      return false;
    }
    return !hold.lacking().isEmpty();
  }

  private void reportBroughtRoles(StackPlan plan, String environment) {
    for (RoleArn role : plan.existingRoles(environment)) {
      goal.log()
          .info(
              """
              Environment %s: the task definition names %s, which no stack creates: it must \
              exist before the first deployment."""
                  .formatted(environment, role));
    }
  }

  /** Checks the connection to the source, without which the pipeline would fail at each commit. */
  private void checkConnection(PipelineSettings pipeline, StackPlan plan, StackAccounts accounts) {
    Optional<String> connection = pipeline.source().connection();
    if (connection.isEmpty()) {
      return;
    }
    StackLocation tools = plan.tooling().place();
    String arn = connection.get();
    Region region = new Region(Arn.parse(arn).region());
    var session = accounts.session(new StackLocation(tools.name(), tools.account(), region));
    new SourceConnection(session, arn)
        .demandAvailable()
        .ifPresent(
            why -> goal.log().warn("Cannot find out whether " + arn + " is AVAILABLE: " + why));
  }

  private void change(Bootstrap bootstrap, int stacks) {
    List<ChangeSet> sets = bootstrap.prepare();
    List<String> settings = bootstrap.settings();
    if (sets.stream().allMatch(ChangeSet::isEmpty) && settings.isEmpty()) {
      goal.log().info("Nothing to change: all " + stacks + " stacks match their templates.");
    } else {
      boolean colours =
          Console.coloured(goal.output().screen(null, goal.session()), System.getenv());
      Bootstrap.lines(sets, details)
          .forEach(line -> goal.log().info(colours ? coloured(line) : line));
      settings.forEach(goal.log()::info);
      ask(bootstrap);
    }
    bootstrap.run();
  }

  /** Colours changes that widen permissions or replace resources, which a reviewer must notice. */
  private static String coloured(String line) {
    return line.stripLeading().startsWith("!") ? "\u001b[31m" + line + "\u001b[0m" : line;
  }

  private void ask(Bootstrap bootstrap) {
    boolean agreed = false;
    try {
      agreed = consent.to("Apply these changes?", "yes");
    } finally {
      if (!agreed) {
        bootstrap.discard();
      }
    }
    if (!agreed) {
      throw XacctException.yours("Not done, because you did not agree. Nothing was changed.");
    }
  }

  /** Returns what is known after a run, updated by the accounts in which it was completed. */
  static EnvironmentsFile found(
      EnvironmentsFile known, Bootstrap bootstrap, StackPlan plan, Scope scope) {
    var found = known;
    var tools = plan.ofTools();
    if (bootstrap.isDone(tools)) {
      found = found.withTools(entry(bootstrap, tools, Optional.empty(), Optional.empty()));
    }
    for (String environment : scope.environments()) {
      List<Stack> stacks = plan.of(environment);
      if (!bootstrap.isDone(stacks)) {
        continue;
      }
      String role = bootstrap.outputs(stacks).get("DeployRoleArn");
      found =
          found.with(
              environment,
              entry(
                  bootstrap,
                  stacks,
                  Optional.ofNullable(role),
                  Optional.of(plan.externalId(environment))));
    }
    return found;
  }

  private static EnvironmentsFile.Entry entry(
      Bootstrap bootstrap, List<Stack> stacks, Optional<String> role, Optional<String> externalId) {
    StackLocation place = stacks.get(0).place();
    var outputs = bootstrap.outputs(stacks);
    outputs.remove("DeployRoleArn");
    return new EnvironmentsFile.Entry(
        place.account().value(), place.region().id(), role, externalId, outputs);
  }
}
