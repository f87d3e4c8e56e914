package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.ListPage;
import io.github.xacct.rehearsal.wire.MemberCase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The task definitions of each account and region, and the operations that register, describe and
 * deregister them.
 */
public final class TaskDefinitions {
  private final ComputeState state;
  private final Supplier<String> registryHost;
  private final Map<AccountRegion, List<TaskDefinitionRevision>> byPlace =
      new ConcurrentHashMap<>();

  /** The ARNs of task definitions that only a set-up fault has deregistered. */
  private final Set<String> fromFaults = ConcurrentHashMap.newKeySet();

  public TaskDefinitions(ComputeState state, Supplier<String> registryHost) {
    this.state = state;
    this.registryHost = registryHost;
  }

  private List<TaskDefinitionRevision> in(AccountRegion place) {
    return byPlace.computeIfAbsent(place, p -> new ArrayList<>(state.taskDefinitions(p)));
  }

  synchronized ObjectNode register(Call call) {
    ArrayNode tags = call.input().withArray("/tags");
    TaskDefinitionRevision added = add(call.place(), call.input(), tags, call.caller().arn());
    return described(added, true);
  }

  /** Registers a task definition for the rehearsal itself, like {@link #register}. */
  synchronized TaskDefinitionRevision add(
      AccountRegion place, ObjectNode input, ArrayNode tags, String who) {
    ObjectNode definition = TaskDefinitionForm.registered(input, registryHost.get());
    fillInRoles(definition, place);
    String family = definition.path("family").asText();
    int revision =
        1
            + in(place).stream()
                .filter(d -> d.family().equals(family))
                .mapToInt(TaskDefinitionRevision::revision)
                .max()
                .orElse(0);
    definition.put(
        "taskDefinitionArn", place.arn("ecs", "task-definition/" + family + ":" + revision));
    definition.put("revision", revision);
    definition.put("status", "ACTIVE");
    definition.putArray("requiresAttributes");
    definition.put("registeredAt", Json.time(Instant.now()));
    definition.put("registeredBy", who);
    TaskDefinitionRevision added = new TaskDefinitionRevision(definition, tags.deepCopy());
    in(place).add(added);
    save(place);
    return added;
  }

  /**
   * Replaces role names by ARNs. "ECS will fill in the account ID server-side when the task
   * definition is registered." Source: aws-actions/amazon-ecs-render-task-definition#19.
   */
  private static void fillInRoles(ObjectNode definition, AccountRegion place) {
    for (String role : List.of("executionRoleArn", "taskRoleArn")) {
      String name = definition.path(role).asText();
      if (!name.isEmpty() && !name.startsWith("arn:")) {
        definition.put(
            role,
            "arn:" + place.region().partition() + ":iam::" + place.account() + ":role/" + name);
      }
    }
  }

  /** Registers a task definition with CloudFormation's property names, and returns its ARN. */
  public String addTemplate(AccountRegion place, ObjectNode properties) {
    ObjectNode input = MemberCase.ofApi(properties);
    ArrayNode tags = Json.array();
    properties
        .path("Tags")
        .forEach(
            tag ->
                tags.addObject()
                    .put("key", tag.path("Key").asText())
                    .put("value", tag.path("Value").asText()));
    input.remove("tags");
    for (JsonNode container : input.path("containerDefinitions")) {
      numbers((ObjectNode) container);
    }
    return add(place, input, tags, "cloudformation.amazonaws.com").arn();
  }

  /**
   * Converts a container's sizes to numbers, whatever the template contains; a task's sizes are
   * texts.
   */
  private static void numbers(ObjectNode container) {
    for (String member : List.of("cpu", "memory", "memoryReservation")) {
      if (container.path(member).isTextual()) {
        container.put(member, container.path(member).asInt());
      }
    }
  }

  /**
   * Finds a task definition by ARN, {@code family:revision}, or family for its newest active
   * revision.
   */
  public synchronized Optional<TaskDefinitionRevision> find(AccountRegion place, String name) {
    String prefix = place.arn("ecs", "task-definition/");
    String brief = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    return in(place).stream()
        .filter(d -> brief.contains(":") || d.active())
        .filter(d -> d.familyAndRevision().equals(brief) || d.family().equals(brief))
        .max(Comparator.comparingInt(TaskDefinitionRevision::revision));
  }

