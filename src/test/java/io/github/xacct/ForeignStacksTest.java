package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.goal.ForkedAwsCli;
import io.github.xacct.model.AccountId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the AWS CLI's own commands for stacks work with a rehearsal. */
@Tag("foreign")
class ForeignStacksTest {
  private static final String TEMPLATES = "/io/github/xacct/rehearsal/stacks/";

  @TempDir static Path folder;
  private static RehearsedAws aws;
  private static ForkedAwsCli forked;

  @BeforeAll
  static void start() throws Exception {
    forked = ForkedAwsCli.start(folder);
    aws = RehearsedAws.in(folder).start();
  }

  @AfterAll
  static void stop() {
    aws.close();
    forked.close();
  }

  private static String template(String name) throws Exception {
    return Path.of(ForeignStacksTest.class.getResource(TEMPLATES + name).toURI()).toString();
  }

  private static Program cli(String account) throws Exception {
    return AwsCli.as(
        aws.rehearsal.administrator(new AccountId(account)), AwsCli.of(aws, folder, forked));
  }

  private static String deploy(Program cli, String stack, String template, String... parameters)
      throws Exception {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "cloudformation",
                "deploy",
                "--stack-name",
                stack,
                "--template-file",
                template,
                "--capabilities",
                "CAPABILITY_NAMED_IAM",
                "--no-fail-on-empty-changeset",
                "--parameter-overrides"));
    arguments.addAll(List.of(parameters));
    return cli.text(arguments.toArray(new String[0]));
  }

  @Test
  void theClisDeployCommandCreatesAndFindsNothingToChange() throws Exception {
    Program cli = cli("333333333333");
    String[] parameters = {"AppName=cli", "EnvName=prod", "NatGateways=none"};
    String network = template("network.yaml");
    assertThat(deploy(cli, "cli-network", network, parameters))
        .contains("Successfully created/updated stack - cli-network");
    long created = Instant.now().getEpochSecond();

    JsonNode stack =
        cli.json("cloudformation", "describe-stacks", "--stack-name", "cli-network")
            .at("/Stacks/0");
    assertThat(stack.path("StackStatus").asText()).isEqualTo("CREATE_COMPLETE");
    assertThat(stack.path("Outputs").findValuesAsText("OutputKey"))
        .contains("VpcId", "PublicSubnetIds");
    JsonNode events =
        cli.json("cloudformation", "describe-stack-events", "--stack-name", "cli-network");
    assertThat(events.at("/StackEvents/0/ResourceStatus").asText()).isEqualTo("CREATE_COMPLETE");
    JsonNode resources =
        cli.json("cloudformation", "list-stack-resources", "--stack-name", "cli-network");
    assertThat(resources.path("StackResourceSummaries")).hasSizeGreaterThan(15);
    String detection =
        cli.json("cloudformation", "detect-stack-drift", "--stack-name", "cli-network")
            .path("StackDriftDetectionId")
            .asText();
    assertThat(
            cli.json(
                    "cloudformation",
                    "describe-stack-drift-detection-status",
                    "--stack-drift-detection-id",
                    detection)
                .path("StackDriftStatus")
                .asText())
        .isEqualTo("IN_SYNC");
    // The CLI names a change set by the second.
    while (Instant.now().getEpochSecond() <= created) {
      Thread.sleep(50);
    }
    assertThat(deploy(cli, "cli-network", network, parameters))
        .contains("No changes to deploy. Stack cli-network is up to date");
    cli.text("cloudformation", "delete-stack", "--stack-name", "cli-network");
    cli.text(
        "cloudformation",
        "wait",
        "stack-delete-complete",
        "--stack-name",
        stack.path("StackId").asText());
  }

  @Test
  void aJobLogsInByItsTokenIfTheTrustPolicyNamesIt() throws Exception {
    Program cli = cli("222222222222");
    Path template =
        Files.writeString(
            folder.resolve("gitlab.yaml"),
            """
            Resources:
              Provider:
                Type: AWS::IAM::OIDCProvider
                Properties: {Url: 'https://gitlab.com', ClientIdList: ['https://gitlab.com']}
              Role:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: gitlab
                  AssumeRolePolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - Effect: Allow
                        Principal: {Federated: !Ref Provider}
                        Action: sts:AssumeRoleWithWebIdentity
                        Condition:
                          StringEquals: {'gitlab.com:aud': 'https://gitlab.com'}
                          StringLike: {'gitlab.com:sub': 'project_path:shop/*:ref:main'}
            """);
    cli.text(
        "cloudformation",
        "create-stack",
        "--stack-name",
        "gitlab",
        "--template-body",
        "file://" + template,
        "--capabilities",
        "CAPABILITY_NAMED_IAM");
    // The command's own waits take half a minute between two looks.
    while (!cli.text("cloudformation", "describe-stacks", "--stack-name", "gitlab")
        .contains("CREATE_COMPLETE")) {
      // The next look is a process of its own.
    }
    String[] login = {
      "sts",
      "assume-role-with-web-identity",
      "--role-arn",
      "arn:aws:iam::222222222222:role/gitlab",
      "--role-session-name",
      "job-1",
      "--web-identity-token"
    };
    JsonNode session = cli.json(with(login, token("project_path:shop/app:ref:main")));
    assertThat(session.path("SubjectFromWebIdentityToken").asText())
        .isEqualTo("project_path:shop/app:ref:main");
    assertThat(
            AwsCli.as(session.path("Credentials"), cli)
                .json("sts", "get-caller-identity")
                .path("Arn")
                .asText())
        .isEqualTo("arn:aws:sts::222222222222:assumed-role/gitlab/job-1");
    assertThat(cli.run(with(login, token("project_path:other/app:ref:main"))).said())
        .contains(
            "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation:"
                + " Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }

  private static String token(String subject) {
    return aws.rehearsal.roles().identityToken("https://gitlab.com", subject, "https://gitlab.com");
  }

  private static String[] with(String[] arguments, String last) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = last;
    return all;
  }

  @Test
  void theCliTellsWhatATemplateNeedsAndWhatIsWrongWithIt() throws Exception {
    Program cli = cli("222222222222");
    JsonNode valid =
        cli.json(
            "cloudformation",
            "validate-template",
            "--template-body",
            "file://" + template("target-role.yaml"));
    assertThat(valid.at("/Capabilities/0").asText()).isEqualTo("CAPABILITY_NAMED_IAM");
    Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "Resources: {A: {Type: A::B}}");
    assertThat(
            cli.run("cloudformation", "validate-template", "--template-body", "file://" + wrong)
                .said())
        .contains(
            "(ValidationError) when calling the ValidateTemplate operation: Template format error:"
                + " Unrecognized resource types: [A::B]");
  }
}
