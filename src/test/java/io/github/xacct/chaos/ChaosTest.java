package io.github.xacct.chaos;

import static io.github.xacct.event.Verdict.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.xacct.event.Event;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hundreds of deployments of each engine with random truths and random faults at random calls, each
 * held to the same rules. A failure names its seed: {@code -Dchaos.seed=N} plays that one run again
 * and writes its story to target/chaos-story.txt, {@code -Dchaos.engine=ECS} for one engine alone;
 * {@code -Dchaos.runs=N} plays more of them. A build always plays the same, so that red is the
 * change's own; {@code -Dchaos.first=N} begins at another seed. A build plays a part, the slow
 * group the rest of 500.
 */
class ChaosTest {
  private static final int ALL = 500;
  private static final int IN_EACH_BUILD = 100;
  private static final int WITH_FILES = 25;
  private static final Path STORY = Path.of("target/chaos-story.txt");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void everyRuleHoldsWhateverHappens(Scenario.Engine engine) throws IOException {
    Long seed = Long.getLong("chaos.seed");
    if (!engine.name().equals(System.getProperty("chaos.engine", engine.name()))) {
      return;
    }
    if (seed != null) {
      replay(seed, engine);
      return;
    }
    play(engine, Long.getLong("chaos.first", 1), Integer.getInteger("chaos.runs", IN_EACH_BUILD));
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void theRestOfThem(Scenario.Engine engine) {
    System.out.println(play(engine, IN_EACH_BUILD + 1L, ALL - IN_EACH_BUILD));
  }

  private String play(Scenario.Engine engine, long first, int runs) {
    double began = cpuSeconds();
    long calls = 0;
    long virtual = 0;
    Map<Truth, Integer> seen = new EnumMap<>(Truth.class);
    Map<String, List<String>> broken = new TreeMap<>();
    for (long s = first; s < first + runs; s++) {
      var run = new ChaosRun(s, engine, files(s, first));
      for (String how : run.play()) {
        String rule = how.substring(0, how.indexOf(':'));
        broken.computeIfAbsent(rule, r -> new ArrayList<>()).add(words(run, how));
      }
      calls += run.processes.stream().mapToLong(p -> p.wire.answered).sum();
      virtual += run.minutes();
      seen.merge(run.scenario.truth(), 1, Integer::sum);
    }
    if (!broken.isEmpty()) {
      fail(words(broken));
    }
    assertThat(seen).as("all truths were played").containsOnlyKeys(Truth.values());
    return "%d deployments by %s, %d calls, %d hours of AWS's time, %.1f s of CPU, seeds from %d"
        .formatted(runs, engine, calls, virtual / 60, cpuSeconds() - began, first);
  }

  @Test
  void aStopThatIsToSupersedeIsTriedUntilItIsAnswered() {
    var outage =
        new Disturbance(
            "StopDeployment", Disturbance.Kind.HTTP_503_EMPTY, false, Duration.ofSeconds(40));
    var run = new ChaosRun(Scenario.calm(30).superseding().with(outage), Optional.empty());

    assertThat(run.play()).isEmpty();
    assertThat(run.processes)
        .singleElement()
        .satisfies(p -> assertThat(p.outcome.orElseThrow().verdict()).isEqualTo(SUCCEEDED));
    assertThat(run.foreign.orElseThrow().status).isEqualTo("Stopped");
  }

  @Test
  void deathsAreToldThoughTheirDescriptionFailsAtFirst() {
    var outage =
        new Disturbance("DescribeTasks", Disturbance.Kind.HTTP_500, true, Duration.ofSeconds(6));
    var run = new ChaosRun(Scenario.undisturbed(Truth.CRASH_LOOPS).with(outage), Optional.empty());

    assertThat(run.play()).isEmpty();
    var told =
        run.processes.get(0).events.stream()
            .filter(Event.TaskDied.class::isInstance)
            .map(e -> ((Event.TaskDied) e).taskId())
            .toList();
    var died = run.aws.tasks.stream().filter(t -> t.exitCode != null).map(t -> t.id).toList();
    assertThat(told).containsExactlyElementsOf(died);
  }

  private static double cpuSeconds() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof com.sun.management.OperatingSystemMXBean process
        ? process.getProcessCpuTime() / 1e9
        : 0;
  }

  private Optional<Path> files(long seed, long first) {
    return (seed - first) % WITH_FILES == 0
        ? Optional.of(folder.resolve(Long.toString(seed)))
        : Optional.empty();
  }

  private void replay(long seed, Scenario.Engine engine) throws IOException {
    var run = new ChaosRun(seed, engine, Optional.of(folder));
    var broken = run.play();
    Files.write(STORY, run.aws.story);
    assertThat(broken).as(STORY + ": " + run.scenario).isEmpty();
  }

  private static String words(ChaosRun run, String how) {
    return how + "\n    -Dchaos.seed=" + run.scenario.seed() + "  " + run.scenario;
  }

  /** Each rule with its first findings. */
  private static String words(Map<String, List<String>> broken) {
    var text = new StringBuilder();
    broken.forEach(
        (rule, found) -> {
          text.append("\n").append(found.size()).append(" times broken: ").append(rule);
          found.stream().limit(3).forEach(how -> text.append("\n  ").append(how));
        });
    return text.toString();
  }
}
