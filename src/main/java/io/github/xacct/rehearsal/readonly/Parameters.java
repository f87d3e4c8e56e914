package io.github.xacct.rehearsal.readonly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.Service;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The API of Systems Manager Parameter Store, as far as reading. Source: Systems Manager API
 * reference, DescribeParameters, GetParameter and GetParameters.
 */
public final class Parameters implements Service {
  /** Property with the version number of a parameter. */
  public static final String VERSION = "@Version";

  private final ResourceStore store;
  private final Instant started = Instant.now();

  public Parameters(ResourceStore store) {
    this.store = store;
  }

  @Override
  public String signingName() {
    return "ssm";
  }

  @Override
  public ObjectNode answer(Call call) {
    return switch (call.operation()) {
      case "DescribeParameters" -> describe(call);
      case "GetParameter" -> get(call);
      case "GetParameters" -> getAll(call);
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  /** Returns the parameter of a name or an ARN, which omits the name's leading slash. */
  public static Optional<Resource> find(
      ResourceStore store, AccountRegion place, String nameOrArn) {
    return store.resources(place, ResourceTypeNames.PARAMETER).stream()
        .filter(p -> p.id().equals(nameOrArn) || arn(p).equals(nameOrArn))
        .findFirst();
  }

  /**
   * Returns the value of a parameter that is not a SecureString; empty if there is none.
   *
   * @param reference name, optionally followed by {@code :} and a version
   */
  public static Optional<String> plainValue(
      ResourceStore store, AccountRegion place, String reference) {
    return versioned(store, place, reference)
        .map(Resource::properties)
        .filter(p -> !p.path("Type").asText().equals("SecureString"))
        .map(p -> p.path("Value").asText());
  }

  /** Returns the value of a SecureString parameter; empty if there is none. */
  public static Optional<String> secureValue(
      ResourceStore store, AccountRegion place, String reference) {
    return versioned(store, place, reference)
        .map(Resource::properties)
        .filter(p -> p.path("Type").asText().equals("SecureString"))
        .map(p -> p.path("Value").asText());
  }

  /** Returns a parameter by name and optional version; only the latest version is kept. */
  private static Optional<Resource> versioned(
      ResourceStore store, AccountRegion place, String reference) {
    Optional<Resource> whole = find(store, place, reference);
    int colon = reference.lastIndexOf(':');
    return whole.isPresent() || colon < 0
        ? whole
        : find(store, place, reference.substring(0, colon))
            .filter(p -> String.valueOf(version(p)).equals(reference.substring(colon + 1)));
  }

  private static int version(Resource parameter) {
    return parameter.properties().path(VERSION).asInt(1);
  }

  private static String arn(Resource parameter) {
    return parameter.place().arn("ssm", "parameter/" + parameter.id().replaceFirst("^/", ""));
  }

  private ObjectNode describe(Call call) {
    List<String> all =
        store.resources(call.place(), ResourceTypeNames.PARAMETER).stream()
            .filter(p -> matches(call, p))
            .map(Resource::id)
            .toList();
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("Parameters");
    for (String name : all) {
      Resource parameter = find(store, call.place(), name).orElseThrow();
      list.add(
          common(parameter)
              .put("ARN", arn(parameter))
              .put("Tier", "Standard")
              .put("LastModifiedDate", Json.time(started)));
    }
    return answer;
  }

  private static boolean matches(Call call, Resource parameter) {
    for (JsonNode filter : call.input().path("ParameterFilters")) {
      if (!filter.path("Key").asText().equals("Name")) {
        throw new UnsupportedOperationException("with the filter " + filter.path("Key"));
      }
      String option = filter.path("Option").asText("Equals");
      if (!option.equals("Equals")) {
        throw new UnsupportedOperationException("with the option " + option);
      }
      if (!Json.textsOf(filter.path("Values")).contains(parameter.id())) {
        return false;
      }
    }
    return true;
  }

  private ObjectNode get(Call call) {
    Resource parameter =
        versioned(store, call.place(), call.text("Name"))
            .orElseThrow(() -> AwsError.badRequest("ParameterNotFound", ""));
    ObjectNode answer = Json.object();
    answer.set("Parameter", value(parameter));
    return answer;
  }

  private ObjectNode getAll(Call call) {
    ObjectNode answer = Json.object();
    ArrayNode found = answer.putArray("Parameters");
    ArrayNode invalid = answer.putArray("InvalidParameters");
    for (String name : Json.textsOf(call.input().path("Names"))) {
      find(store, call.place(), name)
          .ifPresentOrElse(p -> found.add(value(p)), () -> invalid.add(name));
    }
    return answer;
  }

  private ObjectNode value(Resource parameter) {
    return common(parameter)
        .put("Value", parameter.properties().path("Value").asText())
        .put("ARN", arn(parameter))
        .put("LastModifiedDate", Json.time(started));
  }

  private static ObjectNode common(Resource parameter) {
    return Json.object()
        .put("Name", parameter.id())
        .put("Type", parameter.properties().path("Type").asText("String"))
        .put("Version", version(parameter))
        .put("DataType", "text");
  }
}
