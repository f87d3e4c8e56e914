package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.DeclaredServices.Declared;
import io.github.xacct.rehearsal.shape.FormTree;
import io.github.xacct.rehearsal.shape.Members;
import io.github.xacct.rehearsal.shape.ModelShape;
import io.github.xacct.rehearsal.shape.OperationModel;
import io.github.xacct.rehearsal.shape.SimulatedMembers.Fate;
import io.github.xacct.rehearsal.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Visits all operations and members of AWS's models: each is simulated, ignored with a reason, or
 * answered with 501 and its name; none is silently dropped.
 */
class MembersWalkTest {
  private static final Pattern CASE = Pattern.compile("case \"([A-Z]\\w+)\" ->");

  static List<Declared> services() {
    return DeclaredServices.all().stream().filter(s -> s.simulated().isPresent()).toList();
  }

  static List<Declared> modelled() {
    return services().stream().filter(s -> s.model().isPresent()).toList();
  }

  @Test
  void everyServiceSaysWhatItPlays() {
    assertThat(DeclaredServices.all())
        .hasSizeGreaterThanOrEqualTo(17)
        .allSatisfy(s -> assertThat(s.simulated()).as(s.name() + ".members").isPresent());
  }

  @ParameterizedTest
  @MethodSource("services")
  void whatItSaysIsWhatItsClassAnswers(Declared service) {
    assertThat(service.members().operations()).containsAll(answered(service));
    assertThat(service.members().operations())
        .allSatisfy(
            operation ->
                assertThat(service.all().contains('"' + operation + '"')).as(operation).isTrue());
  }

  /** Returns the operations of the model that the service's class has a case for. */
  static Set<String> answered(Declared service) {
    Set<String> answered = new TreeSet<>();
    CASE.matcher(service.source())
        .results()
        .map(found -> found.group(1))
        .filter(name -> service.model().flatMap(m -> m.operation(name)).isPresent())
        .forEach(answered::add);
    return answered;
  }

  @ParameterizedTest
  @MethodSource("modelled")
  void whatItNamesIsInTheModel(Declared service) {
    for (String name : service.members().operations()) {
      Set<String> known =
          operation(service, name).flatMap(OperationModel::input).map(Members::of).orElse(Set.of());
      if (operation(service, name).isPresent()) {
        assertThat(known).as(name).containsAll(service.members().members(name).keySet());
      }
    }
  }

  /** The name of each simulated member occurs in the sources. */
  @ParameterizedTest
  @MethodSource("services")
  void whatIsSimulatedIsRead(Declared service) {
    String room = service.all().toLowerCase(Locale.ROOT);
    service
        .members()
        .operations()
        .forEach(
            operation ->
                service
                    .members()
                    .members(operation)
                    .forEach(
                        (path, why) -> {
                          if (why.isEmpty()) {
                            assertThat(path.split("[\\[\\]{}.]+"))
                                .as(operation + " " + path)
                                .anyMatch(part -> isRead(room, part.toLowerCase(Locale.ROOT)));
                          }
                        }));
  }

  private static boolean isRead(String room, String name) {
    return Stream.of("\"%s\"", "/%s\"", "/%s/", ".%s\"", ".%s.", "\"%s.", "\"%s|")
            .anyMatch(form -> room.contains(form.formatted(name)))
        || name.endsWith("arns") && isRead(room, name.substring(0, name.length() - 4))
        || name.equals("payload");
  }

  @ParameterizedTest
  @MethodSource("modelled")
  void nothingIsDropped(Declared service) {
    for (String name : service.members().operations()) {
      Optional<ModelShape> input = operation(service, name).flatMap(OperationModel::input);
      for (String path : input.map(Members::of).orElse(Set.of())) {
        ObjectNode request = request(input.get(), path);
        Fate fate = service.members().of(name, path);
        assertThat(service.members().refused(name, input, request))
            .as("%s:%s with %s", service.name(), name, path)
            .isEqualTo(fate == Fate.REFUSED ? Optional.of(path) : Optional.empty());
        if (service.source().contains("Protocol.QUERY")) {
          assertThat(FormTree.of(input.get(), FormTree.fields(form(input.get(), request))))
              .isEqualTo(request);
        }
      }
    }
  }

  private static Optional<OperationModel> operation(Declared service, String name) {
    return service.model().orElseThrow().operation(name);
  }

  /** Returns a request with one member. */
  private static ObjectNode request(ModelShape input, String path) {
    return (ObjectNode) value(input, path);
  }

  /** Returns a request as a form, with times as ISO 8601. */
  private static ObjectNode form(ModelShape input, ObjectNode request) {
    ObjectNode form = request.deepCopy();
    for (String name : request.propertyStream().map(Map.Entry::getKey).toList()) {
      if (input.find(name).filter(m -> m.type() == ModelShape.Type.TIMESTAMP).isPresent()) {
        form.put(name, Instant.ofEpochSecond(request.path(name).asLong()).toString());
      }
    }
    return form;
  }

  private static JsonNode value(ModelShape shape, String path) {
    return switch (shape.type()) {
      case STRUCTURE -> structure(shape, path);
      case LIST -> Json.array().add(value(shape.item(), path.replaceFirst("^\\[]", "")));
      case MAP -> Json.object().set("key", value(shape.value(), path.replaceFirst("^\\{}", "")));
      case BOOLEAN -> Json.JSON.getNodeFactory().booleanNode(true);
      case INTEGER, LONG, DOUBLE, FLOAT, TIMESTAMP ->
          Json.JSON.getNodeFactory().numberNode(new java.math.BigDecimal("1"));
      case STRING, BLOB -> Json.JSON.getNodeFactory().textNode("x");
    };
  }

  private static JsonNode structure(ModelShape shape, String path) {
    String name = path.replaceFirst("^\\.", "").split("[.\\[{]", 2)[0];
    if (shape.isDocument() || name.isEmpty()) {
      return Json.object().put("any", "x");
    }
    ModelShape member = shape.find(name).orElseThrow();
    String rest = path.replaceFirst("^\\.", "").substring(name.length());
    return Json.object().set(name, value(member, rest));
  }
}
