package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.RehearsedAws;
import io.github.xacct.TestClock;
import io.github.xacct.aws.preflight.PreflightFacts;
import io.github.xacct.aws.preflight.PreflightTest;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.event.Finding;
import io.github.xacct.preflight.Preflight;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;

/**
 * Preflight while one operation always fails: whichever it is and however it fails, the other
 * findings are reported, and what could not be checked is named with the reason.
 */
class PreflightSightTest {
  @TempDir Path folder;
  private final FaultyWire wire = new FaultyWire();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final Sleeper sleeper = pause -> now.updateAndGet(time -> time.plus(pause));

  /** Every third operation, each with another failure; an empty response may be a correct one. */
  @Test
  void operationsFailingForGood() throws Exception {
    try (var aws = RehearsedAws.in(folder).immutableTags().terminationWait(0).start()) {
      PreflightTest.deploy(aws, "1");
      PreflightTest.deploy(aws, "2");
      assertThat(findings(aws)).allMatch(f -> f.outcome() == Finding.Outcome.OK);
      var operations = List.copyOf(wire.operations);
      assertThat(operations).hasSizeGreaterThan(20);
      for (int i = 0; i < operations.size(); i += 3) {
        wire.operation = operations.get(i);
        wire.kind = FaultyWire.Kind.values()[i / 3 % FaultyWire.Kind.values().length];
        var findings = findings(aws);
        check(findings, wire.operation + ", " + wire.kind);
        if (wire.kind.ordinal() <= FaultyWire.Kind.DENIED.ordinal()) {
          assertThat(findings)
              .as(wire.operation + ", " + wire.kind)
              .anyMatch(f -> f.outcome() != Finding.Outcome.OK);
        }
      }
    }
  }

  private static void check(List<Finding> findings, String what) {
    assertThat(findings).as(what).isNotEmpty();
    for (var finding : findings) {
      String words = finding.words() + " " + String.join(" ", finding.evidence()) + finding.fix();
      assertThat(words)
          .as(what)
          .doesNotContain("null", "java.", "NullPointer", " - (request", "SDK Attempt");
    }
  }

  private List<Finding> findings(RehearsedAws aws) {
    var clock = clock();
    var keys =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(
                aws.rehearsal.accessKeyId(), aws.rehearsal.secretAccessKey()));
    var access =
        AwsAccess.over(
            wire,
            keys,
            Optional.of(aws.rehearsal.endpoint()),
            new PatientCalls(clock, sleeper),
            AwsRetryStrategy::doNotRetry);
    try (var facts =
        new PreflightFacts(
            access, aws.registry.region(), aws.environment, "sight", Clock.systemUTC())) {
      return new Preflight(PreflightTest.intent(aws.environment, aws), facts, Clock.systemUTC())
          .run();
    }
  }

  private Clock clock() {
    return new TestClock() {
      @Override
      public Instant instant() {
        return now.get();
      }
    };
  }
}
