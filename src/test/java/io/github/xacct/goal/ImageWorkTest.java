package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.AwsAccess;
import io.github.xacct.aws.Deadline;
import io.github.xacct.image.Images;
import io.github.xacct.image.file.Caches;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.plan.RecordedCall;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ImageWorkTest {
  @TempDir Path folder;

  @Test
  @Timeout(60)
  void logsInWhileMavenFindsTheFilesAndCreatesNothingWithoutThem() throws Exception {
    try (var aws = RehearsedAws.in(folder.resolve("aws")).withoutRepository(true).start()) {
      var app = RehearsedAws.tinyApp(folder);
      assertThatThrownBy(
              () ->
                  push(
                      aws,
                      () -> {
                        untilAsked(aws, "DescribeRepositories", 1);
                        throw XacctException.yours("not resolved");
                      }))
          .hasMessage("not resolved");
      assertThat(aws.calls)
          .extracting(RecordedCall::operation)
          .containsExactly("DescribeRepositories");

      push(aws, () -> app);
      push(
          aws,
          () -> {
            untilAsked(aws, "GetAuthorizationToken", 2);
            return app;
          });
      assertThat(aws.calls)
          .extracting(RecordedCall::operation)
          .filteredOn(operation -> !operation.equals("BatchCheckLayerAvailability"))
          .containsExactly(
              "DescribeRepositories",
              "DescribeRepositories",
              "CreateRepository",
              "GetAuthorizationToken",
              "DescribeRepositories",
              "GetAuthorizationToken");
    }
  }

  /** Never if it is asked for afterwards only. */
  private static void untilAsked(RehearsedAws aws, String operation, int times) {
    Deadline.await(
        () -> aws.calls.stream().filter(c -> c.operation().equals(operation)).count(),
        asked -> asked >= times);
  }

  private void push(RehearsedAws aws, Supplier<AppFiles> app) {
    var access =
        AwsAccess.to(
            new AwsAccess.EndpointOverride(
                aws.rehearsal.endpoint(),
                aws.rehearsal.accessKeyId(),
                aws.rehearsal.secretAccessKey()));
    new ImageWork(
            new Images(Caches.ofUser(folder.resolve("cache")), false, event -> {}, line -> {}),
            RehearsedAws.image("1"),
            app,
            aws.registry,
            List.of(),
            folder.resolve("target"),
            event -> {})
        .push(access, () -> {});
  }
}
