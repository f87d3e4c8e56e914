package io.github.xacct.rehearsal.readonly;

import io.github.xacct.rehearsal.plan.Place;
import io.github.xacct.rehearsal.plan.Type;
import io.github.xacct.rehearsal.state.Estate;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Nodes;
import io.github.xacct.rehearsal.wire.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.state.Estate.Thing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Systems Manager's Parameter Store, as far as reading. Source: Systems Manager API reference,
 * DescribeParameters, GetParameter and GetParameters.
 */
public final class Parameters implements Service {
  private final Estate estate;
  private final Instant started = Instant.now();

  public Parameters(Estate estate) {
    this.estate = estate;
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

  /** The parameter that a name or an ARN means; an ARN drops the name's leading slash. */
  public static Optional<Thing> find(Estate estate, Place place, String nameOrArn) {
    return estate.things(place, Type.PARAMETER).stream()
        .filter(p -> p.id().equals(nameOrArn) || arn(p).equals(nameOrArn))
        .findFirst();
  }

  private static String arn(Thing parameter) {
    return parameter.place().arn("ssm", "parameter/" + parameter.id().replaceFirst("^/", ""));
  }

  private ObjectNode describe(Call call) {
    List<String> all =
        estate.things(call.place(), Type.PARAMETER).stream()
            .filter(p -> matches(call, p))
            .map(Thing::id)
            .toList();
    ObjectNode answer = Nodes.object();
    ArrayNode list = answer.putArray("Parameters");
    for (String name : all) {
      Thing parameter = find(estate, call.place(), name).orElseThrow();
      list.add(
          common(parameter)
              .put("ARN", arn(parameter))
              .put("Tier", "Standard")
              .put("LastModifiedDate", Nodes.time(started)));
    }
    return answer;
  }

  private static boolean matches(Call call, Thing parameter) {
    for (JsonNode filter : call.input().path("ParameterFilters")) {
      if (!filter.path("Key").asText().equals("Name")) {
        throw new UnsupportedOperationException("with the filter " + filter.path("Key"));
      }
      String option = filter.path("Option").asText("Equals");
      if (!option.equals("Equals")) {
        throw new UnsupportedOperationException("with the option " + option);
      }
      if (!Nodes.textsOf(filter.path("Values")).contains(parameter.id())) {
        return false;
      }
    }
    return true;
  }

  private ObjectNode get(Call call) {
    Thing parameter =
        find(estate, call.place(), call.text("Name"))
            .orElseThrow(() -> AwsError.badRequest("ParameterNotFound", ""));
    ObjectNode answer = Nodes.object();
    answer.set("Parameter", value(parameter));
    return answer;
  }

  private ObjectNode getAll(Call call) {
    ObjectNode answer = Nodes.object();
    ArrayNode found = answer.putArray("Parameters");
    ArrayNode invalid = answer.putArray("InvalidParameters");
    for (String name : Nodes.textsOf(call.input().path("Names"))) {
      find(estate, call.place(), name)
          .ifPresentOrElse(p -> found.add(value(p)), () -> invalid.add(name));
    }
    return answer;
  }

  private ObjectNode value(Thing parameter) {
    return common(parameter)
        .put("Value", parameter.properties().path("Value").asText())
        .put("ARN", arn(parameter))
        .put("LastModifiedDate", Nodes.time(started));
  }

  private static ObjectNode common(Thing parameter) {
    return Nodes.object()
        .put("Name", parameter.id())
        .put("Type", parameter.properties().path("Type").asText("String"))
        .put("Version", 1)
        .put("DataType", "text");
  }
}
