package io.github.xacct.stack.plan;

import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import java.util.List;
import java.util.Optional;

/**
 * Determines which roles of the development account may assume an environment's role. With a
 * pipeline, each environment's stages have their own role, and the build, which runs unapproved
 * code, may assume none.
 */
final class StageRoles {
  private final BootstrapRequest request;

  StageRoles(BootstrapRequest request) {
    this.request = request;
  }

  /** Returns the ARNs of the roles that an environment's deploy role trusts. */
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

  /**
   * Returns the role that checks an environment before a release to it is approved, if there is
   * one.
   */
  Optional<String> checkerOf(Environment environment) {
    return request
        .pipeline()
        .filter(pipeline -> pipeline.approved().contains(environment.name()))
        .map(pipeline -> role(request.app() + "-" + environment.name() + "-check"));
  }

  /** Whether the build itself deploys to the environment, which then is in no pipeline. */
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
