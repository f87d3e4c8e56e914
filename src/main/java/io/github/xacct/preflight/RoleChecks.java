package io.github.xacct.preflight;

import static io.github.xacct.preflight.Check.ROLE_ASSUME;
import static io.github.xacct.preflight.Check.ROLE_SESSION;

import io.github.xacct.model.DocPage;
import io.github.xacct.model.RoleArn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Checks whether the builder can assume the deploy role, and for how long. */
final class RoleChecks implements Section {
  private final SetUp setUp;
  private final Clock clock;

  RoleChecks(SetUp setUp, Clock clock) {
    this.setUp = setUp;
    this.clock = clock;
  }

  @Override
  public Map<Check, Supplier<CheckVerdict>> checks() {
    return Map.of(ROLE_ASSUME, this::assume, ROLE_SESSION, this::session);
  }

  private CheckVerdict assume() {
    if (setUp.environment.role().isEmpty()) {
      return ownAccount();
    }
    RoleArn role = setUp.environment.role().get();
    setUp.caller();
    var answer = setUp.assumedRole();
    if (answer.kind() == Answer.Kind.FOUND) {
      return CheckVerdict.ok(role.toString());
    }
    setUp.needDevelopmentAccount();
    return answer.denied()
        ? denied(role, answer)
        : CheckVerdict.fail("Cannot assume role " + role + ".").evidence(answer.words());
  }

  private CheckVerdict ownAccount() {
    String account = setUp.caller().path("Account").asText();
    if (account.equals(setUp.environment.account().value())) {
      return CheckVerdict.ok("no role: the caller's own credentials are used");
    }
    setUp.needDevelopmentAccount();
    return CheckVerdict.fail(
            "The environment names no role, but its account "
                + setUp.environment.account()
                + " is not the caller's.")
        .evidence("The caller is of account " + account)
        .fix("write <role> into the environment");
  }

  /**
   * Explains a denied AssumeRole. AWS does not distinguish a missing role from one that does not
   * trust the caller, and often not which policy denied it; the caller's own policies can be
   * simulated.
   */
  private CheckVerdict denied(RoleArn role, Answer answer) {
    var verdict =
        CheckVerdict.fail("Cannot assume role " + role + ".")
            .evidence("AWS said: " + answer.words());
    var needed = new NeededActions(setUp).assumeRole();
    String builder = Principals.identityOf(setUp.caller().path("Arn").asText());
    try {
      var decisions = SimulatedPermissions.of(setUp, Question.Side.BUILDER, builder, needed);
      var refused = decisions.refused();
      if (!refused.isEmpty()) {
        verdict =
            verdict.evidence(
                "The caller's own policies do not allow it: " + refused.get(0).words());
        return refused.stream().anyMatch(SimulatedPermissions.Decided::explicitDeny)
            ? verdict.fix(
                "Remove the explicit Deny from the policies of "
                    + builder
                    + ", which overrides every Allow.")
            : verdict
                .fix("Add to the policy of " + builder + ":")
                .fix(Snippets.statement("AssumeTheDeployRole", needed));
      }
      String other =
          new DeployRoleTrust(setUp, role).objection().orElseGet(() -> otherSide(answer));
      verdict = verdict.evidence("The caller's own policies allow it.").evidence(other);
    } catch (Skip e) {
      verdict =
          verdict.evidence("The caller's own policies could not be evaluated: " + e.getMessage());
    }
    return verdict
        .fix("See what the role trusts,")
        .fix(
            "aws iam get-role --role-name "
                + role.name()
                + " --query Role.AssumeRolePolicyDocument")
        .fix("Its trust policy should be:")
        .fix(
            Snippets.trustOfBuilder(
                builder,
                setUp.environment.externalId(),
                !setUp.environment.sessionTags().isEmpty()))
        .fix(DocPage.ASSUME_ROLE_DENIED.toString());
  }

  /**
   * Explains a denial by the role; AWS names the denied action, which is TagSession for tags only.
   */
  private static String otherSide(Answer answer) {
    return answer.words().contains("perform: sts:TagSession")
        ? "So the role's trust policy does not let it set session tags."
        : "So the role does not exist, or its trust policy refuses the caller or the external id.";
  }

  private CheckVerdict session() {
    if (setUp.environment.role().isEmpty()) {
      return CheckVerdict.ok("none: the caller's own credentials are used");
    }
    var entered = setUp.assumedRole();
    if (entered.kind() != Answer.Kind.FOUND) {
      throw new Skip("the role could not be assumed (role.assume)");
    }
    var expires = Instant.parse(entered.json().path("Expiration").asText());
    long minutes = Math.round(Duration.between(clock.instant(), expires).toSeconds() / 60.0);
    List<String> words = new ArrayList<>();
    words.add(minutes + " min, renewed before it ends");
    if (Principals.isSession(setUp.caller().path("Arn").asText())) {
      words.add("chained from a role's session, which AWS limits to one hour");
    }
    return CheckVerdict.ok(String.join("; ", words));
  }
}
