package io.github.xacct.rehearsal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.shape.OperationModel;
import io.github.xacct.rehearsal.shape.ShapeViolation;
import io.github.xacct.rehearsal.shape.ShapeViolation.Kind;
import io.github.xacct.rehearsal.wire.Service.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The errors by which services refuse a request that does not conform to its shape. Sources: the
 * common errors and the operations' errors in the API references; docs/embedded-aws.md lists what
 * is not known.
 */
final class ShapeRefusal {
  /** The names of members in CodeDeploy's error codes, where they differ from the members. */
  private static final Map<String, String> CODE_DEPLOY =
      Map.ofEntries(
          Map.entry("targetId", "DeploymentTargetId"),
          Map.entry("targetIds", "DeploymentTargetId"),
          Map.entry("deploymentIds", "DeploymentId"),
          Map.entry("applicationNames", "ApplicationName"),
          Map.entry("deploymentGroupNames", "DeploymentGroupName"),
          Map.entry("includeOnlyStatuses", "DeploymentStatus"),
          Map.entry("createTimeRange", "TimeRange"),
          Map.entry("status", "LifecycleEventHookExecutionStatus"),
          Map.entry("autoRollbackConfiguration", "AutoRollbackConfig"),
          Map.entry("alarmConfiguration", "AlarmConfig"),
          Map.entry("overrideAlarmConfiguration", "AlarmConfig"),
          Map.entry("triggerConfigurations", "TriggerConfig"),
          Map.entry("ecsServices", "ECSService"),
          Map.entry("tags", "TagsToAdd"));

  private final Service service;
  private final Protocol protocol;
  private final OperationModel operation;

  ShapeRefusal(Service service, Protocol protocol, OperationModel operation) {
    this.service = service;
    this.protocol = protocol;
    this.operation = operation;
  }

  /**
   * Returns the error; empty if AWS would not refuse the request, such as for an unknown member.
   */
  Optional<AwsError> of(List<ShapeViolation> misfits) {
    Optional<ShapeViolation> type = misfits.stream().filter(m -> m.kind() == Kind.TYPE).findFirst();
    if (type.isPresent()) {
      return type.map(this::wrongType);
    }
    List<ShapeViolation> constraints = misfits.stream().filter(this::isAConstraint).toList();
    return constraints.isEmpty() ? Optional.empty() : Optional.of(constraint(constraints));
  }

  /**
   * Returns whether the shape check reports it; missing containers are reported by the rules of ECS
   * with its own message.
   */
  private boolean isAConstraint(ShapeViolation misfit) {
    boolean rules =
        operation.name().equals("RegisterTaskDefinition")
            && misfit.kind() == Kind.REQUIRED
            && misfit.path().equals("containerDefinitions");
    return misfit.kind() != Kind.UNKNOWN && !rules;
  }

  private AwsError wrongType(ShapeViolation misfit) {
    return protocol.takesForms()
        ? AwsError.badRequest("MalformedInput", WrongType.inForm(misfit))
        : AwsError.badRequest("SerializationException", WrongType.inJson(misfit));
  }

  private AwsError constraint(List<ShapeViolation> misfits) {
    ShapeViolation first = misfits.get(0);
    return switch (service.signingName()) {
      case "ecr" -> AwsError.badRequest("InvalidParameterException", ecr(first));
      case "ecs" -> ecs(first);
      case "codedeploy" -> codeDeploy(first, misfits);
      case "logs" -> AwsError.badRequest("InvalidParameterException", validation(misfits));
      default ->
          AwsError.badRequest(
              service.protocol().takesForms() ? "ValidationError" : "ValidationException",
              validation(misfits));
    };
  }

  private static String validation(List<ShapeViolation> misfits) {
    return misfits.size()
        + (misfits.size() == 1 ? " validation error detected: " : " validation errors detected: ")
        + misfits.stream().map(ShapeRefusal::failed).collect(Collectors.joining("; "));
  }

  private static String failed(ShapeViolation misfit) {
    return "Value%s at '%s' failed to satisfy constraint: %s"
        .formatted(value(misfit), misfit.place(), misfit.constraint());
  }

  private static String value(ShapeViolation misfit) {
    JsonNode value = misfit.value();
    if (value.isMissingNode()) {
      return " null";
    }
    if (misfit.shape().isSensitive() || value.isObject()) {
      return "";
    }
    return value.isArray() ? " '[" + items(value) + "]'" : " '" + value.asText() + "'";
  }

  private static String items(JsonNode list) {
    return list.valueStream()
        .map(item -> item.isContainerNode() ? "..." : item.asText())
        .collect(Collectors.joining(", "));
  }

  private static String ecr(ShapeViolation misfit) {
    String constraint =
        misfit.kind() == Kind.PATTERN
            ? "must satisfy regular expression '" + misfit.pattern().replace("\\/", "/") + "'"
            : misfit.constraint();
    boolean item = misfit.path().endsWith("[]");
    return "Invalid parameter at '%s' failed to satisfy constraint: '%s'"
        .formatted(
            item ? misfit.member() : misfit.place(),
            item ? "Member must satisfy constraint: [" + misfit.constraint() + "]" : constraint);
  }

  /** Returns ECS's error; a task definition is always refused with ClientException. */
  private AwsError ecs(ShapeViolation misfit) {
    boolean definition = operation.name().equals("RegisterTaskDefinition");
    String[] names = misfit.path().replace("[]", "").split("\\.");
    if (names.length == 2 && names[0].equals("tags")) {
      return AwsError.badRequest("InvalidParameterException", "Tag " + names[1] + " is invalid.");
    }
    String name = names[names.length - 1];
    String sentence =
        switch (misfit.kind()) {
          case REQUIRED ->
              definition ? required(names) : WrongType.sentence(name) + " cannot be empty.";
          case ENUMERATION -> "Unknown value '%s' for %s.".formatted(misfit.value().asText(), name);
          default -> failed(misfit);
        };
    return AwsError.badRequest(
        definition ? "ClientException" : "InvalidParameterException", sentence);
  }

  /** Returns ECS's message about a required member, such as {@code Container.name}. */
  private static String required(String... names) {
    String last = names[names.length - 1];
    String what =
        names.length == 1
            ? capital(last)
            : capital(names[names.length - 2]).replaceFirst("s$", "") + "." + last;
    return what + " should not be null or empty.";
  }

  private static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private AwsError codeDeploy(ShapeViolation first, List<ShapeViolation> misfits) {
    String stem = CODE_DEPLOY.getOrDefault(first.member(), first.member());
    boolean empty = first.kind() == Kind.SHORT && first.value().isTextual();
    boolean required =
        (empty || first.kind() == Kind.REQUIRED) && first.path().equals(first.member());
    String wanted = required ? stem + "RequiredException" : "Invalid" + stem + "Exception";
    Optional<String> code =
        operation.errorCodes().stream().filter(wanted::equalsIgnoreCase).findFirst();
    if (required && code.isPresent()) {
      String what =
          first.member().equals("revision") ? "RevisionLocation" : WrongType.sentence(stem);
      return AwsError.badRequest(code.get(), what + " must be specified");
    }
    return AwsError.badRequest(code.orElse("ValidationException"), validation(misfits));
  }
}
