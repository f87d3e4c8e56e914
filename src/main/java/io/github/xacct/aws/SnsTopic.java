package io.github.xacct.aws;

import io.github.xacct.event.Notice;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sns.SnsClient;

/** Publishes notices to an SNS topic. */
public final class SnsTopic implements Consumer<Notice> {
  private final SnsClient sns;
  private final String arn;

  public SnsTopic(AwsSession session, String arn) {
    this.sns = session.client(SnsClient.builder());
    this.arn = arn;
  }

  @Override
  public void accept(Notice notice) {
    // SNS refuses a message without text.
    String text = notice.text().isEmpty() ? notice.subject() : notice.text();
    AwsErrors.call(
        "Cannot publish to topic " + arn + ".",
        () -> sns.publish(r -> r.topicArn(arn).subject(notice.subject()).message(text)));
  }
}
