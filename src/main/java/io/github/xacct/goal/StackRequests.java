package io.github.xacct.goal;

import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.Configuration;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Environment;
import io.github.xacct.model.OidcIssuer;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.PipelineSettings.DeployWith;
import io.github.xacct.model.PipelineSettings.Step;
import io.github.xacct.model.XacctException;
import io.github.xacct.pipeline.CiTexts;
import io.github.xacct.pipeline.PipelineTexts;
import io.github.xacct.stack.plan.BootstrapRequest;
import io.github.xacct.stack.plan.StackLocation;
import io.github.xacct.stack.plan.StackPlan;
import io.github.xacct.stack.plan.Template;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Builds the plan of all stacks in all accounts from the configuration. */
final class StackRequests {
  private final Settings settings;
  private final Configuration configuration;
  private final int javaRelease;
  private final boolean codePipelineRole;
  private final boolean allowSharedAccount;

  /**
   * Creates requests from settings.
   *
   * @param javaRelease Java release for which the project is compiled
   * @param codePipelineRole whether to create a role for the action CodeDeployToECS
   * @param allowSharedAccount whether several environments may share an account
   */
  StackRequests(
      Settings settings,
      Configuration configuration,
      int javaRelease,
      boolean codePipelineRole,
      boolean allowSharedAccount) {
    this.settings = settings;
    this.configuration = configuration;
    this.javaRelease = javaRelease;
    this.codePipelineRole = codePipelineRole;
    this.allowSharedAccount = allowSharedAccount;
  }

  /**
   * Returns the stacks of all accounts.
   *
   * @param pipeline the pipeline to create; empty for none
   * @throws XacctException if the configuration does not permit them
   */
  StackPlan plan(Optional<PipelineSettings> pipeline) {
    if (!allowSharedAccount) {
      refuseSharedAccounts(settings.all());
    }
    boolean outside = pipeline.filter(p -> p.source().issuer().isPresent()).isPresent();
    if (codePipelineRole && outside) {
      throw XacctException.yours(
              "CodePipeline's action gets no role: another CI system runs the pipeline.")
          .suggestion("leave out -Dxacct.codePipelineRole, or <github> and <gitlab>");
    }
    return StackPlan.of(
        new BootstrapRequest(
            settings.app(),
            settings.registry(),
            javaRelease,
            codePipelineRole || usesCodeDeployAction(pipeline),
            configuration.stackParameters(),
            settings.all().stream().map(this::environment).toList(),
            pipeline.map(StackRequests::pipeline),
            tags()));
  }

  private Map<String, Map<String, String>> tags() {
    var tags = new HashMap<String, Map<String, String>>();
    tags.put(StackLocation.TOOLS, configuration.stackTags());
    settings.all().forEach(e -> tags.put(e.name(), configuration.stackTags(e)));
    return tags;
  }

  private static boolean usesCodeDeployAction(Optional<PipelineSettings> pipeline) {
    return pipeline.filter(p -> p.deployWith() == DeployWith.CODEDEPLOY_ACTION).isPresent();
  }

  /**
   * Returns the request for the pipeline's stack, or for the roles of a CI system that runs the
   * pipeline.
   */
  static BootstrapRequest.OfPipeline pipeline(PipelineSettings pipeline) {
    return pipeline
        .source()
        .issuer()
        .map(issuer -> ofCi(pipeline, issuer))
        .orElseGet(() -> ofCodePipeline(pipeline));
  }

  private static BootstrapRequest.OfPipeline ofCi(PipelineSettings pipeline, OidcIssuer issuer) {
    var texts = new CiTexts(pipeline);
    var values = new LinkedHashMap<String, String>();
    values.put("AppName", pipeline.app());
    issuer.provider().ifPresent(arn -> values.put("ProviderArn", arn));
    return new BootstrapRequest.OfPipeline(
        Template.rendered("oidc", texts.template()),
        values,
        Map.of(),
        texts.builders(),
        Set.of(),
        false);
  }

  private static BootstrapRequest.OfPipeline ofCodePipeline(PipelineSettings pipeline) {
    var texts = new PipelineTexts(pipeline);
    var source = pipeline.source();
    var values = new LinkedHashMap<String, String>();
    values.put("AppName", pipeline.app());
    source.connection().ifPresent(arn -> values.put("ConnectionArn", arn));
    values.put(
        source.connection().isPresent() ? "RepositoryId" : "RepositoryName", source.repository());
    values.put("BranchName", source.branch());
    return new BootstrapRequest.OfPipeline(
        Template.rendered("pipeline", texts.template()),
        values,
        texts.urlParameters(),
        texts.builders(),
        pipeline.steps().stream()
            .filter(step -> !step.approvers().isEmpty())
            .map(Step::environment)
            .collect(Collectors.toSet()),
        true);
  }

  private BootstrapRequest.OfEnvironment environment(Environment environment) {
    var parameters = new LinkedHashMap<>(configuration.stackParameters(environment));
    settings.release(environment).topic().ifPresent(arn -> parameters.put("TopicArn", arn));
    return new BootstrapRequest.OfEnvironment(
        environment,
        settings.checks(environment),
        parameters,
        settings.rehearsal(environment).deployedByEcs());
  }

  private static void refuseSharedAccounts(List<Environment> environments) {
    Map<AccountId, String> owners = new HashMap<>();
    for (Environment environment : environments) {
      String other = owners.put(environment.account(), environment.name());
      if (other != null) {
        throw XacctException.yours(
                "Environments %s and %s are in one account, %s."
                    .formatted(other, environment.name(), environment.account()))
            .suggestion("use a separate account for each environment;")
            .suggestion("or allow it: -Dxacct.allowSharedAccount");
      }
    }
  }
}
