package io.github.xacct.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.Refusals;
import io.github.xacct.revision.TaskDefinitionDiff;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.ClientException;

class EcsTaskDefinitionsTest {
  private static final ImageReference IMAGE = image("a");

  @TempDir Path folder;

  @Test
  void whatIsRegisteredComesBackTheSame() {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.enter()) {
      var taskDefinitions = new EcsTaskDefinitions(session);
      String wanted = aws.taskDefinition(IMAGE);
      assertThat(taskDefinitions.newest("demo")).isEmpty();

      var registered = taskDefinitions.register(wanted);
      assertThat(registered.arn())
          .isEqualTo("arn:aws:ecs:eu-central-1:222222222222:task-definition/demo:1");
      assertThat(TaskDefinitionDiff.between(registered.json(), wanted).lines()).isEmpty();
      var described = taskDefinitions.describe(registered.arn()).orElseThrow();
      assertThat(described.arn()).isEqualTo(registered.arn());
      assertThat(TaskDefinitionDiff.between(described.json(), wanted).lines()).isEmpty();
      assertThat(described.json()).contains("\"key\":\"team\"", "\"COLOUR\"", "/ecs/demo");

      var next = taskDefinitions.register(aws.taskDefinition(image("b")));
      assertThat(taskDefinitions.newest("demo").orElseThrow().arn())
          .isEqualTo(next.arn())
          .endsWith("demo:2");
      assertThat(TaskDefinitionDiff.same(next.json(), wanted)).isFalse();
    }
  }

  @Test
  void everyCallIsTheRolesAndNotTheBuilders() {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.enter()) {
      new EcsTaskDefinitions(session).register(aws.taskDefinition(IMAGE));
      assertThat(aws.calls)
          .filteredOn(call -> call.service().equals("ecs"))
          .isNotEmpty()
          .allSatisfy(
              call ->
                  assertThat(call.callerArn())
                      .isEqualTo("arn:aws:sts::222222222222:assumed-role/demo-deploy/demo-42"));
    }
  }

  /** Two builds register revisions of one family at the same time. */
  @Test
  void whatAnotherBuildPreventsForAMomentIsTriedAgain() {
    var refusal =
        ClientException.builder()
            .statusCode(400)
            .message(
                "Too many concurrent attempts to create a new revision of the specified family.")
            .build();
    assertThat(AwsErrors.mayPass(refusal)).isTrue();
    assertThat(AwsErrors.mayPass(ClientException.builder().statusCode(400).build())).isFalse();
  }

  @Test
  void aRefusedRegistrationIsTold() {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.enter()) {
      Refusals.deny(aws.rehearsal, "RegisterTaskDefinition");
      assertThatThrownBy(() -> new EcsTaskDefinitions(session).register(aws.taskDefinition(IMAGE)))
          .isInstanceOf(XacctException.class)
          .hasMessageMatching(
              """
              Cannot register the task definition\\.
              AWS said: AccessDeniedException - User: \\S+/demo-42 is not authorized to perform: \
              ecs:RegisterTaskDefinition \\(request [0-9a-f-]{36}\\)
              Try: allow that action in the policy of the user or role that AWS names above\\.""");
    }
  }

  private static ImageReference image(String digit) {
    return new ImageReference(
        "111111111111.dkr.ecr.eu-central-1.amazonaws.com/team/demo",
        new Digest("sha256:" + digit.repeat(64)));
  }
}
