package io.github.xacct.aws.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.RehearsedAws;
import io.github.xacct.WrongCombinationsDoc;
import io.github.xacct.event.Finding;
import io.github.xacct.event.Finding.Outcome;
import io.github.xacct.event.PreflightReport;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.preflight.Intent;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.revision.AppSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each set-up fault is reported by its own check, and by no other. */
class PreflightFaultsTest {
  private static final int SIDE_BY_SIDE = 3;
  private static final Pattern BECAUSE = Pattern.compile(".*\\(([a-z-]+\\.[a-z-]+)\\)");

  private static final Map<String, String> SECRETS =
      Map.of(
          "PASSWORD",
          "arn:aws:secretsmanager:eu-central-1:222222222222:secret:demo-db-AbCdEf:password::",
          "TOKEN",
          "/demo/token");
  private static final Map<LifecycleHook, String> HOOKS =
      Map.of(LifecycleHook.BEFORE_ALLOW_TRAFFIC, "demo-check");

  @TempDir static Path folder;

  private static final Map<SetUpFault, Future<PreflightReport>> REPORTS =
      new EnumMap<>(SetUpFault.class);
  private static final ExecutorService POOL = Executors.newFixedThreadPool(SIDE_BY_SIDE);
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final Set<SetUpFault> NEVER_STEADY =
      EnumSet.of(SetUpFault.SERVICE_MISSING, SetUpFault.TASK_SET_UNSTEADY);

  private static PreflightReport healthy;
  private static ImageReference image;

  /** Starts all in parallel; each test waits for its own. */
  @BeforeAll
  static void check() throws Exception {
    Path past = folder.resolve("past");
    try (var aws = wish(past).start()) {
      PreflightTest.deploy(aws, "1");
      PreflightTest.deploy(aws, "2");
      healthy = PreflightTest.preflight(aws);
    }
    Path pushed = folder.resolve("pushed");
    try (var aws = wish(pushed).start()) {
      image = aws.push("1");
    }
    for (SetUpFault fault : SetUpFault.values()) {
      REPORTS.put(fault, POOL.submit(() -> report(fault, past, pushed)));
    }
  }

  @AfterAll
  static void end() {
    POOL.shutdownNow();
  }

  @Test
  void nothingIsWrongWithoutAFault() {
    assertThat(healthy.findings()).allMatch(f -> f.outcome() == Outcome.OK, "is OK");
  }

  @ParameterizedTest
  @EnumSource(SetUpFault.class)
  void isNamedByItsCheckAlone(SetUpFault fault) throws Exception {
    var findings = REPORTS.get(fault).get().findings();

    assertThat(findings)
        .filteredOn(f -> f.outcome() == Outcome.FAIL || f.outcome() == Outcome.WARN)
        .as("%s: %s", fault.id(), fault.sentence())
        .extracting(Finding::id)
        .containsExactly(fault.check());
    assertThat(find(findings, fault.check()))
        .satisfies(
            named -> {
              assertThat(named.evidence()).as("evidence").isNotEmpty();
              assertThat(named.fix()).as("fix").isNotEmpty();
            });
    assertThat(findings)
        .filteredOn(f -> f.outcome() == Outcome.SKIPPED)
        .allSatisfy(skipped -> assertThat(because(skipped, findings)).isNotEqualTo(Outcome.OK));
  }

  /** Returns whole findings, as docs/wrong-combinations.md shows them. */
  @Test
  void theDocsShowWhatItReports() throws Exception {
    var reported = new LinkedHashMap<String, String>();
    for (SetUpFault fault : SetUpFault.values()) {
      if (fault.check().matches("(network|load-balancer)\\..*|service\\.(container|providers)")) {
        var found = find(REPORTS.get(fault).get().findings(), fault.check());
        reported.put(fault.id() + ": " + fault.sentence(), text(found));
      }
    }
    WrongCombinationsDoc.hold("Problems of existing resources", reported);
  }

  private static String text(Finding found) {
    var lines = new ArrayList<>(List.of(found.id() + ": " + found.words()));
    lines.addAll(found.evidence());
    for (int i = 0; i < found.fix().size(); i++) {
      lines.add((i == 0 ? "Try: " : "     ") + found.fix().get(i));
    }
    return String.join("\n", lines);
  }

