package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.Stage.Setting;
import java.nio.file.Path;

/** A JVM with a rehearsal in it, for the test that kills it. */
final class KilledRehearsal {
  private KilledRehearsal() {}

  public static void main(String[] arguments) throws Exception {
    Stage stage = new Stage(Setting.in(Path.of(arguments[0])).terminationWait(0));
    stage.awaitStatus(stage.deploy(stage.register(stage.registry.image("1"))), "Succeeded");
    System.out.println("serving");
    Thread.sleep(60_000);
    stage.close();
  }
}
