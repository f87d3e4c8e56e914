package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.Event;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import io.github.xacct.goal.rehearsed.RehearsedTask;
import io.github.xacct.rehearsal.plan.PublishedNotice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Notices are published to the environment's topic, over the wire; failures affect nothing else.
 */
class TopicNoticesTest {
  private static final String TOPIC = "arn:aws:sns:eu-central-1:222222222222:releases";

  @TempDir Path folder;
  private final List<PublishedNotice> published = new CopyOnWriteArrayList<>();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private Settings settings;
  private Stage stage;

  @BeforeEach
  void start() {
    settings = Written.environment("<topic>" + TOPIC + "</topic>").env("test").read();
    stage =
        Stage.rehearsal(
            settings,
            settings.all(),
            RehearsedTask::generated,
            new RehearsalOptions(Duration.ofSeconds(1), Set.of()),
            folder,
            0,
            line -> {});
    stage.rehearsal().orElseThrow().onNotice(published::add);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void theTopicIsToldThroughTheDeployRole() {
    report(TOPIC);

    assertThat(published).hasSize(2);
    assertThat(published.get(0).topicArn()).isEqualTo(TOPIC);
    assertThat(published.get(0).subject()).isEqualTo("demo-app: deployment to test started");
    assertThat(published.get(0).message()).isEqualTo("Deployment d-1");
    assertThat(warnings).isEmpty();
  }

  @Test
  void aTopicThatTheRoleMayNotTellIsWarnedOfOnce() {
    report(TOPIC + "-of-old");

    assertThat(published).isEmpty();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .startsWith("The notice was not sent.  Cannot publish to topic " + TOPIC + "-of-old.")
        .contains("is not authorized to perform: sns:Publish");
  }

  @Test
  void anAccountThatCannotBeEnteredFailsNothing() {
    try (var notices =
        TopicNotices.to(
            () -> {
              throw new IllegalStateException("no way in");
            },
            TOPIC,
            warnings::add)) {
      created(notices);
    }

    assertThat(warnings).containsExactly("The notice was not sent.  no way in");
  }

  @Test
  void nobodyWaitsForANoticeWhileTheDeploymentGoesOn() {
    var slow = new CountDownLatch(1);
    try (var notices =
        TopicNotices.to(
            () -> {
              await(slow);
              throw new IllegalStateException("late");
            },
            TOPIC,
            warnings::add)) {
      created(notices); // returns although nobody has entered yet
      slow.countDown();
    }

    assertThat(warnings).containsExactly("The notice was not sent.  late");
  }

  @Test
  void withoutATopicNobodyIsTold() {
    try (var notices = TopicNotices.none()) {
      created(notices);
    }

    assertThat(published).isEmpty();
    assertThat(warnings).isEmpty();
  }

  private void report(String topic) {
    var environment = settings.environment().orElseThrow();
    try (var notices =
        TopicNotices.to(
            () -> stage.access().enter(environment, "test", event -> {}), topic, warnings::add)) {
      notices.report(Event.Began.of("demo-app", environment, true));
      created(notices);
      created(notices);
    }
  }

  private static void created(TopicNotices notices) {
    notices.report(new Event.DeploymentCreated("d-1", Optional.empty()));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
