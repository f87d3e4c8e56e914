package io.github.xacct.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A CodeBuild project, read from the properties of an {@code AWS::CodeBuild::Project}.
 *
 * @param name of the project
 * @param role ARN of its service role, with which builds run
 * @param image container image in which builds run on AWS
 * @param variables environment variables of each build
 */
public record Project(String name, String role, String image, Map<String, String> variables) {

  /**
   * Creates a project from the properties of an {@code AWS::CodeBuild::Project}.
   *
   * @param properties with intrinsic functions resolved
   */
  public static Project of(JsonNode properties) {
    JsonNode environment = properties.path("Environment");
    var variables = new LinkedHashMap<String, String>();
    for (JsonNode variable : environment.path("EnvironmentVariables")) {
      variables.put(variable.path("Name").asText(), variable.path("Value").asText());
    }
    return new Project(
        properties.path("Name").asText(),
        properties.path("ServiceRole").asText(),
        environment.path("Image").asText(),
        variables);
  }
}
