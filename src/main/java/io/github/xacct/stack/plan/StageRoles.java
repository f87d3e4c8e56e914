package io.github.xacct.stack.plan;

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
  private final BootstrapRequest request;

  StageRoles(BootstrapRequest request) {
    this.request = request;
  }

  /** Whom the deploy role of an environment trusts: its stages, and those that ask there. */
  List<String> buildersOf(Environment environment) {
    return request
        .pipeline()
        .map(pipeline -> pipeline.builders().get(environment.name()))
        .orElseGet(
            () ->
                List.of(
                    request.app()
                        + "-"
                        + (request.usesCodeBuild() ? "build" : environment.name() + "-stage")))
        .stream()
        .map(this::role)
        .toList();
  }

  /** Who looks at an environment before somebody approves a release to it. */
  Optional<String> checkerOf(Environment environment) {
    return request
        .pipeline()
        .filter(pipeline -> pipeline.approved().contains(environment.name()))
        .map(pipeline -> role(request.app() + "-" + environment.name() + "-check"));
  }

  /** Whether the build itself enters an environment, which is in no pipeline then. */
  boolean isEnteredByTheBuild(Environment environment) {
    return !order().contains(environment.name());
  }

  private List<String> order() {
    return request.pipeline().map(BootstrapRequest.OfPipeline::order).orElse(List.of());
  }

  private String role(String name) {
    var registry = request.registry();
    return new RoleArn(registry.region().partition(), registry.account(), name).toString();
  }
}
