package io.github.xacct.stack.plan;

import io.github.xacct.model.Environment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Checks that the templates can create what is configured, including the names that they assign.
 */
final class BootstrapRequestCheck {
  private static final List<Template> OF_ENVIRONMENT =
      List.of(
          Template.NETWORK,
          Template.PLACEHOLDER,
          Template.SERVICE,
          Template.CODEDEPLOY,
          Template.ROLE);

  private static final Set<String> OUTPUTS =
      Set.of(
          "ProductionListenerArn",
          "TestListenerArn",
          "TargetGroupAName",
          "TargetGroupBName",
          "SwitchedArns",
          "AlarmNames");

  private static final int LONGEST_ROLE =
      Objects.requireNonNull(NameCheck.LIMITS.get("AWS::IAM::Role")).longest();

  private final BootstrapRequest request;
  private final DerivedParameters derived;
  private final List<String> problems = new ArrayList<>();

  BootstrapRequestCheck(BootstrapRequest request) {
    this.request = request;
    this.derived = new DerivedParameters(request);
  }

  List<String> problems() {
    check("app", Template.TOOLING, Map.of("AppName", request.app()));
    request.environments().forEach(requested -> name(requested.environment()));
    if (!problems.isEmpty()) {
      return problems; // all other names are derived from these
    }
    if (request.environments().isEmpty()) {
      problems.add("environments: missing: write at least one <environment>");
    }
    parameters(
        "stackParameters", List.of(Template.TOOLING), request.parameters(), derived.tooling());
    for (var requested : request.environments()) {
      check(requested);
    }
    problems.addAll(new PlaceCheck(request).ofThePipeline());
    problems.addAll(new RegionCheck(request).problems());
    request.pipeline().ifPresent(this::stages);
    return problems;
  }

  /** Stage names have neither hyphens nor underscores, so that two environments' may collide. */
  private void stages(BootstrapRequest.OfPipeline pipeline) {
    var stages = new LinkedHashMap<String, String>();
    for (String environment : pipeline.order()) {
      String stage = environment.replaceAll("[-_]", "").toLowerCase(java.util.Locale.ROOT);
      String other = stages.put(stage, environment);
      if (other != null) {
        problems.add(
            """
            pipeline: environments %s and %s would have stages and resources of the same \
            name: rename one of them"""
                .formatted(other, environment));
      }
    }
  }

  private void check(BootstrapRequest.OfEnvironment requested) {
    Environment environment = requested.environment();
    String path = "environments/environment[" + environment.name() + "]";
    names(environment, requested.parameters(), path);
    var own = new LinkedHashMap<String, String>();
    OF_ENVIRONMENT.forEach(template -> own.putAll(derived.of(template, requested)));
    check(path, Template.SERVICE, derived.of(Template.SERVICE, requested));
    parameters(path + "/stackParameters", OF_ENVIRONMENT, requested.parameters(), own);
    network(requested.parameters(), path + "/stackParameters");
    new Sharing(requested).problems().forEach(problem -> problems.add(path + "/" + problem));
    new ScalingCheck(requested.parameters())
        .problems()
        .forEach(problem -> problems.add(path + "/" + problem));
    new EcsCheck(request, requested, derived.deployments(requested))
        .problems()
        .forEach(problem -> problems.add(path + "/" + problem));
    new BalancerCheck(requested, derived.deployments(requested))
        .problems()
        .forEach(problem -> problems.add(path + "/" + problem));
    new PathCheck(request, requested)
        .problems()
        .forEach(problem -> problems.add(path + "/" + problem));
    new PlaceCheck(request).of(requested).forEach(problem -> problems.add(path + "/" + problem));
  }

  private void name(Environment environment) {
    String path = "environments/environment[" + environment.name() + "]/name";
    check(path, Template.ROLE, Map.of("EnvName", environment.name()));
    if (Set.of(StackLocation.TOOLS, Template.TOOLING.id()).contains(environment.name())) {
      problems.add(path + ": reserved for the development account: choose another name");
    }
    String longest = request.app() + "-" + environment.name() + "-codepipeline";
    if (request.codePipelineRole() && longest.length() > LONGEST_ROLE) {
      problems.add(
          """
          %s: the role '%s' would have %s characters of at most %s: shorten <app> or the \
          environment's <name>"""
              .formatted(path, longest, longest.length(), LONGEST_ROLE));
    }
  }

  /** Checks the names that the templates assign, because other accounts' policies contain them. */
  private void names(Environment environment, Map<String, String> parameters, String path) {
    String name = request.app() + "-" + environment.name();
    var task = environment.task();
    if (!Sharing.ofCluster(parameters)) {
      same(path + "/cluster", environment.cluster(), name);
    }
    same(path + "/service", environment.service(), name);
    same(path + "/application", environment.application(), name);
    same(path + "/deploymentGroup", environment.deploymentGroup(), name);
    same(path + "/task/family", task.family(), name);
    same(path + "/task/logGroup", task.logGroup(), "/ecs/" + name);
    environment.role().ifPresent(r -> same(path + "/role", r.pathAndName(), name + "-deploy"));
  }

  private void same(String path, String written, String given) {
    if (!written.equals(given)) {
      problems.add(
          """
          %s: bootstrap would create '%s', not '%s': leave the element out, or create it \
          yourself"""
              .formatted(path, given, written));
    }
  }

  private void parameters(
      String path, List<Template> templates, Map<String, String> written, Map<String, String> own) {
    written.forEach(
        (name, value) -> {
          var owners = templates.stream().filter(t -> t.parameters().containsKey(name)).toList();
          if (owners.isEmpty()) {
            var known =
                templates.stream()
                    .flatMap(t -> t.parameters().keySet().stream())
                    .distinct()
                    .filter(n -> !own.containsKey(n) && !isOutput(n))
                    .sorted()
                    .toList();
            problems.add(
                "%s/%s: no template has such a parameter: write one of %s"
                    .formatted(path, name, String.join(", ", known)));
          } else if (own.containsKey(name) || isOutput(name)) {
            problems.add(
                path + "/" + name + ": follows from the rest of the configuration: leave it out");
          } else {
            Objects.requireNonNull(owners.get(0).parameters().get(name))
                .problem(value)
                .ifPresent(problem -> problems.add(path + "/" + name + ": " + problem));
          }
        });
  }

  /** Whether the parameter is an output of another stack. */
  private static boolean isOutput(String name) {
    return OUTPUTS.contains(name) || name.startsWith("Artifact");
  }

  private void network(Map<String, String> written, String path) {
    if (!Sharing.bringsNetwork(written)) {
      return;
    }
    for (String name : List.of("VpcId", "PublicSubnetIds", "TaskSubnetIds")) {
      if (!written.containsKey(name)) {
        problems.add(
            path
                + "/"
                + name
                + ": missing: an existing VPC requires VpcId, PublicSubnetIds and TaskSubnetIds");
      }
    }
    Template.NETWORK.parameters().keySet().stream()
        .filter(name -> !Template.SERVICE.parameters().containsKey(name))
        .filter(written::containsKey)
        .forEach(
            name ->
                problems.add(
                    path
                        + "/"
                        + name
                        + ": applies only to a new network: leave out this or VpcId"));
  }

  private void check(String path, Template template, Map<String, String> values) {
    values.forEach(
        (name, value) ->
            Objects.requireNonNull(template.parameters().get(name))
                .problem(value)
                .ifPresent(problem -> problems.add(path + ": " + name + ": " + problem)));
  }
}
