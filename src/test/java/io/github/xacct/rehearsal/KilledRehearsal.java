package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.Stage.Setting;
import java.nio.file.Path;

/** A JVM with a rehearsal, for the tests that kill it. */
final class KilledRehearsal {
  private KilledRehearsal() {}

  /** Deploys a number of versions, one after the other, then keeps running. */
  public static void main(String[] arguments) throws Exception {
    System.out.println("begins");
    Stage stage = new Stage(Setting.in(Path.of(arguments[0])).terminationWait(0));
    for (int version = 1; version <= Integer.parseInt(arguments[1]); version++) {
      String image = stage.registry.image(String.valueOf(version));
      stage.awaitStatus(stage.deploy(stage.register(image)), "Succeeded");
    }
    System.out.println("serving");
    Thread.sleep(600_000);
    stage.close();
  }

  static Process start(Path folder, int versions) throws java.io.IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            KilledRehearsal.class.getName(),
            folder.toString(),
            String.valueOf(versions))
        .redirectErrorStream(true)
        .start();
  }
}
