package io.github.xacct.aws.ecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.SdkJson;
import io.github.xacct.deploy.port.TaskDefinitionTags;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.json.Json;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;

/** Registers, describes and tags task definitions in ECS. */
public final class EcsTaskDefinitions implements TaskDefinitions, TaskDefinitionTags {
  private final AwsSession session;
  private final EcsClient ecs;
  private final boolean briefly;

  public EcsTaskDefinitions(AwsSession session) {
    this(session, false);
  }

  private EcsTaskDefinitions(AwsSession session, boolean briefly) {
    this.session = session;
    this.ecs = session.client(EcsClient.builder());
    this.briefly = briefly;
  }

  /**
   * Returns a reader that retries only briefly, for output in which task definitions are optional.
   */
  public EcsTaskDefinitions retryingBriefly() {
    return new EcsTaskDefinitions(session, true);
  }

  @Override
  public Optional<Registered> newest(String family) {
    return describe(family);
  }

  @Override
  public Optional<Registered> describe(String arn) {
    var request =
        DescribeTaskDefinitionRequest.builder()
            .taskDefinition(arn)
            .include(TaskDefinitionField.TAGS)
            .build();
    String problem = "Cannot read task definition " + arn + ".";
    return briefly
        ? session.briefly(problem, () -> described(request))
        : session.patiently(problem, () -> described(request));
  }

  private Optional<Registered> described(DescribeTaskDefinitionRequest request) {
    try {
      var answer = ecs.describeTaskDefinition(request);
      return Optional.of(
          registered("ECS DescribeTaskDefinition", answer.taskDefinition(), answer.tags()));
    } catch (ClientException e) {
      // ECS has no "not found" error for task definitions: an unknown one is a ClientException.
      return Optional.empty();
    }
  }

  @Override
  public Registered register(String taskDefinition) {
    var request = SdkJson.read(parse(taskDefinition), RegisterTaskDefinitionRequest.builder());
    return session.patiently(
        "Cannot register the task definition.",
        () -> {
          var answer = ecs.registerTaskDefinition(request.build());
          return registered("ECS RegisterTaskDefinition", answer.taskDefinition(), answer.tags());
        });
  }

  @Override
  public void mark(String taskDefinitionArn, String key, String value) {
    session.briefly(
        "Cannot tag task definition " + taskDefinitionArn + ".",
        () ->
            session
                .briefClient(EcsClient.builder())
                .tagResource(
                    r ->
                        r.resourceArn(taskDefinitionArn)
                            .tags(Tag.builder().key(key).value(value).build())));
  }

  /** Tags are a sibling of the task definition in AWS's responses, and a member in the request. */
  private static Registered registered(String call, TaskDefinition definition, List<Tag> tags) {
    var json = SdkJson.write(AwsErrors.member(call, "taskDefinition", definition));
    var list = json.putArray("tags");
    tags.forEach(tag -> list.add(SdkJson.write(tag)));
    return new Registered(definition.taskDefinitionArn(), json.toString());
  }

  private static ObjectNode parse(String json) {
    try {
      return (ObjectNode) Json.read(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
