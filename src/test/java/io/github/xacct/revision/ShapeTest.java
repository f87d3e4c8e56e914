package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

class ShapeTest {

  @Test
  void theSdkKnowsTheSameFieldsWithTheSameTypes() {
    List<String> differences = new ArrayList<>();
    compare(
        RegisterTaskDefinitionRequest.builder().build(), Shape.TASK_DEFINITION.root(), differences);
    assertThat(differences).isEmpty();
  }

  @Test
  void whatOnlyAnswersHoldIsReadOnly() {
    Set<String> answers = new TreeSet<>();
    TaskDefinition.builder().build().sdkFields().forEach(f -> answers.add(f.locationName()));
    answers.removeAll(Shape.TASK_DEFINITION.fields(Shape.TASK_DEFINITION.root()).keySet());
    answers.add("deleteRequestedAt");
    assertThat(TaskDefinitionTemplate.READ_ONLY).containsExactlyInAnyOrderElementsOf(answers);
  }

  @Test
  void everyTypeInAShapeIsDefined() {
    for (Shape shape : List.of(Shape.TASK_DEFINITION, Shape.APP_SPEC)) {
      Set<String> seen = new HashSet<>();
      visit(shape, shape.root(), seen);
      assertThat(seen).contains(shape.root());
    }
  }

  private static void visit(Shape shape, String type, Set<String> seen) {
    String element = type.matches("[\\[{].*") ? Shape.element(type) : type;
    if (Set.of("string", "integer", "boolean", "any").contains(element) || !seen.add(element)) {
      return;
    }
    assertThat(shape.isStructure(element)).as(element).isTrue();
    shape.fields(element).values().forEach(field -> visit(shape, field.type(), seen));
  }

  private static void compare(SdkPojo pojo, String structure, List<String> differences) {
    Map<String, Shape.Field> fields = Shape.TASK_DEFINITION.fields(structure);
    Set<String> unmatched = new TreeSet<>(fields.keySet());
    for (SdkField<?> sdk : pojo.sdkFields()) {
      Shape.Field field = fields.get(sdk.locationName());
      unmatched.remove(sdk.locationName());
      if (field == null || !matches(sdk, field.type(), differences)) {
        differences.add(structure + "." + sdk.locationName());
      }
    }
    unmatched.forEach(name -> differences.add(structure + "." + name));
  }

  private static boolean matches(SdkField<?> sdk, String type, List<String> differences) {
    MarshallingType<?> sdkType = sdk.marshallingType();
    if (sdkType == MarshallingType.LIST) {
      return type.startsWith("[")
          && matches(
              sdk.getTrait(ListTrait.class).memberFieldInfo(), Shape.element(type), differences);
    }
    if (sdkType == MarshallingType.MAP) {
      return type.startsWith("{")
          && matches(
              sdk.getTrait(MapTrait.class).valueFieldInfo(), Shape.element(type), differences);
    }
    if (sdkType == MarshallingType.SDK_POJO) {
      compare(sdk.constructor().get(), type, differences);
      return true;
    }
    return switch (type) {
      case "string" -> sdkType == MarshallingType.STRING;
      case "integer" -> sdkType == MarshallingType.INTEGER || sdkType == MarshallingType.LONG;
      case "boolean" -> sdkType == MarshallingType.BOOLEAN;
      default -> false;
    };
  }
}
