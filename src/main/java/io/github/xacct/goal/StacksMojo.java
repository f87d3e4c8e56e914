package io.github.xacct.goal;

import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.goal.configuration.Bootstrapped;
import io.github.xacct.goal.configuration.NeededEnvironments;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Environment;
import io.github.xacct.model.OidcIssuer;
import io.github.xacct.model.PipelineSettings;
import io.github.xacct.model.PipelineSettings.DeployWith;
import io.github.xacct.model.PipelineSettings.Step;
import io.github.xacct.model.XacctException;
import io.github.xacct.pipeline.CiTexts;
import io.github.xacct.pipeline.PipelineTexts;
import io.github.xacct.report.SharedFile;
import io.github.xacct.stack.BootstrapRequest;
import io.github.xacct.stack.EnvironmentsFile;
import io.github.xacct.stack.Scope;
import io.github.xacct.stack.StackLocation;
import io.github.xacct.stack.StackPlan;
import io.github.xacct.stack.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals that work on whole accounts have in common: the plan, its scope, the way in. */
abstract class StacksMojo extends XacctMojo {
  /**
   * Whether CodePipeline's own CodeDeployToECS action gets a role in each environment, and read
   * access to the artifacts.
   */
  @Parameter(property = "xacct.codePipelineRole", defaultValue = "false")
  private String codePipelineRole;

  /** Whether two environments may be in one account. */
  @Parameter(property = "xacct.allowSharedAccount", defaultValue = "false")
  private String allowSharedAccount;

  @Override
  final boolean mayChooseTools() {
    return true;
  }

  @Override
  NeededEnvironments needed() {
    return NeededEnvironments.ANY;
  }

  /** All environments of the pom, whichever was chosen: the development account serves them all. */
  final StackPlan plan(Settings settings) {
    return plan(settings, settings.pipeline());
  }

  /** The same with another pipeline. */
  final StackPlan plan(Settings settings, Optional<PipelineSettings> pipeline) {
    refuseSharedAccounts(settings.all());
    boolean outside = pipeline.filter(p -> p.source().issuer().isPresent()).isPresent();
    if (isTrue(codePipelineRole) && outside) {
      throw XacctException.yours(
              "CodePipeline's action gets no role: another CI system runs the pipeline.")
          .suggestion("leave out -Dxacct.codePipelineRole, or <github> and <gitlab>");
    }
    return StackPlan.of(
        new BootstrapRequest(
            settings.app(),
            settings.registry(),
            facts().javaRelease(),
            isTrue(codePipelineRole) || usesCodeDeployAction(pipeline),
            configuration().stackParameters(),
            settings.all().stream().map(e -> wish(settings, e)).toList(),
            pipeline.map(StacksMojo::wish),
            tags(settings)));
  }

  private Map<String, Map<String, String>> tags(Settings settings) {
    var tags = new HashMap<String, Map<String, String>>();
    tags.put(StackLocation.TOOLS, configuration().stackTags());
    settings.all().forEach(e -> tags.put(e.name(), configuration().stackTags(e)));
    return tags;
  }

  private static boolean usesCodeDeployAction(Optional<PipelineSettings> pipeline) {
    return pipeline.filter(p -> p.deployWith() == DeployWith.CODEDEPLOY_ACTION).isPresent();
  }

  static BootstrapRequest.OfPipeline wish(PipelineSettings pipeline) {
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

  private BootstrapRequest.OfEnvironment wish(Settings settings, Environment environment) {
    var parameters = new LinkedHashMap<>(configuration().stackParameters(environment));
    settings.release(environment).topic().ifPresent(arn -> parameters.put("TopicArn", arn));
    return new BootstrapRequest.OfEnvironment(
        environment,
        settings.checks(environment),
        parameters,
        settings.rehearsal(environment).deployedByEcs());
  }

  /** One place if {@code -Denv} chose one, else all. */
  final Scope scope(Settings settings) {
    if (isTools()) {
      return new Scope(true, List.of());
    }
    return settings
        .environment()
        .map(environment -> new Scope(false, List.of(environment.name())))
        .orElseGet(() -> new Scope(true, settings.all().stream().map(Environment::name).toList()));
  }

  private void refuseSharedAccounts(List<Environment> environments) {
    Map<AccountId, String> owners = new HashMap<>();
    for (Environment environment : environments) {
      String other = owners.put(environment.account(), environment.name());
      if (other != null && !isTrue(allowSharedAccount)) {
        throw XacctException.yours(
                "Environments %s and %s are in one account, %s."
                    .formatted(other, environment.name(), environment.account()))
            .suggestion("use a separate account for each environment;")
            .suggestion("or allow it: -Dxacct.allowSharedAccount");
      }
    }
  }

  /** AWS, or the embedded one with nothing in its accounts but what was made by stacks. */
  final Stage emptyStage(Settings settings) {
    return stage(settings, List.of());
  }

  /** The way into each account. */
  final StackAccounts accounts(Settings settings, Stage stage) {
    return new StackAccounts(
        name -> name.equals("xacct.profile") ? profile() : property(name),
        stage.rehearsal(),
        settings.registry().account(),
        RunName.of(facts()).sessionName(),
        sleeper());
  }

  private Optional<String> property(String name) {
    return Optional.ofNullable(facts().projectProperties().getProperty(name))
        .filter(Element::isWritten);
  }

  final Sleeper sleeper() {
    return venue().pauses();
  }

  /** The command that does the same again. */
  final String command(String goal) {
    var command = new StringBuilder("mvn xacct:" + goal);
    configuration().env().ifPresent(env -> command.append(" -Denv=").append(env));
    if (isTools()) {
      command.append(" -Denv=tools");
    }
    if (rehearsing()) {
      command.append(" -Dxacct.rehearse");
    }
    return command.toString();
  }

  /** What bootstrap has found out so far. */
  final EnvironmentsFile known(Settings settings) {
    return Bootstrapped.read(environmentsFile())
        .orElseGet(() -> EnvironmentsFile.empty(settings.app()));
  }

  /**
   * Writes down what changed, beside what other runs have found out meanwhile.
   *
   * @return what is known now
   */
  final EnvironmentsFile write(Settings settings, UnaryOperator<EnvironmentsFile> change) {
    Path file = environmentsFile();
    var found = new AtomicReference<EnvironmentsFile>();
    try {
      boolean news =
          SharedFile.change(
              file,
              outputFolder().resolve(".environments.lock"),
              text -> {
                var changed = change.apply(known(settings));
                found.set(changed);
                boolean nothing = changed.equals(EnvironmentsFile.empty(changed.app()));
                return text.isEmpty() && nothing ? null : changed.text();
              });
      if (news) {
        getLog().info("Wrote " + file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Objects.requireNonNull(found.get());
  }

  /** Into the repository, where the pipeline's builds look for them; what is there stays. */
  final void keep(Path file, String text) {
    try {
      if (!Files.exists(file)) {
        RevisionFiles.write(file, text, reporter());
      } else if (!Files.readString(file).equals(text)) {
        getLog().info("Kept " + file + ", which differs from the plugin's own.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
