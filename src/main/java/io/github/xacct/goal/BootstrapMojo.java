package io.github.xacct.goal;

import io.github.xacct.aws.SourceConnection;
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
import io.github.xacct.stack.Scope;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackLocation;
import io.github.xacct.stack.plan.StackPlan;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Creates and updates the resources that the configuration needs, by CloudFormation: shows all
 * changes, asks for confirmation, and follows each stack to its end. A second run changes nothing.
 */
@Mojo(name = "bootstrap", threadSafe = true)
public class BootstrapMojo extends StacksMojo {

  /** Confirms the changes that are shown, for runs without a terminal. */
  @Parameter(property = "xacct.yes")
  private String yes;

  /**
   * Whether each resource of a new stack is shown, instead of the number of resources of each type.
   */
  @Parameter(property = "xacct.details", defaultValue = "false")
  private String details;

  /**
   * Whether the pipeline's branch has the files that its builds need, and the pipeline may be
   * created: it runs as soon as it exists. Default: determined by git from the remote branch; true
   * in a rehearsal.
   */
  @Parameter(property = "xacct.pushed")
  private String pushed;

  @Override
  void run() {
    refuseOffline("bootstrap");
    var settings = settings();
    var plan = plan(settings);
    var all = scope(settings);
    try (var stage = emptyStage(settings);
        var accounts = accounts(settings, stage)) {
      accounts.whoAmI(all.places(plan)).forEach(getLog()::info);
      var hold = new PipelineHold(settings, plan, facts().basedir());
      boolean held = all.withPipeline(plan) && hold.applies(accounts) && isHeld(hold);
      var scope = held ? all.withoutPipeline() : all;
      scope.environments().forEach(environment -> reportBroughtRoles(plan, environment));
      if (scope.tools()) {
        settings.pipeline().ifPresent(p -> checkConnection(p, plan, accounts));
      }
      var bootstrap =
          new Bootstrap(plan, scope, accounts, reporter(), sleeper(), command("bootstrap"));
      EnvironmentsFile known = known(settings).read();
      known
          .tools()
          .ifPresent(
              e -> plan.ofTools().forEach(stack -> bootstrap.know(stack.name(), e.outputs())));
      var former =
          scope.tools()
              ? FormerArtifacts.standing(known, plan, accounts, getLog()::warn)
              : List.<FormerArtifacts>of();
      try {
        change(bootstrap, scope.stacks(plan).size());
      } finally {
        // An account that failed is no reason to forget the others.
        known(settings)
            .change(now -> FormerArtifacts.kept(former, found(now, bootstrap, plan, scope)))
            .environments()
            .forEach(
                (name, entry) ->
                    Optional.ofNullable(entry.outputs().get("DnsRecord"))
                        .flatMap(DnsRecord::parse)
                        .ifPresent(record -> record.lines(name).forEach(getLog()::info)));
      }
      if (held) {
        hold.files().forEach((path, text) -> keep(facts().basedir().resolve(path), text));
        hold.reported(command("bootstrap")).forEach(getLog()::warn);
      }
    }
  }

  /** The commit of a rehearsal brings along what the repository does not have yet. */
  private boolean isHeld(PipelineHold hold) {
    if (Element.isWritten(pushed)) {
      return !isTrue(pushed);
    }
    if (rehearsing()) {
      hold.rehearsed().ifPresent(getLog()::info);
      return false;
    }
    return !hold.lacking().isEmpty();
  }

  private void reportBroughtRoles(StackPlan plan, String environment) {
    for (RoleArn role : plan.broughtRoles(environment)) {
      getLog()
          .info(
              """
              Environment %s: the task definition names %s, which no stack creates: it must \
              exist before the first deployment."""
                  .formatted(environment, role));
    }
  }

  /** A pipeline whose source cannot be read would be made and fail at each commit. */
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
            why -> getLog().warn("Cannot find out whether " + arn + " is AVAILABLE: " + why));
  }

  private void change(Bootstrap bootstrap, int stacks) {
    List<ChangeSet> sets = bootstrap.prepare();
    List<String> settings = bootstrap.settings();
    if (sets.stream().allMatch(ChangeSet::isEmpty) && settings.isEmpty()) {
      getLog().info("Nothing to change: all " + stacks + " stacks match their templates.");
    } else {
      boolean colours = Console.coloured(goalOutput().screen(null, session), System.getenv());
      Bootstrap.lines(sets, isTrue(details))
          .forEach(line -> getLog().info(colours ? coloured(line) : line));
      settings.forEach(getLog()::info);
      ask(bootstrap);
    }
    bootstrap.run();
  }

  /** What allows more, and what is made anew, is what a reviewer must not overlook. */
  private static String coloured(String line) {
    return line.stripLeading().startsWith("!") ? "\u001b[31m" + line + "\u001b[0m" : line;
  }

  private void ask(Bootstrap bootstrap) {
    boolean agreed = false;
    try {
      agreed = new Consent(yes, session).to("Shall this be done?", "yes");
    } finally {
      if (!agreed) {
        bootstrap.discard();
      }
    }
    if (!agreed) {
      throw XacctException.yours("Not done, because you did not agree. Nothing was changed.");
    }
  }

  /** What is known after a run, of the places in which it came to its end. */
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
