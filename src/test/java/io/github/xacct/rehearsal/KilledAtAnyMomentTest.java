package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.rehearsal.Stage.Setting;
import io.github.xacct.rehearsal.plan.TrafficReport;
import io.github.xacct.rehearsal.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rehearsal that is killed somewhere between its start and its third deployment, again and again
 * in the same folder. More rounds: {@code -DargLine=-Dkills=50}; the same moments: {@code
 * -Dkills.seed=...} there too.
 */
class KilledAtAnyMomentTest {
  @TempDir Path folder;

  @Test
  void aSecondRehearsalServesAndDeploysAsIfNothingHadHappened() throws Exception {
    long seed = Long.getLong("kills.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 1; round <= Integer.getInteger("kills", 1); round++) {
      int millis = random.nextInt(4000);
      killAfter(millis);
      try (Stage stage = new Stage(Setting.in(folder).terminationWait(0))) {
        String moment = "round " + round + ", killed after " + millis + " ms, seed " + seed;
        assertThat(statuses(stage)).as(moment).isSubsetOf("Succeeded", "Stopped");
        stage.awaitStatus(stage.deploy(stage.register(stage.registry.image("next"))), "Succeeded");
        assertThat(stage.get("/")).as(moment).isEqualTo("version next");
        TrafficReport traffic = stage.compute.environments().traffic("test");
        assertThat(traffic.failed()).as(moment + traffic.failures()).isZero();
        assertThat(halfUnpacked()).as(moment).isEmpty();
      }
    }
  }

  private void killAfter(int millis) throws Exception {
    Process rehearsal = KilledRehearsal.start(folder, 3);
    try {
      assertThat(rehearsal.inputReader().readLine()).isEqualTo("begins");
      Thread.sleep(millis);
    } finally {
      rehearsal.destroyForcibly().waitFor();
    }
  }

  private static List<String> statuses(Stage stage) {
    List<String> ids =
        Json.textsOf(stage.call("codedeploy", "ListDeployments", "{}").path("deployments"));
    return ids.stream().map(stage::status).distinct().toList();
  }

  private List<Path> halfUnpacked() throws Exception {
    try (Stream<Path> images = Files.list(folder.resolve("images"))) {
      return images.filter(p -> p.getFileName().toString().startsWith(".")).toList();
    }
  }
}