  ObjectNode describe(Call call) {
    TaskDefinitionRevision found =
        find(call.place(), call.text("taskDefinition"))
            .orElseThrow(() -> TaskDefinitionForm.client("Unable to describe task definition."));
    boolean tags = Json.textsOf(call.input().path("include")).contains("TAGS");
    return described(found, tags);
  }

  private static ObjectNode described(TaskDefinitionRevision definition, boolean tags) {
    ObjectNode answer = Json.object();
    answer.set("taskDefinition", definition.node().deepCopy());
    if (tags) {
      answer.set("tags", definition.tags());
    }
    return answer;
  }

  synchronized ObjectNode list(Call call) {
    String family = call.text("familyPrefix");
    String status = call.input().path("status").asText("ACTIVE");
    Comparator<TaskDefinitionRevision> order =
        Comparator.comparing(TaskDefinitionRevision::family)
            .thenComparingInt(TaskDefinitionRevision::revision);
    List<String> arns =
        in(call.place()).stream()
            // The API's familyPrefix is the full name of a family.
            .filter(d -> family.isEmpty() || d.family().equals(family))
            .filter(d -> d.node().path("status").asText().equals(status))
            .sorted(call.text("sort").equals("DESC") ? order.reversed() : order)
            .map(TaskDefinitionRevision::arn)
            .toList();
    return ListPage.of(call, "taskDefinitionArns", arns, "maxResults", 100);
  }

  synchronized ObjectNode listFamilies(Call call) {
    String status = call.input().path("status").asText("ALL");
    List<String> families =
        in(call.place()).stream()
            .filter(d -> d.family().startsWith(call.text("familyPrefix")))
            .map(TaskDefinitionRevision::family)
            .distinct()
            .filter(
                family ->
                    status.equals("ALL")
                        || in(call.place()).stream()
                                .anyMatch(d -> d.family().equals(family) && d.active())
                            == status.equals("ACTIVE"))
            .sorted()
            .toList();
    return ListPage.of(call, "families", families, "maxResults", 100);
  }

  /** Tags a task definition; other ECS resources cannot be tagged here. */
  synchronized ObjectNode tag(Call call) {
    AccountRegion place = call.place();
    String arn = call.text("resourceArn");
    if (!arn.contains(":task-definition/")) {
      throw new UnsupportedOperationException("TagResource of " + arn);
    }
    TaskDefinitionRevision found =
        find(place, arn)
            .orElseThrow(
                () ->
                    AwsError.badRequest(
                        "InvalidParameterException",
                        "The specified task definition is inactive or does not exist."));
    for (JsonNode tag : call.input().path("tags")) {
      found.tag(tag.path("key").asText(), tag.path("value").asText());
    }
    save(place);
    return Json.object();
  }

  synchronized ObjectNode deregister(Call call) {
    AccountRegion place = call.place();
    String name = call.text("taskDefinition");
    boolean hasRevision = AccountRegion.nameIn(name).contains(":");
    TaskDefinitionRevision found =
        find(place, name)
            .filter(d -> hasRevision)
            .orElseThrow(
                () -> TaskDefinitionForm.client("The specified task definition does not exist."));
    retire(place, found);
    return described(found, false);
  }

  public synchronized void retire(AccountRegion place, TaskDefinitionRevision found) {
    deactivate(found);
    fromFaults.remove(found.arn());
    save(place);
  }

  /** Deregisters a task definition for this rehearsal only. */
  public synchronized void deregisterForRehearsal(TaskDefinitionRevision found) {
    deactivate(found);
    fromFaults.add(found.arn());
  }

  private static void deactivate(TaskDefinitionRevision found) {
    found.node().put("status", "INACTIVE").put("deregisteredAt", Json.time(Instant.now()));
  }

  private void save(AccountRegion place) {
    state.saveTaskDefinitions(
        place, in(place).stream().map(d -> fromFaults.contains(d.arn()) ? active(d) : d).toList());
  }

  private static TaskDefinitionRevision active(TaskDefinitionRevision retired) {
    ObjectNode node = retired.node().deepCopy().put("status", "ACTIVE");
    node.remove("deregisteredAt");
    return new TaskDefinitionRevision(node, retired.tags());
  }
}
