package io.github.xacct.goal;

import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.Element;
import org.apache.maven.plugins.annotations.Parameter;

/** The parameters of the five goals that work on the stacks of whole accounts. */
abstract class StacksMojo extends XacctMojo {

  /**
   * Whether CodePipeline's own CodeDeployToECS action gets a role in each environment, and read
   * access to the artifacts.
   */
  @Parameter(property = "xacct.codePipelineRole", defaultValue = "false")
  private String codePipelineRole;

  /** Whether two environments may be in one account. */
  @Parameter(property = "xacct.allowSharedAccount", defaultValue = "false")
  private String allowSharedAccount;

  /** Returns the context for the stacks of these settings. */
  final StackContext stacks(GoalContext goal, Settings settings) {
    return new StackContext(
        goal, settings, Element.isTrue(codePipelineRole), Element.isTrue(allowSharedAccount));
  }
}
