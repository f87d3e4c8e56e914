package io.github.xacct.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.migrate.MigrationCalls;
import io.github.xacct.aws.servicedeployment.EngineOfService;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.RoleArn;
import io.github.xacct.revision.AppSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;

/** Moves over the wire, with tasks that serve while requests go on. */
class MigrationTest {
  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();

  private static MigrationRequest wanted(RehearsedAws aws, Way way) {
    var e = aws.environment;
    return new MigrationRequest(
        e,
        Map.of(),
        way,
        new RoleArn("aws", e.account(), e.service() + "-infrastructure"),
        Optional.of(new RoleArn("aws", e.account(), e.service() + "-codedeploy")));
  }

  @Test
  void inPlace() throws Exception {
    try (var aws = RehearsedAws.in(folder).minute(Duration.ofMillis(50)).start();
        var session = aws.administrator()) {
      aws.rehearsal.awaitSteady("test", Duration.ofSeconds(20));
      deploy(aws, session);
      System.out.println("deployed");
      var account = new MigrationCalls(session);
      var wanted = wanted(aws, Way.IN_PLACE);
      var found = Look.at(account, wanted);
      var docs = Migration.infrastructure(found, wanted);
      aws.rehearsal
          .roles()
          .create(
              wanted.infrastructureRole(),
              docs.get("infrastructure-role-trust.json"),
              docs.get("infrastructure-role-policy.json"));
      var migration = Migration.of(Look.at(account, wanted), wanted);
      System.out.println(
          String.join("\n", io.github.xacct.report.MigrationText.lines(
              new MigrationReport(migration).plan())));
      new Performing(
              account, Clock.systemUTC(), t -> Thread.sleep(10), Duration.ofSeconds(20), lines::add)
          .run(migration);
      System.out.println(String.join("\n", lines));
      deploy(aws, session);
    }
  }

  private static void deploy(RehearsedAws aws, AwsSession session) throws Exception {
    var ecs = session.client(EcsClient.builder());
    var e = aws.environment;
    var running =
        ecs.describeServices(r -> r.cluster(e.cluster()).services(e.service()))
            .services()
            .get(0);
    String arn =
        running.hasTaskSets() && !running.taskSets().isEmpty()
            ? running.taskSets().get(0).taskDefinition()
            : running.taskDefinition();
    var definition = ecs.describeTaskDefinition(r -> r.taskDefinition(arn)).taskDefinition();
    String next =
        ecs.registerTaskDefinition(
                r ->
                    r.family(definition.family())
                        .networkMode(definition.networkMode())
                        .cpu(definition.cpu())
                        .memory(definition.memory())
                        .requiresCompatibilities(definition.requiresCompatibilities())
                        .containerDefinitions(definition.containerDefinitions()))
            .taskDefinition()
            .taskDefinitionArn();
    var engine = new EngineOfService(session, e, Optional.empty(), w -> {});
    engine.look();
    String id =
        engine.start(
            new Revision(
                next,
                new AppSpec(
                    new AppSpecSettings(Map.of(), Optional.empty(), Optional.empty(), List.of()),
                    AppSpec.TASK_DEFINITION_PLACEHOLDER,
                    "web",
                    8080)),
            "by hand");
    while (true) {
      var state = engine.state(id);
      if (state.status() == DeploymentStatus.SUCCEEDED) {
        return;
      }
      assertThat(state.status().toString()).doesNotContain("Failed").doesNotContain("Stopped");
      Thread.sleep(10);
    }
  }
}
