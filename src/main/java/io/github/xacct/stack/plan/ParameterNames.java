package io.github.xacct.stack.plan;

import io.github.xacct.model.DocPage;
import io.github.xacct.model.Spelling;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Checks the names of configured parameters in goals that create no stacks. */
public final class ParameterNames {
  private ParameterNames() {}

  /** Returns the problem of a parameter of an environment's stacks; empty if it exists. */
  public static Optional<String> problemOfEnvironment(String name) {
    return problem(
        name, List.of(Template.NETWORK, Template.SERVICE, Template.CODEDEPLOY, Template.ROLE));
  }

  /** Returns the problem of a parameter of the development account's stack; empty if it exists. */
  public static Optional<String> problemOfTooling(String name) {
    return problem(name, List.of(Template.TOOLING));
  }

  private static Optional<String> problem(String name, Collection<Template> templates) {
    var known = new TreeSet<String>();
    templates.forEach(template -> known.addAll(template.parameters().keySet()));
    return known.contains(name)
        ? Optional.empty()
        : Optional.of(
            "no template has such a parameter: "
                + Spelling.nearest(name, known)
                    .map(near -> "write " + near)
                    .orElse(DocPage.STACKS + " has them all"));
  }
}
