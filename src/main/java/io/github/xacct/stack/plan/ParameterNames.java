package io.github.xacct.stack.plan;

import io.github.xacct.model.DocPage;
import io.github.xacct.model.Spelling;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Which parameters the templates of an account have, for whoever makes no stacks. */
public final class ParameterNames {
  private ParameterNames() {}

  /** What is wrong with a parameter of an environment's stacks. */
  public static Optional<String> problemOfEnvironment(String name) {
    return problem(
        name, List.of(Template.NETWORK, Template.SERVICE, Template.CODEDEPLOY, Template.ROLE));
  }

  /** What is wrong with a parameter of the development account's stack. */
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
