package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.PublishedNotice;
import io.github.xacct.stack.plan.BootstrapRequests;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is notified of a failed pipeline, and of what, by the rule and the topic of the stacks. */
class PipelineNoticesTest {
  private static final String PIPELINE = "arn:aws:codepipeline:eu-central-1:111111111111:demo-app";
  private static final String CONNECTION =
      "arn:aws:codeconnections:eu-central-1:111111111111:connection/0f3e7a52";

  @TempDir Path folder;
  private final List<PublishedNotice> notices = new CopyOnWriteArrayList<>();

  @Test
  void everyFailedActionOfThisPipelineIsANoticeThatSaysWhatToDo() {
    try (var aws = new RehearsedStacks(folder, Set.of())) {
      aws.rehearsal.onNotice(notices::add);
      aws.bootstrap(BootstrapRequests.usual().pipeline(CONNECTION).plan());

      happened(aws, PIPELINE, "SUCCEEDED");
      happened(aws, PIPELINE + "-other", "FAILED");
      assertThat(notices).isEmpty();

      happened(aws, PIPELINE, "FAILED");
      assertThat(notices).hasSize(1);
      assertThat(notices.get(0).topicArn()).contains(":demo-app-tooling-FailureTopic-");
      assertThat(notices.get(0).message())
          .isEqualTo(
              """
              Pipeline demo-app failed in stage DeployToTest, action BlueGreen. Build failed.
              Execution: 4f1c. Stages before DeployToTest are done and stay; nothing after it was changed.
              Log, and the button Retry when the cause is removed: https://eu-central-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/demo-app/view?region=eu-central-1""");
    }
  }

  private static void happened(RehearsedStacks aws, String pipeline, String state) {
    var event = new ObjectMapper().createObjectNode();
    event.put("source", "aws.codepipeline");
    event.put("detail-type", "CodePipeline Action Execution State Change");
    event.putArray("resources").add(pipeline);
    event
        .putObject("detail")
        .put("execution-id", "4f1c")
        .put("stage", "DeployToTest")
        .put("action", "BlueGreen")
        .put("state", state)
        .putObject("execution-result")
        .put("external-execution-summary", "Build failed.");
    aws.rehearsal.happened(new AccountId("111111111111"), new Region("eu-central-1"), event);
  }
}
