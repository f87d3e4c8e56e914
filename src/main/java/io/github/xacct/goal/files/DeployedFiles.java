package io.github.xacct.goal.files;

import io.github.xacct.deploy.port.Revision;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.ImageReference;
import io.github.xacct.revision.TaskDefinition;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Writes the AppSpec and task definition of a deployment to files, once even if it is retried. */
public final class DeployedFiles {
  private final Path folder;
  private final Reporter reporter;
  private final Set<Revision> written = new HashSet<>();

  /**
   * @param folder folder of the environment
   */
  public DeployedFiles(Path folder, Reporter reporter) {
    this.folder = folder;
    this.reporter = reporter;
  }

  /** Writes the AppSpec of a revision. */
  public void appSpec(Revision revision) {
    if (written.add(revision)) {
      RevisionFiles.write(folder.resolve("appspec.yaml"), revision.finished().yaml(), reporter);
    }
  }

  /** Writes the task definition with the image, and returns it. */
  public String taskDefinition(TaskDefinition taskDefinition, ImageReference image) {
    String text = taskDefinition.withImage(image).text();
    RevisionFiles.write(folder.resolve("taskdef.json"), text, reporter);
    return text;
  }
}
