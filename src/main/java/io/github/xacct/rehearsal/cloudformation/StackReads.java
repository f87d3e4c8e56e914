package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.cloudformation.template.ParameterDeclaration;
import io.github.xacct.rehearsal.cloudformation.template.Template;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.QueryFields;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The operations that describe stacks, their resources, events and templates. */
final class StackReads {
  private static final int PAGE = 100;

  private final StackStore stacks;

  StackReads(StackStore stacks) {
    this.stacks = stacks;
  }

  ObjectNode describe(Call call) {
    String name = call.text("StackName");
    if (name.isEmpty()) {
      List<Stack> all = stacks.all(call.place()).stream().filter(s -> !s.deleted()).toList();
      return page(call, "Stacks", all, StackShapes::stack);
    }
    Stack stack =
        stacks
            .find(call.place(), name)
            .orElseThrow(() -> StackErrors.invalid("Stack with id " + name + " does not exist"));
    return page(call, "Stacks", List.of(stack), StackShapes::stack);
  }

  ObjectNode list(Call call) {
    List<String> wanted = QueryFields.texts(call, "StackStatusFilter");
    List<Stack> found =
        stacks.all(call.place()).stream()
            .filter(s -> wanted.isEmpty() || wanted.contains(s.status))
            .toList();
    return page(call, "StackSummaries", found, StackShapes::summary);
  }

  ObjectNode events(Call call) {
    Stack stack = stacks.named(call);
    List<ObjectNode> events;
    synchronized (stack) {
      events = new java.util.ArrayList<>(stack.events);
    }
    java.util.Collections.reverse(events);
    return page(call, "StackEvents", events, event -> event);
  }

  ObjectNode exports(Call call) {
    return page(call, "Exports", stacks.exports(call.place()).list(), export -> export);
  }

  ObjectNode resources(Call call) {
    String physicalId = call.text("PhysicalResourceId");
    Stack stack =
        physicalId.isEmpty()
            ? stacks.named(call)
            : stacks.all(call.place()).stream()
                .filter(
                    s ->
                        s.existingResources().stream()
                            .anyMatch(r -> physicalId.equals(r.physicalId())))
                .findFirst()
                .orElseThrow(
                    () -> StackErrors.invalid("Stack for " + physicalId + " does not exist"));
    String logicalId = call.text("LogicalResourceId");
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("StackResources");
    synchronized (stack) {
      stack.resources.values().stream()
          .filter(r -> logicalId.isEmpty() || r.logicalId().equals(logicalId))
          .filter(r -> physicalId.isEmpty() || physicalId.equals(r.physicalId()))
          .forEach(r -> list.add(StackShapes.resource(stack, r)));
    }
    return answer;
  }

  ObjectNode resource(Call call) {
    Stack stack = stacks.named(call);
    String logicalId = call.text("LogicalResourceId");
    StackResource resource =
        stack
            .resource(logicalId)
            .orElseThrow(
                () ->
                    StackErrors.invalid(
                        "Resource %s does not exist for stack %s"
                            .formatted(logicalId, stack.name)));
    ObjectNode detail = StackShapes.resource(stack, resource);
    detail.set("LastUpdatedTimestamp", detail.remove("Timestamp"));
    return Json.object().set("StackResourceDetail", detail);
  }

  ObjectNode listResources(Call call) {
    Stack stack = stacks.named(call);
    synchronized (stack) {
      return page(
          call,
          "StackResourceSummaries",
          List.copyOf(stack.resources.values()),
          StackShapes::resourceSummary);
    }
  }

  ObjectNode template(Call call) {
    Stack stack = stacks.named(call);
    String changeSet = call.text("ChangeSetName");
    String body =
        changeSet.isEmpty()
            ? stack.submission.template()
            : Optional.ofNullable(stack.changeSets.get(AccountRegion.nameIn(changeSet)))
                .map(s -> s.submission.template())
                .orElseThrow(
                    () ->
                        new AwsError(
                            404,
                            "ChangeSetNotFound",
                            "ChangeSet [" + changeSet + "] does not exist"));
    ObjectNode answer = Json.object();
    if (!body.isEmpty()) {
      // A stack in REVIEW_IN_PROGRESS has no template yet.
      answer.put("TemplateBody", body);
    }
    answer.putArray("StagesAvailable").add("Original").add("Processed");
    return answer;
  }

  ObjectNode summary(Call call) {
    String body = body(call);
    return described(
        Template.read(body.isEmpty() ? stacks.named(call).submission.template() : body), true);
  }

  ObjectNode validate(Call call) {
    return described(Template.read(body(call)), false);
  }

  private String body(Call call) {
    String url = call.text("TemplateURL");
    return url.isEmpty() ? call.text("TemplateBody") : stacks.urls().read(call.caller(), url);
  }

  private static ObjectNode described(Template template, boolean summary) {
    ObjectNode answer = Json.object();
    putDescription(answer, template.description());
    ArrayNode parameters = answer.putArray("Parameters");
    for (ParameterDeclaration parameter : template.parameters()) {
      ObjectNode node = parameters.addObject();
      node.put("ParameterKey", parameter.name()).put("NoEcho", parameter.secret());
      parameter.defaultValue().ifPresent(v -> node.put("DefaultValue", v));
      putDescription(node, parameter.description());
      if (summary) {
        node.put("ParameterType", parameter.type());
        parameter
            .node()
            .path("AllowedValues")
            .forEach(
                v ->
                    node.withObject("/ParameterConstraints")
                        .withArray("/AllowedValues")
                        .add(v.asText()));
      }
    }
    template
        .capability()
        .ifPresent(
            capability -> {
              answer.putArray("Capabilities").add(capability);
              answer.put(
                  "CapabilitiesReason",
                  "The following resource(s) require capabilities: "
                      + template.capabilityReasons());
            });
    if (summary) {
      answer.set("ResourceTypes", Json.texts(template.resourceTypes()));
      answer.put("Version", "2010-09-09");
      template.metadata().ifPresent(m -> answer.put("Metadata", Json.write(m)));
    }
    return answer;
  }

  private static void putDescription(ObjectNode node, String text) {
    Json.putText(node, "Description", Optional.of(text).filter(t -> !t.isEmpty()));
  }

  private static <T> ObjectNode page(
      Call call, String member, List<T> all, Function<T, ObjectNode> shape) {
    String token = call.text("NextToken");
    int from = token.matches("\\d{1,9}") ? Math.min(all.size(), Integer.parseInt(token)) : 0;
    int to = Math.min(all.size(), from + PAGE);
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray(member);
    all.subList(from, to).forEach(item -> list.add(shape.apply(item)));
    return to < all.size() ? answer.put("NextToken", String.valueOf(to)) : answer;
  }
}
