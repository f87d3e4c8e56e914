package io.github.xacct.stack;

import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import java.util.List;
import java.util.Optional;

/**
 * Which roles of the development account may enter which environment. With a pipeline each
 * environment's stages have a role of their own, and the build, which runs what nobody has
 * approved, may enter none of them.
 */
final class StageRoles {
  private final Wish wish;

  StageRoles(Wish wish) {
    this.wish = wish;
  }

  /** Whom the deploy role of an environment trusts: its stages, and those that ask there. */
  List<String> buildersOf(Environment environment) {
    return wish
        .pipeline()
        .map(pipeline -> pipeline.builders().get(environment.name()))
        .orElseGet(
            () ->
                List.of(
                    wish.app()
                        + "-"
                        + (wish.usesCodeBuild() ? "build" : environment.name() + "-stage")))
        .stream()
        .map(this::role)
        .toList();
  }

  /** Who looks at an environment before somebody approves a release to it. */
  Optional<String> checkerOf(Environment environment) {
    return wish.pipeline()
        .filter(pipeline -> pipeline.approved().contains(environment.name()))
        .map(pipeline -> role(wish.app() + "-" + environment.name() + "-check"));
  }

  /** Whether the build itself enters an environment, which is in no pipeline then. */
  boolean isEnteredByTheBuild(Environment environment) {
    return !order().contains(environment.name());
  }

  private List<String> order() {
    return wish.pipeline().map(Wish.OfPipeline::order).orElse(List.of());
  }

  private String role(String name) {
    var registry = wish.registry();
    return new RoleArn(registry.region().partition(), registry.account(), name).toString();
  }
}
