package io.github.xacct.preflight;

import static io.github.xacct.preflight.Check.PERMISSIONS_BUILDER;
import static io.github.xacct.preflight.Check.PERMISSIONS_DEPLOY_ROLE;
import static io.github.xacct.preflight.Check.PERMISSIONS_PASS_ROLE;

import io.github.xacct.preflight.Question.Side;
import io.github.xacct.preflight.SimulatedPermissions.Decided;
import io.github.xacct.preflight.SimulatedPermissions.Decisions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Checks whether the builder and the deploy role have all permissions for a deployment. */
final class PermissionChecks implements Section {
  private final SetUp setUp;
  private final NeededActions needed;

  PermissionChecks(SetUp setUp) {
    this.setUp = setUp;
    this.needed = new NeededActions(setUp);
  }

  @Override
  public Map<Check, Supplier<CheckVerdict>> checks() {
    return Map.of(
        PERMISSIONS_BUILDER, this::builder,
        PERMISSIONS_DEPLOY_ROLE, this::deployRole,
        PERMISSIONS_PASS_ROLE, this::passRole);
  }

  private CheckVerdict builder() {
    setUp.needDevelopmentAccount();
    boolean pushes = !setUp.intent.given();
    var needs = new ArrayList<>(pushes ? needed.push() : needed.find());
    if (pushes && setUp.intent.registry().createRepository() && setUp.repository().isEmpty()) {
      needs.addAll(needed.createRepository());
    }
    String builder = builderArn();
    return judge(
        "The builder " + builder,
        SimulatedPermissions.of(setUp, Side.BUILDER, builder, needs),
        needs.size() + (pushes ? " actions to push an image" : " actions to find the image"));
  }

  /** The builder's ARN; a session's ARN lacks the path of its role, which IAM requires. */
  private String builderArn() {
    String arn = setUp.caller().path("Arn").asText();
    String identity = Principals.identityOf(arn);
    if (!Principals.isSession(arn)) {
      return identity;
    }
    String name = identity.substring(identity.lastIndexOf('/') + 1);
    var answer = setUp.facts.ask(Question.builder("iam:GetRole").with("RoleName", name));
    return answer.json().path("Role").path("Arn").asText(identity);
  }

  private CheckVerdict deployRole() {
    var needs = deployRoleNeeds();
    return judge(
        "The deploy role " + deployer(), decisions(needs), needs.size() + " actions to deploy");
  }

  private CheckVerdict passRole() {
    var needs = needed.passRoles();
    if (needs.isEmpty()) {
      return CheckVerdict.ok("the task definition names no role");
    }
    return judge(
        "The deploy role " + deployer(),
        decisions(needs),
        Snippets.list(needs.stream().map(Need::resource).toList()));
  }

  /** The decisions for one check; a single simulation serves both checks of the deploy role. */
  private Decisions decisions(List<Need> wanted) {
    var all = Stream.concat(deployRoleNeeds().stream(), needed.passRoles().stream()).toList();
    var decisions = SimulatedPermissions.of(setUp, Side.TARGET, deployer(), all);
    return new Decisions(decisions.all().stream().filter(d -> wanted.contains(d.need())).toList());
  }

  private List<Need> deployRoleNeeds() {
    if (setUp.byEcs()) {
      return needed.deployRoleOfEcs();
    }
    String configuration;
    try {
      configuration = setUp.configuration();
    } catch (Skip e) {
      configuration = "*"; // the group, which names one, cannot be read
    }
    return needed.deployRole(configuration);
  }

  private String deployer() {
    return setUp.environment.role().map(Object::toString).orElseGet(this::builderArn);
  }

  private static CheckVerdict judge(String who, Decisions decisions, String otherwise) {
    var refused = decisions.refused();
    if (refused.isEmpty()) {
      return CheckVerdict.ok(otherwise);
    }
    boolean essential = refused.stream().anyMatch(d -> d.need().essential());
    String actions =
        Snippets.list(refused.stream().map(d -> d.need().action()).distinct().toList());
    var verdict =
        essential
            ? CheckVerdict.fail(who + " may not " + actions + ".")
            : CheckVerdict.warn(
                who + " may not " + actions + ": failures are reported with less detail");
    for (Decided one : refused) {
      verdict = verdict.evidence(one.words());
    }
    if (refused.stream().anyMatch(Decided::explicitDeny)) {
      verdict = verdict.fix("Remove the explicit Deny, which overrides every Allow.");
    }
    var missing = refused.stream().filter(d -> !d.explicitDeny()).map(Decided::need).toList();
    return missing.isEmpty()
        ? verdict
        : verdict.fix("Add to its policy:").fix(Snippets.statement("NeededByXacct", missing));
  }
}
