package io.github.xacct.stack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Arn;
import io.github.xacct.model.XacctException;
import io.github.xacct.network.Destination;
import io.github.xacct.network.Network;
import io.github.xacct.network.Path;
import io.github.xacct.network.Reading;
import io.github.xacct.network.Seat;
import io.github.xacct.network.TaskNeeds;
import io.github.xacct.network.TaskPaths;
import io.github.xacct.stack.plan.Placeholder;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.Template;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the tasks of a service stack would reach what they need in subnets that exist already:
 * without it CloudFormation would wait for them for hours. A network that the plugin makes needs no
 * such look.
 */
final class NetworkCheck {
  /** Where the placeholder comes from, if it is not copied. */
  private static final String REGISTRY =
      Placeholder.SOURCE.substring(0, Placeholder.SOURCE.indexOf('/'));

  private final Stack stack;
  private final String region;

  NetworkCheck(Stack stack) {
    this.stack = stack;
    this.region = stack.place().region().id();
  }

  /** Whether the stack goes into a VPC that exists. */
  boolean isNeeded() {
    return stack.template() == Template.SERVICE
        && stack.values().containsKey("VpcId")
        && stack.values().containsKey("TaskSubnetIds");
  }

  String vpc() {
    return value("VpcId");
  }

  List<String> subnets() {
    return List.of(value("TaskSubnetIds").split(","));
  }

  /** Which ways end, and at which hop. */
  Optional<XacctException> refusal(Network network) {
    var paths = paths(network);
    var fixes = new LinkedHashSet<String>();
    var lines = new ArrayList<String>();
    for (Destination destination : needs()) {
      Path path = paths.to(destination);
      if (path.isClosed()) {
        lines.add(destination.words() + ": " + path.words() + ".");
        fixes.addAll(path.fix());
      }
    }
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    var refusal =
        XacctException.yours(
            """
            The tasks of %s would not start: from their subnets in %s they do not reach \
            what they need."""
                .formatted(stack.name(), vpc()));
    for (String line : lines) {
      refusal = refusal.evidence(line);
    }
    for (String fix : fixes) {
      refusal = refusal.suggestion(fix);
    }
    if (lines.stream().anyMatch(line -> line.startsWith(REGISTRY))) {
      refusal =
          refusal
              .suggestion("or, without a way to that registry, let bootstrap copy the placeholder:")
              .suggestion(
                  "<stackParameters><PlaceholderImage>copy</PlaceholderImage></stackParameters>");
    }
    return Optional.of(refusal.suggestion("Nothing was changed."));
  }

  /** Ways that nobody can look along; where the network itself could not be read, all of them. */
  List<String> doubts(Reading<Network> answer) {
    return answer
        .value()
        .map(this::doubts)
        .orElseGet(
            () ->
                List.of(
                    "%s: whether the tasks reach what they need from %s is not known: %s"
                        .formatted(stack.name(), vpc(), answer.why().orElse(""))));
  }

  private List<String> doubts(Network network) {
    var paths = paths(network);
    return needs().stream()
        .map(paths::to)
        .filter(Path::isUnknown)
        .map(path -> stack.name() + ": whether the tasks reach AWS is not known: " + path.words())
        .distinct()
        .toList();
  }

  /** The tasks' security group is made with the stack, and lets everything out. */
  private TaskPaths paths(Network network) {
    boolean open = value("AssignPublicIp").equals("ENABLED");
    return new TaskPaths(network, new Seat(subnets(), List.of(), open), region);
  }

  private Set<Destination> needs() {
    var task = JsonNodeFactory.instance.objectNode();
    var containers = task.putArray("containerDefinitions");
    ObjectNode placeholder = containers.addObject().put("image", value("PlaceholderImage"));
    placeholder.putObject("logConfiguration").put("logDriver", "awslogs");
    containers.addObject().put("image", "ours");
    for (String secret : value("SecretArns").split(",")) {
      if (!secret.isEmpty()) {
        placeholder.withArray("secrets").addObject().put("valueFrom", secret);
      }
    }
    var needs = new TaskNeeds(task, region);
    Set<Destination> all =
        new LinkedHashSet<>(
            needs.images("ours"::equals, Arn.parse(value("ImageRepositoryArn")).region()));
    all.addAll(needs.logs());
    all.addAll(needs.secrets());
    return all;
  }

  private String value(String name) {
    return Optional.ofNullable(stack.values().get(name))
        .or(() -> Objects.requireNonNull(stack.template().parameters().get(name)).byDefault())
        .orElse("");
  }
}
