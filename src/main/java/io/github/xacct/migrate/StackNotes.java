package io.github.xacct.migrate;

import io.github.xacct.model.DocPage;
import java.util.ArrayList;
import java.util.List;

/**
 * Notes on the CloudFormation stack that contains the moved service. Bootstrap's stacks update
 * neither service nor listeners; other stacks do.
 */
final class StackNotes {
  private final Move move;
  private final String environment;

  private StackNotes(Move move) {
    this.move = move;
    this.environment = move.wanted().environment().name();
  }

  private boolean ours(String stack) {
    return stack.equals(move.service() + "-service");
  }

  /** Whether bootstrap created the service. */
  static boolean ofBootstrap(Move move) {
    return move.found().stack().filter(new StackNotes(move)::ours).isPresent();
  }

  /** Returns notes for before the move; none if the service is in no stack. */
  static List<String> notes(Move move) {
    var words = new StackNotes(move);
    return move.found().stack().stream().flatMap(stack -> words.before(stack).stream()).toList();
  }

  /** Returns what to do after the move, before the first deployment. */
  static List<String> afterwards(Move move) {
    var words = new StackNotes(move);
    return move.found().stack().stream().flatMap(stack -> words.after(stack).stream()).toList();
  }

  private List<String> before(String stack) {
    if (!ours(stack)) {
      return List.of(
          "the service is a resource of the CloudFormation stack "
              + stack
              + ": do not update that stack from now on until its template has what the move has"
              + " changed");
    }
    var notes = new ArrayList<String>();
    String role = move.service() + "-ecs";
    if (move.wanted().way() != Way.IN_PLACE) {
      notes.add(
          """
          the service is of stack %s, which bootstrap created, and the second service is \
          of no stack: bootstrap goes on with service %s alone. An environment of \
          bootstrap moves in place"""
              .formatted(stack, move.service()));
    } else if (!move.wanted().infrastructureRole().name().equals(role)) {
      notes.add(
          """
          the service is of stack %s, which bootstrap created. Let bootstrap create the \
          infrastructure role as well: <RoleOfEcs>true</RoleOfEcs> in <stackParameters>, \
          mvn xacct:bootstrap -Denv=%s, then this goal with \
          -Dxacct.infrastructureRole=%s"""
              .formatted(stack, environment, role));
    }
    return notes;
  }

  private List<String> after(String stack) {
    if (move.wanted().way() != Way.IN_PLACE) {
      return List.of();
    }
    return ours(stack)
        ? List.of(
            """
            write %s into the pom and run mvn xacct:bootstrap -Denv=%s: it changes the \
            deploy role, then strategy, bake time, alarms and hooks of the service; it \
            updates neither service nor listeners: %s"""
                .formatted(MigrationReport.CONFIGURATION, environment, DocPage.MOVING))
        : List.of(
            """
            write into the template of stack %s: DeploymentController ECS, \
            DeploymentConfiguration and LoadBalancers of the last step, and rules with \
            both target groups; import or ignore the weights before the next update of \
            the stack"""
                .formatted(stack));
  }
}
