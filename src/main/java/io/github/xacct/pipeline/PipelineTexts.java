package io.github.xacct.pipeline;

import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.PipelineSettings.DeployWith;
import io.github.xacct.model.PipelineSettings.Step;
import io.github.xacct.model.Region;
import io.github.xacct.pipeline.Sections.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Generates the pipeline's template and buildspecs for the configured environments. */
public final class PipelineTexts {
  /** Names of the buildspecs, after the actions that run them. */
  private static final List<String> BUILDSPECS =
      List.of("build", "check", "render", "deploy", "test");

  /** Path in the repository of the Maven settings that this class generates. */
  public static final String MAVEN_SETTINGS = ".xacct/settings.xml";

  private final PipelineSettings pipeline;
  private final Scope scope;

  public PipelineTexts(PipelineSettings pipeline) {
    this.pipeline = pipeline;
    this.scope = scope();
  }

  /** Returns the template of the pipeline's stack as YAML. */
  public String template() {
    return Sections.fill(resource("/io/github/xacct/stack/pipeline.yaml"), scope);
  }

  /** Returns the buildspecs by their paths in the repository. */
  public Map<String, String> buildspecs() {
    var texts = new LinkedHashMap<String, String>();
    for (String name : BUILDSPECS) {
      if (runs(name)) {
        String file = "buildspec-" + name + ".yml";
        texts.put(".xacct/" + file, Sections.fill(resource(file), scope));
      }
    }
    return texts;
  }

  /** Returns the buildspecs and the Maven settings by their paths in the repository. */
  public Map<String, String> files() {
    var files = new LinkedHashMap<>(buildspecs());
    var maven = pipeline.maven();
    if (maven.codeArtifact().isPresent() && maven.settings().equals(Optional.of(MAVEN_SETTINGS))) {
      files.put(MAVEN_SETTINGS, Sections.fill(resource("settings.xml"), scope));
    }
    return files;
  }

  private boolean runs(String buildspec) {
    return switch (buildspec) {
      case "check" -> approves();
      case "deploy" -> pipeline.deployWith() == DeployWith.PLUGIN;
      case "render" -> pipeline.deployWith() == DeployWith.CODEDEPLOY_ACTION;
      default -> true;
    };
  }

  /**
   * Returns, by template parameter, the environment whose URL the approval of the next one shows.
   */
  public Map<String, String> urlParameters() {
    var parameters = new LinkedHashMap<String, String>();
    linkedEnvironments().forEach(name -> parameters.put(camel(name) + "EnvironmentUrl", name));
    return parameters;
  }

  /**
   * Returns by environment the names of the roles that assume its role: the role of its own stage
   * and that of the next stage, which reads which images passed the smoke tests.
   */
  public Map<String, List<String>> builders() {
    var builders = new LinkedHashMap<String, List<String>>();
    List<Step> steps = pipeline.steps();
    for (int i = 0; i < steps.size(); i++) {
      builders.put(
          steps.get(i).environment(),
          steps.subList(i, Math.min(i + 2, steps.size())).stream()
              .map(step -> pipeline.app() + "-" + step.environment() + "-stage")
              .toList());
    }
    return builders;
  }

  /** Returns by approval stage the environment to which it links. */
  public Map<String, String> links() {
    var links = new LinkedHashMap<String, String>();
    for (int i = 1; i < pipeline.steps().size(); i++) {
      links.put(
          "Approve" + camel(pipeline.steps().get(i).environment()),
          pipeline.steps().get(i - 1).environment());
    }
    return links;
  }

  private List<String> linkedEnvironments() {
    var linked = new ArrayList<String>();
    for (int i = 1; i < pipeline.steps().size(); i++) {
      if (!pipeline.steps().get(i).approvers().isEmpty()) {
        linked.add(pipeline.steps().get(i - 1).environment());
      }
    }
    return linked;
  }

  private boolean approves() {
    return pipeline.steps().stream().anyMatch(step -> !step.approvers().isEmpty());
  }

