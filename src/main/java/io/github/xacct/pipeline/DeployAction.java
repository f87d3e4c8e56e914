package io.github.xacct.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.model.XacctException;
import io.github.xacct.pipeline.Pipeline.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Reads the input of the CodePipeline action CodeDeployToECS from its artifacts: the image is read
 * from imageDetail.json at an artifact's root, unless the task definition specifies it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/codepipeline/latest/userguide/file-reference.html">Image
 *     definitions file reference</a>
 */
final class DeployAction {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DeployAction() {}

  /**
   * Returns the deployment that the action would create.
   *
   * @param region of the pipeline
   * @param artifacts folder of an artifact by its name
   */
  static PipelineHost.Deployment of(
      Pipeline pipeline,
      Action action,
      Map<String, String> configuration,
      String region,
      Function<String, Path> artifacts) {
    Path templates = artifacts.apply(configuration.get("TaskDefinitionTemplateArtifact"));
    Path specs = artifacts.apply(configuration.get("AppSpecTemplateArtifact"));
    String taskDefinition =
        read(templates.resolve(configuration.get("TaskDefinitionTemplatePath")));
    return new PipelineHost.Deployment(
        pipeline.name(),
        pipeline.role(),
        action.role().orElse(pipeline.role()),
        Objects.requireNonNull(configuration.get("ApplicationName")),
        Objects.requireNonNull(configuration.get("DeploymentGroupName")),
        configuration.containsKey("Image1ArtifactName")
            ? taskDefinition.replace(
                "<" + configuration.get("Image1ContainerName") + ">",
                image(artifacts.apply(configuration.get("Image1ArtifactName"))))
            : taskDefinition,
        read(specs.resolve(configuration.get("AppSpecTemplatePath"))),
        action.region().orElse(region),
        pipeline.store(action.region().orElse(region)));
  }

  private static String image(Path artifact) {
    Path file = artifact.resolve("imageDetail.json");
    try {
      return JSON.readTree(read(file)).path("ImageURI").asText();
    } catch (IOException e) {
      throw XacctException.yours(file + " is not JSON.").evidence(e.toString());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw XacctException.yours("The artifact lacks " + file.getFileName() + ".")
          .evidence(e.toString())
          .suggestion("let an action before it write it: xacct:appspec");
    }
  }
}
