package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.ApiServer;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.Service;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The API of Lambda, as far as describing functions and invoking the service stack's test function.
 * Source: Lambda API reference, GetFunction, GetFunctionConfiguration, GetPolicy and Invoke.
 */
public final class Lambda implements Service {
  private static final Pattern PATH =
      Pattern.compile("/2015-03-31/functions/([^/]+)(?:/(configuration|policy|invocations))?");
  private static final Pattern FUNCTION =
      Pattern.compile("(?:arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:)?([^:]+)(?::[^:]+)?");

  private final ResourceStore store;
  private final TestFunctionRun testFunction;

  public Lambda(ResourceStore store, TestFunctionRun testFunction) {
    this.store = store;
    this.testFunction = testFunction;
  }

  @Override
  public String signingName() {
    return "lambda";
  }

  @Override
  public Protocol protocol() {
    return Protocol.REST_JSON;
  }

  @Override
  public Optional<Route> route(String method, String path) {
    Matcher parts = PATH.matcher(path);
    boolean invokes = parts.matches() && "invocations".equals(parts.group(2));
    if (!parts.matches() || !method.equals(invokes ? "POST" : "GET")) {
      return Optional.empty();
    }
    String operation =
        switch (Optional.ofNullable(parts.group(2)).orElse("")) {
          case "configuration" -> "GetFunctionConfiguration";
          case "policy" -> "GetPolicy";
          case "invocations" -> "Invoke";
          default -> "GetFunction";
        };
    String function = URLDecoder.decode(parts.group(1), StandardCharsets.UTF_8);
    return Optional.of(new Route(operation, Json.object().put("FunctionName", function)));
  }

  @Override
  public ObjectNode answer(Call call) {
    if (!List.of("GetFunction", "GetFunctionConfiguration", "GetPolicy", "Invoke")
        .contains(call.operation())) {
      throw new UnsupportedOperationException(call.operation());
    }
    Resource function =
        find(store, call.place(), call.text("FunctionName"))
            .orElseThrow(() -> notFound("Function", call.text("FunctionName"), call.place()));
    return switch (call.operation()) {
      case "GetFunctionConfiguration" -> configuration(function);
      case "GetPolicy" -> policy(function);
      case "Invoke" -> testFunction.answer(function, call.input().path(ApiServer.BODY));
      default -> function(function);
    };
  }

  private static AwsError notFound(String what, String function, AccountRegion place) {
    String arn =
        function.startsWith("arn:") ? function : place.arn("lambda", "function:" + function);
    return new AwsError(404, "ResourceNotFoundException", what + " not found: " + arn);
  }

  /** Returns the name in a name or an ARN, with or without qualifier. */
  public static String name(String nameOrArn) {
    Matcher parts = FUNCTION.matcher(nameOrArn);
    return parts.matches() ? parts.group(1) : nameOrArn;
  }

  /**
   * Returns the function of a name or an ARN of this account and region, with or without qualifier.
   */
  static Optional<Resource> find(ResourceStore store, AccountRegion place, String nameOrArn) {
    Matcher parts = FUNCTION.matcher(nameOrArn);
    boolean elsewhere =
        nameOrArn.startsWith("arn:") && !nameOrArn.startsWith(place.arn("lambda", "function:"));
    return !parts.matches() || elsewhere
        ? Optional.empty()
        : store
            .find(place, ResourceTypeNames.FUNCTION, parts.group(1))
            .map(properties -> new Resource(place, parts.group(1), properties));
  }

  private static String arn(Resource function) {
    return function.place().arn("lambda", "function:" + function.id());
  }

  private static ObjectNode configuration(Resource function) {
    JsonNode properties = function.properties();
    ObjectNode node = Json.object().put("FunctionName", function.id());
    node.put("FunctionArn", arn(function));
    node.put("Runtime", properties.path("Runtime").asText("python3.12"));
    Json.putText(node, "Role", Optional.ofNullable(properties.path("Role").textValue()));
    node.put("Handler", properties.path("Handler").asText("index.handler"));
    node.put("Timeout", properties.path("Timeout").asInt(3));
    node.put("MemorySize", properties.path("MemorySize").asInt(128));
    node.put("LastModified", "2026-01-01T00:00:00.000+0000").put("Version", "$LATEST");
    node.put("State", properties.path("@State").asText("Active"));
    if (properties.has("VpcConfig")) {
      ObjectNode vpc = node.putObject("VpcConfig");
      vpc.set("SubnetIds", properties.at("/VpcConfig/SubnetIds").deepCopy());
      vpc.set("SecurityGroupIds", properties.at("/VpcConfig/SecurityGroupIds").deepCopy());
    }
    return node.put("LastUpdateStatus", "Successful").put("PackageType", "Zip");
  }

  private static ObjectNode function(Resource function) {
    ObjectNode node = Json.object();
    node.set("Configuration", configuration(function));
    node.putObject("Code").put("RepositoryType", "S3");
    return node;
  }

  /**
   * Returns the policy of all {@code AWS::Lambda::Permission} resources; throws if there is none.
   */
  private ObjectNode policy(Resource function) {
    ObjectNode policy = Json.object().put("Version", "2012-10-17").put("Id", "default");
    var statements = policy.putArray("Statement");
    for (Resource permission : store.resources(function.place(), ResourceTypeNames.PERMISSION)) {
      JsonNode given = permission.properties();
      if (find(store, function.place(), given.path("FunctionName").asText())
          .filter(f -> f.id().equals(function.id()))
          .isPresent()) {
        String principal = given.path("Principal").asText();
        ObjectNode statement = statements.addObject().put("Sid", permission.id());
        statement.put("Effect", "Allow");
        statement
            .putObject("Principal")
            .put(principal.endsWith(".amazonaws.com") ? "Service" : "AWS", principal);
        statement.put("Action", given.path("Action").asText()).put("Resource", arn(function));
      }
    }
    if (statements.isEmpty()) {
      throw new AwsError(
          404, "ResourceNotFoundException", "The resource you requested does not exist.");
    }
    return Json.object().put("Policy", Json.write(policy)).put("RevisionId", function.id());
  }
}
