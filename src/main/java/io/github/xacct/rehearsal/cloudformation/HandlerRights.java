package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.iam.Authority;
import io.github.xacct.rehearsal.iam.Iam;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.iam.ResourcePolicy;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks the permissions for the calls of CloudFormation's resource handlers: they use the stack's
 * service role, or the caller's credentials without one. Sources: CloudFormation user guide,
 * "Control access with IAM", and the registry's handlers in {@code handlers.txt}.
 */
public final class HandlerRights {
  private static final Map<String, List<String>> ROWS = read();
  private static final Pattern ROLE_ARN = Pattern.compile("arn:[a-z-]+:iam::\\d{12}:role/.+");
  private static final Pattern CONNECTION =
      Pattern.compile("arn:[a-z-]+:([a-z-]+):.+:connection/.+");
  private static final Pattern PROPERTY = Pattern.compile("\\{(\\w+)(\\[])?}");

  /** The services that roles are passed to, by resource type. */
  private static final Map<String, String> PASSED_TO =
      Map.of(
          "AWS::CodeBuild::Project", "codebuild.amazonaws.com",
          "AWS::CodePipeline::Pipeline", "codepipeline.amazonaws.com",
          "AWS::CodeDeploy::DeploymentGroup", "codedeploy.amazonaws.com",
          "AWS::Lambda::Function", "lambda.amazonaws.com",
          "AWS::ECS::TaskDefinition", "ecs-tasks.amazonaws.com",
          "AWS::ECS::Service", "ecs.amazonaws.com",
          "AWS::Events::Rule", "events.amazonaws.com",
          "AWS::EC2::FlowLog", "vpc-flow-logs.amazonaws.com");

  /** The services whose service-linked role is created with the first resource of a type. */
  private static final Map<String, String> LINKED =
      Map.of(
          "AWS::ECS::Cluster", "ecs.amazonaws.com",
          "AWS::ElasticLoadBalancingV2::LoadBalancer", "elasticloadbalancing.amazonaws.com",
          "AWS::ApplicationAutoScaling::ScalableTarget",
              "ecs.application-autoscaling.amazonaws.com");

  private final Authority authority;
  private final Iam iam;
  private final Identities identities;

  public HandlerRights(Authority authority, Iam iam) {
    this.authority = authority;
    this.iam = iam;
    this.identities = iam.identities();
  }

  /** Returns the session of a stack's service role; empty if CloudFormation cannot assume it. */
  Optional<Caller> serviceRole(String roleArn, String stackId) {
    return iam.serviceSession(
        roleArn, "cloudformation.amazonaws.com", stackId, "AWSCloudFormation");
  }

  /** Returns AWS's message if a caller is not allowed to read an object, or empty. */
  Optional<String> unreadable(Caller caller, String bucket, String key, ResourcePolicy policy) {
    String arn = "arn:%s:s3:::%s/%s".formatted(caller.arn().split(":")[1], bucket, key);
    return authority.denial(
        caller,
        new Access(caller.principalArn(), "s3:GetObject", arn, Map.of()),
        Optional.of(policy));
  }

  /**
   * Checks all permissions that a handler operation on a resource requires.
   *
   * @param operation create, update or delete
   * @throws HandlerFailed with the service's message if one is denied
   */
  void demand(
      Optional<Caller> caller, AccountRegion place, StackResource resource, String operation)
      throws HandlerFailed {
    if (caller.isEmpty()) {
      return; // resumed from an earlier rehearsal
    }
    var calls = new Calls(caller.get(), place, resource);
    for (String action : actions(resource.type(), operation)) {
      calls.demand(action);
    }
    if (operation.equals("create")) {
      calls.linkRole();
    }
  }

  private static List<String> actions(String type, String operation) {
    var actions = new ArrayList<>(ROWS.getOrDefault(type + " " + operation, List.of()));
    if (operation.equals("create")) {
      actions.addAll(ROWS.getOrDefault(type + " read", List.of()));
    }
    return actions.stream().distinct().toList();
  }

  /** The handler's calls for one resource. */
  private final class Calls {
    private final Caller caller;
    private final AccountRegion place;
    private final StackResource resource;

    Calls(Caller caller, AccountRegion place, StackResource resource) {
      this.caller = caller;
      this.place = place;
      this.resource = resource;
    }

