package io.github.xacct.report;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.event.Event;
import io.github.xacct.json.Json;
import java.util.List;

/**
 * Renders {@code deployment.json}, for scripts. Its keys and their order are documented in
 * docs/deployment-json.md: within version 1 keys are only added.
 */
final class DeploymentJson {
  private static final int VERSION = 1;

  private DeploymentJson() {}

  static String of(DeploymentRecord deployment) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    put(json, "verdict", deployment.word());
    put(json, "began", deployment.began());
    put(json, "ended", deployment.ended());
    target(json, deployment);
    put(json, "run", deployment.run());
    put(json, "image", deployment.image());
    put(json, "imageDigest", deployment.image().map(image -> image.digest()));
    put(json, "commit", deployment.commit());
    put(json, "description", deployment.description());
    put(json, "taskDefinitionFrom", deployment.taskDefinitionFrom());
    put(json, "taskDefinitionTo", deployment.taskDefinitionTo());
    put(json, "deploymentId", deployment.deploymentId());
    put(json, "consoleUrl", deployment.consoleUrl());
    put(json, "rollbackId", deployment.rollbackId());
    put(json, "imageProof", deployment.imageProof());
    conclusion(json, deployment);
    series(json, deployment);
    return text(json);
  }

  private static void target(ObjectNode json, DeploymentRecord deployment) {
    var target = deployment.target();
    put(json, "rehearsed", target.map(Event.Began::rehearsed));
    put(json, "app", target.map(Event.Began::app));
    put(json, "environment", target.map(Event.Began::environment));
    put(json, "account", target.map(Event.Began::account));
    put(json, "region", target.map(Event.Began::region));
    put(json, "cluster", target.map(Event.Began::cluster));
    put(json, "service", target.map(Event.Began::service));
    put(json, "application", target.map(Event.Began::application));
    put(json, "deploymentGroup", target.map(Event.Began::deploymentGroup));
  }

  private static void conclusion(ObjectNode json, DeploymentRecord deployment) {
    var conclusion = deployment.conclusion();
    put(json, "problem", conclusion.flatMap(Event.Concluded::problem));
    put(json, "evidence", conclusion.map(Event.Concluded::evidence).orElse(List.of()));
    put(json, "suggestion", conclusion.map(Event.Concluded::suggestion).orElse(List.of()));
  }

  private static void series(ObjectNode json, DeploymentRecord deployment) {
    var deaths = json.putArray("deaths");
    StoppedTasks.of(deployment).forEach(group -> deaths.add(death(group)));
    var taskSets = json.putArray("taskSets");
    for (var sample : deployment.all(Event.TaskSetsChanged.class)) {
      var sets = taskSets.addObject();
      put(sets, "at", sample.at());
      put(sets, "taskSets", sample.event().taskSets());
    }
    put(json, "traffic", TrafficCurve.of(deployment));
    put(
        json,
        "requests",
        deployment.all(Event.TrafficSample.class).stream().map(s -> s.event()).toList());
    var events = json.putArray("events");
    for (var reported : deployment.events()) {
      if (!(reported.event() instanceof Event.TrafficSample)) {
        var event = events.addObject();
        put(event, "at", reported.at());
        put(event, "type", reported.event().getClass().getSimpleName());
        event.setAll((ObjectNode) JsonTree.of(reported.event()));
      }
    }
  }

  private static ObjectNode death(StoppedTasks.Group group) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("count", group.count());
    put(json, "first", group.first());
    put(json, "last", group.last());
    put(json, "taskIds", group.taskIds());
    json.setAll((ObjectNode) JsonTree.of(group.latest()));
    json.remove("taskId"); // one of taskIds
    return json;
  }

  private static void put(ObjectNode json, String key, Object value) {
    json.set(key, JsonTree.of(value));
  }

  private static String text(ObjectNode json) {
    var printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    return Json.pretty(json, printer) + "\n";
  }
}
