package io.github.xacct.stack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Arn;
import io.github.xacct.model.XacctException;
import io.github.xacct.network.Destination;
import io.github.xacct.network.Network;
import io.github.xacct.network.Path;
import io.github.xacct.network.Reading;
import io.github.xacct.network.TaskNeeds;
import io.github.xacct.network.TaskPaths;
import io.github.xacct.network.TaskPlacement;
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
 * Checks that tasks in existing subnets can reach what they need: otherwise CloudFormation would
 * wait for the service for hours. A network that the plugin creates needs no check.
 */
final class NetworkCheck {
  /** The registry of the placeholder image, if it is not copied. */
  private static final String REGISTRY =
      Placeholder.SOURCE.substring(0, Placeholder.SOURCE.indexOf('/'));

  private final Stack stack;
  private final String region;

  NetworkCheck(Stack stack) {
    this.stack = stack;
    this.region = stack.place().region().id();
  }

  /** Whether the stack is deployed to an existing VPC. */
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

  /** Returns the refusal that names the unreachable destinations and where their paths end. */
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

  /**
   * Returns warnings of paths that cannot be checked, or of the network if it could not be read.
   */
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

  /**
   * Without security groups: the stack creates the tasks' one, which allows all outbound traffic.
   */
  private TaskPaths paths(Network network) {
    boolean open = value("AssignPublicIp").equals("ENABLED");
    return new TaskPaths(network, new TaskPlacement(subnets(), List.of(), open), region);
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