    void demand(String action) throws HandlerFailed {
      if (action.equals("iam:PassRole")) {
        for (String role : texts(resource.properties()).filter(matching(ROLE_ARN)).toList()) {
          demand(
              action, role, Map.of("iam:PassedToService", List.of(PASSED_TO.get(resource.type()))));
        }
        return;
      }
      for (String arn : arns(action)) {
        demand(action, arn, Map.of());
      }
      if (action.equals("codepipeline:CreatePipeline")) {
        for (String arn :
            texts(resource.properties().path("Stages")).filter(matching(CONNECTION)).toList()) {
          demand(arn.split(":")[2] + ":PassConnection", arn, Map.of());
        }
      }
    }

    void linkRole() throws HandlerFailed {
      String service = LINKED.get(resource.type());
      if (service != null && !identities.isLinked(place.account(), service)) {
        String arn =
            "arn:%s:iam::%s:role/aws-service-role/%s/%s"
                .formatted(
                    place.region().partition(),
                    place.account(),
                    service,
                    Identities.linkedRole(service));
        demand("iam:CreateServiceLinkedRole", arn, Map.of("iam:AWSServiceName", List.of(service)));
        identities.link(place.account(), service);
      }
    }

    private void demand(String action, String arn, Map<String, List<String>> keys)
        throws HandlerFailed {
      var context = new LinkedHashMap<>(keys);
      context.put("aws:RequestedRegion", List.of(place.region().id()));
      Optional<String> denied =
          authority.denial(
              caller, new Access(caller.principalArn(), action, arn, context), Optional.empty());
      if (denied.isPresent()) {
        throw HandlerFailed.of(denied.get() + " (Status Code: 403)", "AccessDenied");
      }
    }

    private List<String> arns(String action) {
      String type = resource.type();
      if (Objects.requireNonNull(ROWS.get("*")).contains(action)) {
        return List.of("*");
      }
      if (ROWS.containsKey(type)) {
        return written(ROWS.get(type).get(0));
      }
      return List.of(
          Stream.concat(
                  resource.attributes().entrySet().stream()
                      .filter(e -> e.getKey().endsWith("Arn"))
                      .map(Map.Entry::getValue),
                  Stream.of(resource.physicalId()))
              .filter(id -> id.startsWith("arn:"))
              .findFirst()
              .orElseThrow(() -> new UnsupportedOperationException("handlers.txt: " + type)));
    }

    private List<String> written(String template) {
      var property = PROPERTY.matcher(template);
      List<String> filled =
          property.find() && property.group(2) != null
              ? Json.textsOf(resource.properties().path(property.group(1))).stream()
                  .map(value -> template.replace(property.group(), value))
                  .toList()
              : List.of(
                  PROPERTY
                      .matcher(template)
                      .replaceAll(m -> resource.properties().path(m.group(1)).asText()));
      return filled.stream().map(this::arn).toList();
    }

    private String arn(String text) {
      if (text.startsWith("arn:")) {
        return text;
      }
      String[] parts = text.split(":", 2);
      return switch (parts[0]) {
        case "iam" ->
            "arn:%s:iam::%s:%s".formatted(place.region().partition(), place.account(), parts[1]);
        case "s3" -> "arn:%s:s3:::%s".formatted(place.region().partition(), parts[1]);
        default -> place.arn(parts[0], parts[1]);
      };
    }
  }

  private static java.util.function.Predicate<String> matching(Pattern form) {
    return text -> form.matcher(text).matches();
  }

  /**
   * Returns the distinct texts of a tree, without a pipeline's stages, whose actions name roles of
   * other accounts, which are not passed.
   */
  private static Stream<String> texts(JsonNode node) {
    if (node.isTextual()) {
      return Stream.of(node.asText());
    }
    var children = new ArrayList<JsonNode>();
    node.properties().stream()
        .filter(e -> !e.getKey().equals("Stages") || !node.has("RoleArn"))
        .forEach(e -> children.add(e.getValue()));
    if (node.isArray()) {
      node.forEach(children::add);
    }
    return children.stream().flatMap(HandlerRights::texts).distinct();
  }

  private static Map<String, List<String>> read() {
    try (InputStream in = HandlerRights.class.getResourceAsStream("handlers.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" \\| "))
          .collect(
              Collectors.toMap(
                  row -> row[0], row -> List.of(row[1].split(" ")), (a, b) -> b, HashMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
