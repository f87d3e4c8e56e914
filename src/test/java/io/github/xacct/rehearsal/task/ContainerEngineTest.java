package io.github.xacct.rehearsal.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.rehearsal.Stage;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images whose entry point is not Java, with a script in the engine's place. */
class ContainerEngineTest {
  @TempDir Path folder;

  private ContainerEngine.Order order(Fault... faults) {
    ContainerSpec spec =
        new ContainerSpec(
            List.of("/bin/server", "--all"), Map.of("PORT", "4711", "PATH", "/x"), "");
    return new ContainerEngine.Order(
        "127.0.0.1:5000/web@sha256:0",
        "AWS:pass",
        spec,
        4711,
        8080,
        512,
        "t1",
        folder,
        Fault.ofGreen(Set.of(faults)));
  }

  private ContainerEngine engine() throws Exception {
    Path script = folder.resolve("docker");
    Files.writeString(
        script,
        """
        #!/bin/sh
        here=$(dirname "$0")
        if [ "$1" = rm ]; then kill $(cat "$here/pid"); echo "$@" > "$here/removed"; exit; fi
        echo $$ > "$here/pid"
        echo "$@" "PORT=$PORT"
        exec sleep 60
        """);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return new ContainerEngine(Optional.of(script.toString()));
  }

  @Test
  void runsTheImageWithItsPortMappedAndEndsItWhenTheRehearsalIsGone() throws Exception {
    Process process = engine().command(order()).start();
    try (var output = process.inputReader()) {
      assertThat(output.readLine())
          .isEqualTo(
              "run --rm --name xacct-rehearsal-t1 -m 512m -p 127.0.0.1:4711:8080 -e PORT"
                  + " --entrypoint /bin/server 127.0.0.1:5000/web@sha256:0 --all PORT=8080");
      process.getOutputStream().close();
      assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
      Stage.awaitThat(() -> Files.exists(folder.resolve("removed")), () -> "not removed");
      assertThat(folder.resolve("removed")).hasContent("rm -f xacct-rehearsal-t1");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void crashesOnDemandWithoutAnyEngine() throws Exception {
    Process process =
        new ContainerEngine(Optional.empty()).command(order(Fault.CRASH_LOOP)).start();
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(process.inputReader().readLine()).contains("crash-loop");
  }

  @Test
  void saysSoIfThereIsNoEngine() {
    assertThatThrownBy(() -> new ContainerEngine(Optional.empty()).command(order()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("neither podman nor docker");
  }
}
