package io.github.xacct.pipeline;

import io.github.xacct.model.OidcIssuer;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.PipelineSettings.Step;
import io.github.xacct.pipeline.Sections.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Generates the files of a pipeline that GitHub or GitLab runs: the template of the roles that its
 * jobs assume, and the workflow file.
 */
public final class CiTexts {
  private final PipelineSettings pipeline;
  private final OidcIssuer issuer;

  /**
   * Generates files from the settings of a pipeline.
   *
   * @param pipeline whose source has an issuer
   */
  public CiTexts(PipelineSettings pipeline) {
    this.pipeline = pipeline;
    this.issuer = pipeline.source().issuer().orElseThrow();
  }

  /** Returns the CloudFormation template of the roles that the CI system's jobs assume. */
  public String template() {
    return Sections.fill(resource("/io/github/xacct/stack/oidc.yaml"), scope(Map.of(), Set.of()));
  }

  /** Returns the path of the workflow file in the repository. */
  public String path() {
    return switch (issuer.system()) {
      case GITHUB -> ".github/workflows/deploy-" + pipeline.app() + ".yml";
      case GITLAB -> ".gitlab-ci.yml";
    };
  }

  /**
   * Returns the content of the workflow file.
   *
   * @param place account and folder of the project
   */
  public String workflow(CiPlace place) {
    var flags = new HashSet<String>();
    if (!place.folder().isEmpty()) {
      flags.add("folder");
    }
    var values =
        Map.of(
            "account", place.account(),
            "partition", place.partition(),
            "region", place.region(),
            "folder", place.folder(),
            "prefix", place.folder().isEmpty() ? "" : place.folder() + "/",
            "mvn", place.wrapper() ? "./mvnw" : "mvn",
            "java", pipeline.javaRuntime().replace("corretto", ""));
    String file = issuer.system() == OidcIssuer.Kind.GITHUB ? "github.yml" : "gitlab.yml";
    return Sections.fill(resource(file), scope(values, flags));
  }

  /**
   * Returns by environment the names of the roles in the development account that may assume its
   * role: the role of its own job and that of the next environment's job, which reads which images
   * passed its smoke tests.
   */
  public Map<String, List<String>> builders() {
    var builders = new LinkedHashMap<String, List<String>>();
    List<Step> steps = pipeline.steps();
    for (int i = 0; i < steps.size(); i++) {
      builders.put(
          steps.get(i).environment(),
          steps.subList(i, Math.min(i + 2, steps.size())).stream()
              .map(step -> stageRole(pipeline.app(), step.environment()))
              .toList());
    }
    return builders;
  }

  /** Returns the name of the role of the job that deploys to an environment. */
  public static String stageRole(String app, String environment) {
    return app + "-" + environment + "-stage";
  }

  /** Returns the name of the role of the build job. */
  public static String buildRole(String app) {
    return app + "-oidc-build";
  }

  private Scope scope(Map<String, String> more, Set<String> flags) {
    var source = pipeline.source();
    var values = new LinkedHashMap<>(more);
    values.put("app", pipeline.app());
    values.put("branch", source.branch());
    values.put("issuer", issuer.host());
    values.put("audience", OidcIssuer.AUDIENCE);
    values.put("provider", issuer.provider().isPresent() ? "ProviderArn" : "Provider");
    values.put("branchSubject", issuer.branchSubject(source.repository(), source.branch()));
    var all = new HashSet<>(flags);
    all.add(issuer.provider().isPresent() ? "given" : "made");
    var environments = new ArrayList<Scope>();
    for (int i = 0; i < pipeline.steps().size(); i++) {
      environments.add(environment(i));
    }
    return new Scope(values, all, Map.of("environment", environments));
  }

  private Scope environment(int index) {
    Step step = pipeline.steps().get(index);
    var source = pipeline.source();
    var values = new LinkedHashMap<String, String>();
    values.put("env", step.environment());
    values.put("Env", PipelineTexts.camel(step.environment()));
    values.put("envAccount", step.account().value());
    values.put(
        "subject",
        issuer.environmentSubject(source.repository(), source.branch(), step.environment()));
    values.put("needs", index == 0 ? "build" : "deploy-" + before(index).environment());
    values.put("alsoNeeds", index == 0 ? "" : ", deploy-" + before(index).environment());
    values.put("previous", index == 0 ? "" : before(index).environment());
    values.put("requires", index == 0 ? "" : " -Dxacct.requires=" + before(index).environment());
    values.put("previousAccount", index == 0 ? "" : before(index).account().value());
    var flags = new HashSet<String>();
    if (index > 0) {
      flags.add("after");
    }
    flags.add(step.approvers().isEmpty() ? "unasked" : "approved");
    values.put("approvers", String.join(", ", step.approvers()));
    return new Scope(values, flags, Map.of());
  }

  private Step before(int index) {
    return pipeline.steps().get(index - 1);
  }

  private static String resource(String name) {
    try (var in = CiTexts.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
