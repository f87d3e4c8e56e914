package io.github.xacct.rehearsal.readonly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.policy.AccessRequest;
import io.github.xacct.policy.Policy;
import io.github.xacct.policy.Principal;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.PublishedNotice;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Delivers events of AWS services to the SNS topics of the rules that match, if the topic's policy
 * allows EventBridge to publish and its KMS key does not prevent it. Sources: EventBridge user
 * guide, "Event patterns", "Input transformation", "Using resource-based policies".
 */
public final class EventBridge {
  private static final Pattern VARIABLE = Pattern.compile("<(\\w+)>");
  private static final String SUBJECT = "AWS Notification Message";

  private final ResourceStore store;
  private final Consumer<PublishedNotice> notices;
  private final Consumer<String> log;

  /**
   * Creates the event bus of all accounts.
   *
   * @param log receives what AWS drops silently
   */
  public EventBridge(ResourceStore store, Consumer<PublishedNotice> notices, Consumer<String> log) {
    this.store = store;
    this.notices = notices;
    this.log = log;
  }

  public void deliver(AccountRegion place, ObjectNode event) {
    store
        .all(place, "AWS::Events::Rule")
        .forEach(
            (name, rule) -> {
              if (matches(rule.path("EventPattern"), event)) {
                rule.path("Targets").forEach(t -> publish(place, name, t, event));
              }
            });
  }

  private void publish(AccountRegion place, String rule, JsonNode target, ObjectNode event) {
    String topic = target.path("Arn").asText();
    if (!topic.contains(":sns:")) {
      return; // the plugin's rules have no other targets for such events
    }
    if (mayPublish(place, place.arn("events", "rule/" + rule), topic)) {
      notices.accept(
          new PublishedNotice(topic, SUBJECT, message(target.path("InputTransformer"), event)));
    } else {
      log.accept("EventBridge cannot deliver to " + topic + " for rule " + rule + ".");
    }
  }

  /**
   * Returns whether EventBridge may publish; the AWS managed key {@code alias/aws/sns} cannot be
   * used by services.
   */
  private boolean mayPublish(AccountRegion place, String rule, String topic) {
    boolean open =
        store
            .find(place, ResourceTypeNames.TOPIC, topic)
            .filter(t -> t.path("KmsMasterKeyId").asText().isEmpty())
            .isPresent();
    var request =
        AccessRequest.of(new Principal.AwsService("events.amazonaws.com"), "sns:Publish", topic)
            .with("aws:SourceArn", rule)
            .with("aws:SourceAccount", place.account().value());
    return open
        && store.all(place, "AWS::SNS::TopicPolicy").values().stream()
            .filter(policy -> Json.textsOf(policy.path("Topics")).contains(topic))
            .map(policy -> Policy.ofResource(policy.path("PolicyDocument").toString()))
            .anyMatch(policy -> policy.decide(request).allowed());
  }

  private static boolean matches(JsonNode pattern, JsonNode event) {
    for (var field : pattern.properties()) {
      JsonNode actual = event.path(field.getKey());
      boolean fits =
          field.getValue().isObject()
              ? matches(field.getValue(), actual)
              : Json.textsOf(field.getValue()).stream()
                  .anyMatch(
                      wanted ->
                          actual.isArray()
                              ? Json.textsOf(actual).contains(wanted)
                              : wanted.equals(actual.asText()));
      if (!fits) {
        return false;
      }
    }
    return !pattern.isEmpty();
  }

  /**
   * Returns the transformed message; each line of the template is a quoted string, and a path
   * without a value is empty.
   */
  private static String message(JsonNode transformer, ObjectNode event) {
    String template = transformer.path("InputTemplate").asText();
    return template
        .lines()
        .map(line -> line.replaceAll("^\"|\"$", ""))
        .map(
            line ->
                VARIABLE
                    .matcher(line)
                    .replaceAll(
                        m ->
                            Matcher.quoteReplacement(
                                value(
                                    transformer.path("InputPathsMap").path(m.group(1)).asText(),
                                    event))))
        .collect(Collectors.joining("\n"));
  }

  private static String value(String path, ObjectNode event) {
    return event.at(path.replaceFirst("^\\$", "").replace('.', '/')).asText();
  }
}
