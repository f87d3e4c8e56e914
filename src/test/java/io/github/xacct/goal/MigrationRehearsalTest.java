package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.migrate.MigrationRequest;
import io.github.xacct.migrate.Way;
import io.github.xacct.model.RoleArn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole move there and back under requests, over the wire. */
class MigrationRehearsalTest {
  private static final String POM =
      """
      <registry><account>111111111111</account></registry>
      <environments>
        <environment>
          <name>test</name><account>222222222222</account>
          <rehearsal><terminationWait>0</terminationWait></rehearsal>
        </environment>
      </environments>
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"IN_PLACE", "PARALLEL"})
  void losesNoRequest(Way way) throws Exception {
    var settings = Written.xml(POM).env("test").read();
    var environment = settings.environment().orElseThrow();
    var wanted =
        new MigrationRequest(
            environment,
            Map.of(),
            way,
            new RoleArn("aws", environment.account(), environment.service() + "-infrastructure"),
            Optional.of(
                new RoleArn("aws", environment.account(), environment.service() + "-codedeploy")));
    try (var stage =
        Rehearsed.stage(settings, List.of(environment), folder, Duration.ofMillis(50))) {
      var lines =
          new MigrationRehearsal(
                  stage, wanted, pause -> Thread.sleep(pause.toMillis() / 50), line -> {})
              .run(false, planned -> {});
      assertThat(lines).last().asString().matches("0 of \\d+ requests failed .*");
    }
  }
}
