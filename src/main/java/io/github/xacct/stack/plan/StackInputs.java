package io.github.xacct.stack.plan;

import io.github.xacct.model.Region;
import io.github.xacct.stack.plan.Stack.Output;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Maps the parameters of a stack to the outputs of earlier stacks. */
final class StackInputs {
  /** Outputs of the development account's stack that the pipeline's stack needs. */
  private static final Set<String> OF_TOOLING =
      Set.of(
          "ArtifactBucketName",
          "ArtifactKeyArn",
          "ApprovalTopicArn",
          "FailureTopicArn",
          "BuildProjectName",
          "BuildRoleArn",
          "BuildImage",
          "BuildComputeType",
          "ImageRepositoryArn");

  private final DerivedParameters derived;

  StackInputs(DerivedParameters derived) {
    this.derived = derived;
  }

  /** Returns these outputs of an environment's stack of this template. */
  Map<String, Output> of(String place, Template template, String... outputs) {
    var inputs = new LinkedHashMap<String, Output>();
    for (String output : outputs) {
      inputs.put(output, new Output(derived.stack(place, template), output));
    }
    return inputs;
  }

  /**
   * Returns the artifact bucket and key in an environment's region, for the role of CodePipeline's
   * own action.
   */
  Map<String, Output> artifacts(Region region, Map<Region, Stack> further) {
    Stack ofRegion = further.get(region);
    if (ofRegion == null) {
      return of(StackLocation.TOOLS, Template.TOOLING, "ArtifactBucketName", "ArtifactKeyArn");
    }
    String prefix = region.inNames();
    var inputs = new LinkedHashMap<String, Output>();
    for (String name : List.of("ArtifactBucketName", "ArtifactKeyArn")) {
      inputs.put(name, new Output(ofRegion.name(), prefix + name));
    }
    return inputs;
  }

  /**
   * Returns the inputs of the pipeline's template.
   *
   * @param tooling the development account's stack
   * @param further the artifacts' stacks of other regions
   */
  Map<String, Output> ofPipeline(
      BootstrapRequest.OfPipeline requested, Stack tooling, Collection<Stack> further) {
    var inputs = new LinkedHashMap<String, Output>();
    for (String name : requested.template().parameters().keySet()) {
      if (OF_TOOLING.contains(name)) {
        inputs.put(name, new Output(tooling.name(), name));
      }
    }
    for (Stack other : further) {
      other
          .template()
          .outputs()
          .filter(requested.template().parameters()::containsKey)
          .forEach(name -> inputs.put(name, new Output(other.name(), name)));
    }
    requested
        .urls()
        .forEach(
            (name, environment) ->
                inputs.put(
                    name,
                    new Output(derived.stack(environment, Template.SERVICE), "ProductionUrl")));
    return inputs;
  }
}
