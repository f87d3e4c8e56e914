package io.github.xacct.goal.rehearsed;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.aws.AwsAccess;
import io.github.xacct.aws.codedeploy.CodePipelineDeployAction;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Arn;
import io.github.xacct.model.Region;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import io.github.xacct.pipeline.Pipeline;
import io.github.xacct.pipeline.PipelineHost;
import io.github.xacct.pipeline.Project;
import io.github.xacct.rehearsal.Rehearsal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Runs a pipeline on the embedded AWS, after a rehearsed bootstrap. */
public final class RehearsedPipelineHost implements PipelineHost {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Rehearsal rehearsal;
  private final RegistrySettings tools;
  private final LocalCodeBuild machine;
  private final SourceCopy source;
  private final Path environments;
  private final String minute;
  private final Map<String, String> linked;
  private final String execution = UUID.randomUUID().toString();
  private String pipeline = "";

  /**
   * Creates the host of a pipeline run.
   *
   * @param tools account and region of the pipeline
   * @param environments file recorded by bootstrap, which a real repository contains in a commit
   * @param minute duration of one minute of AWS's waits
   * @param linked environment to which an approval links, by stage
   */
  public RehearsedPipelineHost(
      Rehearsal rehearsal,
      RegistrySettings tools,
      LocalCodeBuild machine,
      SourceCopy source,
      Path environments,
      String minute,
      Map<String, String> linked) {
    this.rehearsal = rehearsal;
    this.tools = tools;
    this.machine = machine;
    this.source = source;
    this.environments = environments;
    this.minute = minute;
    this.linked = linked;
  }

  /** Returns the pipeline that bootstrap created. */
  public Pipeline pipeline(String name) {
    pipeline = name;
    return Optional.ofNullable(
            rehearsal
                .standing(tools.account(), tools.region(), "AWS::CodePipeline::Pipeline")
                .get(name))
        .map(Pipeline::of)
        .orElseThrow(() -> XacctException.ours("There is no pipeline " + name + "."));
  }

  @Override
  public String region() {
    return tools.region().id();
  }

  @Override
  public Project project(String name) {
    return Optional.ofNullable(
            rehearsal
                .standing(tools.account(), tools.region(), "AWS::CodeBuild::Project")
                .get(name))
        .map(Project::of)
        .orElseThrow(() -> XacctException.yours("There is no CodeBuild project " + name + "."));
  }

  @Override
  public Map<String, String> asRoleOf(Project project) {
    String arn = arn("codebuild", "project/" + project.name());
    var keys = rehearsal.roles().sessionOf(role(project.role()), "codebuild.amazonaws.com", arn);
    var variables = new LinkedHashMap<String, String>();
    variables.put("AWS_ENDPOINT_URL", rehearsal.endpoint().toString());
    variables.put("AWS_ACCESS_KEY_ID", keys.accessKeyId());
    variables.put("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey());
    keys.sessionToken().ifPresent(token -> variables.put("AWS_SESSION_TOKEN", token));
    variables.put("AWS_REGION", region());
    variables.put("AWS_DEFAULT_REGION", region());
    variables.put(RehearsedBuild.VARIABLE, minute);
    variables.putAll(rehearsal.trust());
    return variables;
  }

  @Override
  public void demand(
      String role, String action, String resource, Map<String, List<String>> context) {
    rehearsal
        .roles()
        .denial(role(role), action, resource, context)
        .ifPresent(
            words -> {
              throw XacctException.yours(role + " may not do what the stage needs.")
                  .evidence("AWS's response would be: " + words);
            });
  }

  /**
   * Returns the URL with the port: the stack's output contains only the host, which all load
   * balancers share on this machine.
   */
  @Override
  public String reachable(String stage, String url) {
    return Optional.ofNullable(linked.get(stage))
        .flatMap(environment -> ListenerAddresses.production(rehearsal, environment))
        .orElse(url);
  }

  @Override
  public String deploy(Deployment deployment) {
    Region region = new Region(deployment.region());
    demand(deployment.pipelineRole(), "sts:AssumeRole", deployment.role());
    demandArtifacts(deployment, region);
    var keys =
        rehearsal
            .roles()
            .sessionOf(
                role(deployment.pipelineRole()),
                "codepipeline.amazonaws.com",
                arn("codepipeline", deployment.pipeline()));
    var endpointOverride =
        new AwsAccess.EndpointOverride(
            rehearsal.endpoint(), keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
    try (var access = AwsAccess.to(endpointOverride);
        var session = access.enter(role(deployment.role()), region, "codepipeline")) {
      String id =
          new CodePipelineDeployAction(session, Sleeper.real())
              .run(
                  deployment.application(),
                  deployment.group(),
                  deployment.taskDefinition(),
                  deployment.appSpec());
      return id + " succeeded as " + deployment.role();
    }
  }

  /**
   * Checks the permissions for artifacts, which CodePipeline copies to the region of the action.
   */
  private void demandArtifacts(Deployment deployment, Region region) {
    String bucket = deployment.store().bucket();
    if (!rehearsal.standing(tools.account(), region, "AWS::S3::Bucket").containsKey(bucket)) {
      throw XacctException.yours(
          "The artifacts' bucket " + bucket + " is not in " + region + ", where the action is.");
    }
    String objects = new Arn(region.partition(), "s3", "", "", bucket + "/*").toString();
    var owner = Map.of("s3:ResourceAccount", List.of(tools.account().value()));
    var byS3 = Map.of("kms:ViaService", List.of("s3." + region + "." + region.dnsSuffix()));
    demand(deployment.pipelineRole(), "s3:PutObject", objects, owner);
    demand(deployment.pipelineRole(), "kms:GenerateDataKey", deployment.store().key(), byS3);
    demand(deployment.role(), "s3:GetObject", objects, owner);
    demand(deployment.role(), "kms:Decrypt", deployment.store().key(), byS3);
  }

  /**
   * Sends the event that CodePipeline sends to EventBridge. Source: CodePipeline user guide,
   * "Monitoring CodePipeline events".
   */
  @Override
  public void failed(String stage, String action, String summary) {
    var event = JSON.createObjectNode();
    event.put("source", "aws.codepipeline");
    event.put("detail-type", "CodePipeline Action Execution State Change");
    event.putArray("resources").add(arn("codepipeline", pipeline));
    event
        .putObject("detail")
        .put("pipeline", pipeline)
        .put("execution-id", execution)
        .put("stage", stage)
        .put("action", action)
        .put("state", "FAILED")
        .putObject("execution-result")
        .put("external-execution-summary", summary);
    rehearsal.happened(tools.account(), tools.region(), event);
  }

  private String arn(String service, String resource) {
    return Arn.of(tools.region(), tools.account(), service, resource).toString();
  }

  @Override
  public Commit source(Path folder) {
    var commit = source.into(folder);
    try {
      Path file = commit.root().resolve(".xacct").resolve("environments.json");
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(file);
      Files.copy(environments, file);
      return commit;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Ended run(Build build) {
    return machine.run(build);
  }

  private static RoleArn role(String arn) {
    return RoleArn.parse(arn, "aws", new AccountId("000000000000"));
  }
}
