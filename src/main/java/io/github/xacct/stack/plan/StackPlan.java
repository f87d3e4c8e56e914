package io.github.xacct.stack.plan;

import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.plan.Stack.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The stacks of a configuration, with their accounts, regions and order: first the development
 * account's, then each environment's, which do not wait for each other. No stack is deployed twice.
 */
public final class StackPlan {

  private final BootstrapRequest request;
  private final DerivedParameters derived;
  private final StackInputs inputs;
  private final Stack tooling;
  private final Map<Region, Stack> artifacts = new LinkedHashMap<>();
  private final Map<String, List<Stack>> environments = new LinkedHashMap<>();
  private final Optional<Stack> pipeline;

  private StackPlan(BootstrapRequest request) {
    this.request = request;
    this.derived = new DerivedParameters(request);
    this.inputs = new StackInputs(derived);
    this.tooling =
        new Stack(
            Template.TOOLING,
            derived.stack(StackLocation.TOOLS, Template.TOOLING),
            request.tools(),
            values(
                Template.TOOLING,
                derived.tooling(),
                derived.toolingDefaults(),
                request.parameters()),
            Map.of(),
            request.tags(StackLocation.TOOLS));
    for (Region region : request.furtherRegions()) {
      artifacts.put(region, artifacts(region));
    }
    for (var requested : request.environments()) {
      environments.put(requested.environment().name(), stacks(requested));
    }
    this.pipeline = request.pipeline().map(this::pipeline);
  }

