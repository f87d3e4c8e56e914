package io.github.xacct.goal;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.console.Consent;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Creates and updates the resources that the configuration needs, by CloudFormation: shows all
 * changes, asks for confirmation, and follows each stack to its end. A second run changes nothing.
 */
@Mojo(name = "bootstrap", threadSafe = true)
public class BootstrapMojo extends StacksMojo {

  /** Confirms the changes, for runs without a terminal. */
  @Parameter(property = "xacct.yes")
  private String yes;

  /**
   * Whether each resource of a new stack is shown, instead of the number of resources of each type.
   */
  @Parameter(property = "xacct.details", defaultValue = "false")
  private String details;

  /**
   * Whether the pipeline's branch has the files that its builds need, and the pipeline may be
   * created: it runs as soon as it exists. Default: determined by git from the remote branch; true
   * in a rehearsal.
   */
  @Parameter(property = "xacct.pushed")
  private String pushed;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.anyEnvironment().orTools().online("bootstrap");
  }

  @Override
  void run(GoalContext goal) {
    var settings = goal.settings();
    new BootstrapWork(
            goal,
            settings,
            stacks(goal, settings),
            new Consent(yes, goal.session()),
            Element.isTrue(details),
            Optional.ofNullable(pushed).filter(Element::isWritten))
        .run();
  }
}