  /** Returns the outcome of the check that the skipped one depends on. */
  private static Outcome because(Finding skipped, List<Finding> findings) {
    var other = BECAUSE.matcher(skipped.words());
    if (other.matches()) {
      return find(findings, other.group(1)).outcome();
    }
    assertThat(skipped.words()).startsWith("needs ");
    return Outcome.SKIPPED;
  }

  private static Finding find(List<Finding> findings, String id) {
    return findings.stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow();
  }

  private static PreflightReport report(SetUpFault fault, Path past, Path pushed) throws Exception {
    Path own = folder.resolve(fault.id());
    // What the policy has deleted by the next start is reported by another check.
    boolean deploys = fault == SetUpFault.LIFECYCLE_TOO_EAGER;
    boolean deployed = fault.check().startsWith("rollback.");
    if (!deploys) {
      copy(deployed ? past : pushed, own);
    }
    try (var aws = wish(own).configuration(configuration(fault)).setUp(fault).start()) {
      if (deploys) {
        PreflightTest.deploy(aws, "1");
        PreflightTest.deploy(aws, "2");
      }
      if (!NEVER_STEADY.contains(fault)) {
        assertThat(aws.rehearsal.awaitSteady("test", PATIENCE)).isTrue();
      }
      return PreflightTest.preflight(aws, intent(aws, fault));
    }
  }

  /** With the image.json of a push, without a deployment. */
  private static Intent intent(RehearsedAws aws, SetUpFault fault) throws IOException {
    var intent = PreflightTest.intent(aws.environment, aws);
    return switch (fault) {
      case LIFECYCLE_TOO_EAGER, ROLLBACK_IMAGE_GONE, ROLLBACK_TASK_DEFINITION_INACTIVE -> intent;
      case IMAGE_OTHER_PLATFORM -> pushed(intent, aws.push("other"), "linux/arm64");
      case CERTIFICATE_OTHER_NAME, CERTIFICATE_EXPIRED ->
          pushed(intent, image, "linux/amd64").at(URI.create("https://shop.example.com"));
      case PROVIDER_NOT_ASSOCIATED -> onSpot(intent);
      case CONTAINER_NAME_DIFFERS -> behind(intent, "another", 8080);
      case CONTAINER_PORT_DIFFERS -> behind(intent, "web", 9999);
      default -> pushed(intent, image, "linux/amd64");
    };
  }

  private static RehearsedAws.Wish wish(Path folder) {
    return RehearsedAws.in(folder)
        .immutableTags()
        .terminationWait(0)
        .repositoryNotOurs()
        .secrets(SECRETS)
        .hooks(HOOKS);
  }

  private static String configuration(SetUpFault fault) {
    return switch (fault) {
      case NLB_WITH_CANARY -> "CodeDeployDefault.ECSCanary10Percent5Minutes";
      case CONFIGURATION_MISSING -> "demo-all-at-once";
      default -> "CodeDeployDefault.ECSAllAtOnce";
    };
  }

  /** Returns the content of image.json. */
  private static Intent pushed(Intent intent, ImageReference image, String platform) {
    return pushed(intent, image, platform, intent.appSpec());
  }

  private static Intent onSpot(Intent intent) {
    var spec = intent.appSpec();
    var settings = spec.settings();
    return pushed(
        intent,
        image,
        "linux/amd64",
        new AppSpec(
            new AppSpecSettings(
                settings.hooks(),
                settings.platformVersion(),
                settings.network(),
                List.of(new AppSpecSettings.CapacityProvider("FARGATE_SPOT", 0, 1))),
            spec.taskDefinition(),
            spec.containerName(),
            spec.containerPort()));
  }

  private static Intent behind(Intent intent, String container, int port) {
    var spec = intent.appSpec();
    return pushed(
        intent,
        image,
        "linux/amd64",
        new AppSpec(spec.settings(), spec.taskDefinition(), container, port));
  }

  private static Intent pushed(
      Intent intent, ImageReference image, String platform, AppSpec appSpec) {
    var description =
        new ImageDescription(
            image.repositoryUri(),
            List.of(),
            image.digest(),
            List.of(),
            "scratch",
            "none",
            platform,
            true);
    return new Intent(
        intent.registry(),
        intent.environment(),
        intent.taskDefinition(),
        appSpec,
        Optional.of(description),
        intent.healthCheckPath(),
        intent.checks());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(from.relativize(file)));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