  /**
   * Returns the plan for a request.
   *
   * @throws XacctException with all problems of the request
   */
  public static StackPlan of(BootstrapRequest request) {
    refuse(new BootstrapRequestCheck(request).problems());
    var plan = new StackPlan(request);
    refuse(new NameCheck(plan.all()).problems());
    return plan;
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      var refusal = XacctException.yours("These accounts cannot be set up as configured.");
      for (String problem : problems) {
        refusal = refusal.evidence(problem);
      }
      throw refusal.suggestion(
          "correct the plugin's <configuration> in pom.xml. Nothing was contacted or changed.");
    }
  }

  /** Returns the stack of the development account. */
  public Stack tooling() {
    return tooling;
  }

  /**
   * Returns the pipeline's stack, which is the last, because it needs the outputs of the others.
   */
  public Optional<Stack> pipeline() {
    return pipeline;
  }

  /** Returns the stacks of an environment, in the order of their deployment. */
  public List<Stack> of(String environment) {
    return Objects.requireNonNull(environments.get(environment));
  }

  /**
   * Returns the development account's stacks without the pipeline's, including those of other
   * regions.
   */
  public List<Stack> ofTools() {
    var stacks = new ArrayList<>(List.of(tooling));
    stacks.addAll(artifacts.values());
    return stacks;
  }

  /** Returns all stacks in the order of deployment. */
  public List<Stack> all() {
    var all = new ArrayList<>(ofTools());
    environments.values().forEach(all::addAll);
    pipeline.ifPresent(all::add);
    return all;
  }

  /** Returns the names of the environments. */
  public List<String> environments() {
    return List.copyOf(environments.keySet());
  }

  /** Returns the external ID that the deploy role of an environment requires. */
  public String externalId(String environment) {
    return request.environments().stream()
        .filter(e -> e.environment().name().equals(environment))
        .map(e -> derived.externalId(e.environment()))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the roles of an environment's task definition that no stack creates. */
  public List<RoleArn> existingRoles(String environment) {
    return request.environments().stream()
        .map(BootstrapRequest.OfEnvironment::environment)
        .filter(e -> e.name().equals(environment))
        .flatMap(e -> derived.existingRoles(e).stream())
        .toList();
  }

  private List<Stack> stacks(BootstrapRequest.OfEnvironment requested) {
    var stacks = new ArrayList<Stack>();
    boolean bringsNetwork = Sharing.bringsNetwork(requested.parameters());
    if (!bringsNetwork) {
      stacks.add(stack(Template.NETWORK, requested, Map.of()));
    }
    if (Placeholder.isCopied(requested)) {
      stacks.add(stack(Template.PLACEHOLDER, requested, Map.of()));
    }
    stacks.add(
        stack(
            Template.SERVICE,
            requested,
            bringsNetwork
                ? Map.of()
                : inputs.of(
                    requested.environment().name(),
                    Template.NETWORK,
                    "VpcId",
                    "PublicSubnetIds",
                    "TaskSubnetIds",
                    "AssignPublicIp")));
    if (!requested.byEcs()) {
      stacks.add(codeDeploy(requested));
    }
    stacks.add(
        stack(
            Template.ROLE,
            requested,
            request.codePipelineRole()
                ? inputs.artifacts(requested.environment().region(), artifacts)
                : Map.of()));
    return stacks;
  }

  private Stack codeDeploy(BootstrapRequest.OfEnvironment requested) {
    return stack(
        Template.CODEDEPLOY,
        requested,
        inputs.of(
            requested.environment().name(),
            Template.SERVICE,
            "SwitchedArns",
            "ProductionListenerArn",
            "TestListenerArn",
            "TargetGroupAName",
            "TargetGroupBName",
            "AlarmNames"));
  }

  /**
   * Returns the CodeDeploy stack that the environment had before ECS deployed its service; empty if
   * CodeDeploy deploys it.
   */
  public Optional<Stack> former(String environment) {
    return request.environments().stream()
        .filter(requested -> requested.environment().name().equals(environment))
        .filter(BootstrapRequest.OfEnvironment::byEcs)
        .map(this::codeDeploy)
        .findFirst();
  }

  /** Returns the pipeline's stack, with its inputs from the development account's stack. */
  private Stack pipeline(BootstrapRequest.OfPipeline requested) {
    return new Stack(
        requested.template(),
        derived.stack(StackLocation.TOOLS, requested.template()),
        request.tools(),
        values(requested.template(), requested.values(), Map.of(), request.parameters()),
        inputs.ofPipeline(requested, tooling, artifacts.values()),
        request.tags(StackLocation.TOOLS));
  }

  /** Returns the stack of bucket and key in a region that CodePipeline's own action deploys to. */
  private Stack artifacts(Region region) {
    Template template = Template.artifacts(region);
    return new Stack(
        template,
        derived.stack(StackLocation.TOOLS, template),
        new StackLocation(StackLocation.TOOLS, request.registry().account(), region),
        values(template, derived.artifacts(region), Map.of(), request.parameters()),
        Map.of(),
        request.tags(StackLocation.TOOLS));
  }

  private Stack stack(
      Template template, BootstrapRequest.OfEnvironment requested, Map<String, Output> inputs) {
    var environment = requested.environment();
    return new Stack(
        template,
        derived.stack(environment.name(), template),
        new StackLocation(environment.name(), environment.account(), environment.region()),
        values(
            template,
            derived.of(template, requested),
            derived.defaults(template, requested),
            Placeholder.written(request.app(), requested)),
        inputs,
        request.tags(environment.name()),
        Optional.of(requested)
            .filter(w -> w.byEcs() && template == Template.SERVICE)
            .map(w -> derived.deployments(w).configuration()));
  }

  /**
   * Returns values in the template's order: derived, else configured, else a better default than
   * the template's, else the template's.
   */
  private static Map<String, String> values(
      Template template,
      Map<String, String> derived,
      Map<String, String> defaults,
      Map<String, String> written) {
    var values = new LinkedHashMap<String, String>();
    template
        .parameters()
        .forEach(
            (name, parameter) ->
                Optional.ofNullable(derived.get(name))
                    .or(() -> Optional.ofNullable(written.get(name)))
                    .or(() -> Optional.ofNullable(defaults.get(name)))
                    .or(parameter::byDefault)
                    .ifPresent(value -> values.put(name, value)));
    return values;
  }
}
