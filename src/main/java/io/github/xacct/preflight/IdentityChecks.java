package io.github.xacct.preflight;

import static io.github.xacct.preflight.Check.IDENTITY_ACCOUNT;
import static io.github.xacct.preflight.Check.IDENTITY_CALLER;
import static io.github.xacct.preflight.Check.IDENTITY_CLOCK;

import io.github.xacct.model.CredentialsAdvice;
import io.github.xacct.model.Unattended;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/** Checks that AWS accepts the caller's credentials and that they are of the configured account. */
final class IdentityChecks implements Section {
  /**
   * The clock difference at which AWS rejects signatures. Source: IAM user guide, signing requests.
   */
  private static final Duration REFUSED = Duration.ofMinutes(5);

  private static final Duration NOTABLE = Duration.ofMinutes(1);

  private final SetUp setUp;
  private final Clock clock;

  IdentityChecks(SetUp setUp, Clock clock) {
    this.setUp = setUp;
    this.clock = clock;
  }

  @Override
  public Map<Check, Supplier<CheckVerdict>> checks() {
    return Map.of(
        IDENTITY_CALLER, this::caller, IDENTITY_ACCOUNT, this::account, IDENTITY_CLOCK, this::time);
  }

  private CheckVerdict caller() {
    var answer = setUp.facts.ask(Question.builder("sts:GetCallerIdentity"));
    if (answer.kind() == Answer.Kind.FOUND) {
      return CheckVerdict.ok(
          answer.json().path("Arn").asText() + ", region " + setUp.intent.registry().region());
    }
    return CheckVerdict.fail("The AWS credentials could not be verified.")
        .evidence(answer.words())
        .fix(
            Unattended.is(System.getenv())
                ? CredentialsAdvice.in(System.getenv()).get(0)
                : "aws sso login",
            "or choose other credentials: AWS_PROFILE, -Dxacct.profile=NAME");
  }

  private CheckVerdict account() {
    var registry = setUp.intent.registry().account();
    String account = setUp.caller().path("Account").asText();
    if (setUp.isDevelopmentAccount()) {
      return CheckVerdict.ok("development account " + account);
    }
    return CheckVerdict.fail(
            "The credentials are of account "
                + account
                + ", but <registry><account> is "
                + registry)
        .evidence("The caller is " + setUp.caller().path("Arn").asText())
        .fix(
            "use credentials of account " + registry + ": AWS_PROFILE, -Dxacct.profile=NAME",
            "or correct <registry><account>");
  }

  /**
   * Compares the date of the response to GetCallerIdentity with this machine's clock. A difference
   * is never a failure: SDKs correct for it after a rejected first request. Source: AWS SDKs and
   * tools reference, "Retry behavior", clock skew.
   */
  private CheckVerdict time() {
    var caller = setUp.caller();
    if (!caller.has("@Date") || !caller.has("@Received")) {
      throw new Skip("AWS's answer had no date");
    }
    Duration ahead =
        Duration.between(
            Instant.parse(caller.path("@Date").asText()),
            Instant.parse(caller.path("@Received").asText()));
    // The date is truncated to seconds, and slightly old when it is read.
    if (ahead.abs().compareTo(NOTABLE) < 0) {
      return CheckVerdict.ok(
          "differs from AWS's by " + Math.max(0, ahead.abs().toSeconds() - 1) + " s");
    }
    String words =
        "This machine's clock is "
            + minutes(ahead.abs())
            + (ahead.isNegative() ? " behind" : " ahead of")
            + " AWS's";
    String so =
        ahead.abs().compareTo(REFUSED) < 0
            ? "; AWS rejects signatures from a difference of 5 minutes"
            : "; AWS rejects its signatures until the SDK signs again with AWS's time";
    return CheckVerdict.warn(words + so)
        .evidence("AWS said " + caller.path("@Date").asText())
        .evidence("This machine says " + clock.instant())
        .fix("set the clock: timedatectl set-ntp true");
  }

  private static String minutes(Duration time) {
    return time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }
}