  private Scope scope() {
    Set<String> flags = new HashSet<>();
    flags.add(pipeline.source().connection().isPresent() ? "connection" : "codecommit");
    flags.add(pipeline.deployWith() == DeployWith.PLUGIN ? "plugin" : "codedeploy-action");
    if (approves()) {
      flags.add("approval");
    }
    List<Scope> regions = furtherRegions();
    flags.add(regions.isEmpty() ? "one-region" : "regions");
    var environments = new ArrayList<Scope>();
    for (int i = 0; i < pipeline.steps().size(); i++) {
      environments.add(environment(i));
    }
    var values = new HashMap<String, String>();
    values.put("app", pipeline.app());
    values.put("java", pipeline.javaRuntime());
    values.put("prefix", artifactPrefix(pipeline.app()));
    values.put("settings", pipeline.maven().settings().map(file -> " -s " + file).orElse(""));
    pipeline
        .maven()
        .codeArtifact()
        .ifPresent(
            repository -> {
              flags.add("codeartifact");
              values.put("artifactRegion", repository.region().id());
              values.put("artifactOwner", repository.owner().value());
              values.put("artifactDomain", repository.domain());
              values.put("artifactRepository", repository.repository());
              values.put("artifactUrl", repository.url());
            });
    return new Scope(values, flags, Map.of("environment", environments, "region", regions));
  }

  /** The regions other than the pipeline's in which the action CodeDeployToECS reads artifacts. */
  private List<Scope> furtherRegions() {
    return pipeline.steps().stream()
        .flatMap(step -> elsewhere(step).stream())
        .distinct()
        .map(
            region ->
                new Scope(
                    Map.of("region", region.id(), "Region", region.inNames()), Set.of(), Map.of()))
        .toList();
  }

  /**
   * The region for artifacts; empty with the plugin, which needs none in the environment's region.
   */
  private Optional<Region> elsewhere(Step step) {
    return pipeline.deployWith() == DeployWith.CODEDEPLOY_ACTION
        ? step.elsewhere()
        : Optional.empty();
  }

  private Scope environment(int index) {
    Step step = pipeline.steps().get(index);
    String previous = index == 0 ? "" : pipeline.steps().get(index - 1).environment();
    Set<String> flags = new HashSet<>();
    if (!step.approvers().isEmpty()) {
      flags.add("approved");
    }
    if (index > 0) {
      flags.add("after");
    }
    if (linkedEnvironments().contains(step.environment())) {
      flags.add("linked");
    }
    var values = new HashMap<String, String>();
    elsewhere(step)
        .ifPresent(
            region -> {
              flags.add("elsewhere");
              values.put("region", region.id());
            });
    values.put("env", step.environment());
    values.put("Env", camel(step.environment()));
    values.put("previous", previous);
    values.put("Previous", camel(previous));
    values.put(
        "previousAccount", index == 0 ? "" : pipeline.steps().get(index - 1).account().value());
    values.put("after", index == 0 ? "" : ",{\"name\":\"AFTER\",\"value\":\"" + previous + "\"}");
    // Numbered: CodePipeline truncates an artifact's name to ten characters in the bucket.
    values.put("files", "Files" + (index + 1));
    values.put("account", step.account().value());
    values.put("application", step.application().replace("'", "''"));
    values.put("deploymentGroup", step.deploymentGroup().replace("'", "''"));
    var approvers =
        step.approvers().stream()
            .map(name -> new Scope(Map.of("approver", name), Set.of(), Map.of()))
            .toList();
    return new Scope(values, flags, Map.of("approver", approvers));
  }

  /** Returns the prefix of artifact keys, to which CodePipeline truncates a pipeline's name. */
  public static String artifactPrefix(String pipeline) {
    return pipeline.substring(0, Math.min(20, pipeline.length()));
  }

  /** Returns the name in camel case, such as PreProd for pre-prod, for stages and parameters. */
  static String camel(String name) {
    return Arrays.stream(name.split("[-_]"))
        .filter(part -> !part.isEmpty())
        .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
        .collect(Collectors.joining());
  }

  private static String resource(String name) {
    try (var in = PipelineTexts.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
