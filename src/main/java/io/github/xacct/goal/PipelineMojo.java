package io.github.xacct.goal;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.model.XacctException;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Rehearses the pipeline: creates the rehearsed accounts by their stacks, reads the pipeline from
 * its template, and runs it for the last commit on this machine, stage after stage, each in a clean
 * folder and with its own role.
 */
@Mojo(name = "pipeline", threadSafe = true)
public class PipelineMojo extends StacksMojo {

  /**
   * Approvals that are granted: all, none, or names, comma-separated. Default: prompts on the
   * terminal.
   */
  @Parameter(property = "xacct.approve")
  private String approve;

  /** Stage to resume from, with the output of an earlier run. Default: from the commit. */
  @Parameter(property = "xacct.from")
  private String from;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.anyEnvironment().orTools();
  }

  @Override
  void run(GoalContext goal) {
    if (!goal.venue().rehearsed()) {
      throw XacctException.yours("On AWS a commit starts the pipeline; this goal rehearses it.")
          .suggestion("-Dxacct.rehearse");
    }
    new PipelineRehearsal(
            goal,
            settings -> stacks(goal, settings),
            approve,
            Optional.ofNullable(from).filter(Element::isWritten).map(String::trim))
        .run();
  }
}
