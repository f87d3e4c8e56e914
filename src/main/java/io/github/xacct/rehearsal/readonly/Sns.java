package io.github.xacct.rehearsal.readonly;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.PublishedNotice;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.Service;
import java.util.function.Consumer;

/**
 * The API of SNS, as far as publishing to topics of the caller's account. Messages are delivered
 * only to the observers of the rehearsal. Source: SNS API reference, Publish.
 */
public final class Sns implements Service {
  private static final int LONGEST_SUBJECT = 100;
  private static final int LONGEST_MESSAGE = 262_144;

  private final ResourceStore store;
  private final Consumer<PublishedNotice> notices;

  public Sns(ResourceStore store, Consumer<PublishedNotice> notices) {
    this.store = store;
    this.notices = notices;
  }

  @Override
  public String signingName() {
    return "sns";
  }

  @Override
  public Protocol protocol() {
    return Protocol.QUERY;
  }

  @Override
  public String xmlNamespace() {
    return "http://sns.amazonaws.com/doc/2010-03-31/";
  }

  @Override
  public ObjectNode answer(Call call) {
    if (!call.operation().equals("Publish")) {
      throw new UnsupportedOperationException(call.operation());
    }
    String topic = call.text("TopicArn");
    String subject = call.text("Subject");
    String message = call.text("Message");
    if (message.isEmpty()) {
      throw invalid("Invalid parameter: Empty message");
    }
    if (message.length() > LONGEST_MESSAGE) {
      throw invalid("Invalid parameter: Message too long");
    }
    if (subject.length() > LONGEST_SUBJECT || !subject.matches("[\\x20-\\x7e]*")) {
      throw invalid("Invalid parameter: Subject");
    }
    if (!store.has(call.place(), ResourceTypeNames.TOPIC, topic)) {
      throw new AwsError(404, "NotFound", "Topic does not exist");
    }
    notices.accept(new PublishedNotice(topic, subject, message));
    return Json.object().put("MessageId", call.requestId());
  }

  private static AwsError invalid(String message) {
    return AwsError.badRequest("InvalidParameter", message);
  }
}
