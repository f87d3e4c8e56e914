package io.github.xacct.rehearsal.cloudformation;

import static io.github.xacct.rehearsal.StackFixture.PROD;
import static io.github.xacct.rehearsal.StackFixture.TEST;
import static io.github.xacct.rehearsal.StackFixture.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.rehearsal.StackFixture;
import io.github.xacct.rehearsal.plan.AccountRegion;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Exports of stacks and values of the Parameter Store, over the wire. */
class ExportsTest {
  private static final String EXPORTER =
      """
      Parameters: {Days: {Type: Number, Default: 7}, Name: {Type: String}}
      Resources:
        Group: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: !Ref Days}}
      Outputs:
        Days: {Value: !Ref Days, Export: {Name: !Sub '${Name}:Days'}}
      """;
  private static final String IMPORTER =
      """
      Parameters: {Name: {Type: String}}
      Resources:
        Group:
          Type: AWS::Logs::LogGroup
          Properties: {RetentionInDays: !ImportValue {'Fn::Sub': '${Name}:Days'}}
      """;

  @TempDir static Path folder;
  @AutoClose private static StackFixture accounts;
  private static CloudFormationClient aws;

  @BeforeAll
  static void start() {
    accounts = new StackFixture(folder);
    aws = accounts.in(TEST);
  }

  private static String end(Stack stack) {
    return stack.stackStatusAsString() + " " + accounts.events(TEST, stack.stackName());
  }

  private static Stack created(String stack, String template, String name) {
    aws.createStack(
        b ->
            b.stackName(stack)
                .templateBody(template)
                .parameters(StackFixture.parameters("Name", name)));
    return accounts.settled(TEST, stack);
  }

  @Test
  void anExportIsImportedAndCanNeitherChangeNorGo() {
    accounts.deploy(TEST, "net", EXPORTER, "Name", "net");
    Stack user = accounts.deploy(TEST, "user", IMPORTER, "Name", "net");
    assertThat(user.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
    assertThat(aws.listExports(b -> {}).exports())
        .anySatisfy(
            e -> {
              assertThat(e.name()).isEqualTo("net:Days");
              assertThat(e.value()).isEqualTo("7");
              assertThat(e.exportingStackId()).contains(":stack/net/");
            });
    assertThat(aws.listImports(b -> b.exportName("net:Days")).imports()).containsExactly("user");
    assertThat(accounts.in(PROD).listExports(b -> {}).exports()).isEmpty();

    assertThat(end(accounts.deploy(TEST, "net", EXPORTER, "Name", "net", "Days", "14")))
        .startsWith("UPDATE_ROLLBACK_COMPLETE")
        .contains(
            "net UPDATE_ROLLBACK_IN_PROGRESS Update canceled. Cannot update export net:Days as it"
                + " is in use by user.");
    assertThat(end(accounts.deploy(TEST, "net", EXPORTER, "Name", "other")))
        .startsWith("UPDATE_ROLLBACK_COMPLETE")
        .contains(
            "net UPDATE_ROLLBACK_IN_PROGRESS Delete canceled. Cannot delete export net:Days as it"
                + " is in use by user.");
    aws.deleteStack(b -> b.stackName("net"));
    assertThat(accounts.settled(TEST, "net").stackStatusReason())
        .isEqualTo("Delete canceled. Cannot delete export net:Days as it is in use by user.");

    aws.deleteStack(b -> b.stackName("user"));
    accounts.settled(TEST, user.stackId());
    assertThatThrownBy(() -> aws.listImports(b -> b.exportName("net:Days")))
        .isInstanceOf(CloudFormationException.class)
        .hasMessageContaining("Export 'net:Days' is not imported by any stack.");
    String id = accounts.settled(TEST, "net").stackId();
    aws.deleteStack(b -> b.stackName("net"));
    assertThat(accounts.settled(TEST, id).stackStatusAsString()).isEqualTo("DELETE_COMPLETE");
  }

  @Test
  void whatNobodyExportsIsNotFound() {
    var set = accounts.review(TEST, "lost", IMPORTER, "Name", "nobody");
    assertThat(set.statusAsString() + " " + set.statusReason())
        .isEqualTo("FAILED No export named nobody:Days found");
    assertThat(end(created("lost2", IMPORTER, "nobody")))
        .startsWith("ROLLBACK_COMPLETE")
        .contains(
            "lost2 ROLLBACK_IN_PROGRESS No export named nobody:Days found. Rollback requested by"
                + " user.");
  }

  @Test
  void aNameIsExportedOnce() {
    accounts.deploy(TEST, "first", EXPORTER, "Name", "once");
    assertThat(end(created("second", EXPORTER, "once")))
        .startsWith("ROLLBACK_COMPLETE")
        .contains(
            "second ROLLBACK_IN_PROGRESS Export with name once:Days is already exported by stack"
                + " first. Rollback requested by user.");
  }

  @Test
  void valuesComeFromTheParameterStoreAndFromSecrets() {
    accounts.deploy(
        TEST,
        "store",
        """
        Parameters: {Days: {Type: String, Default: '7'}}
        Resources:
          Days: {Type: AWS::SSM::Parameter, Properties: {Name: /app/days, Type: String, Value: !Ref Days}}
          Secret:
            Type: AWS::SecretsManager::Secret
            Properties: {Name: app, SecretString: '{"group":"hidden"}'}
        """);
    String template =
        """
        Parameters: {Days: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /app/days}}
        Resources:
          Group: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: !Ref Days}}
          Other:
            Type: AWS::SSM::Parameter
            Properties:
              Name: /app/copy
              Type: String
              Value: '{{resolve:ssm:/app/days}}-{{resolve:secretsmanager:app:SecretString:group}}'
        Outputs: {Days: {Value: !Ref Days}}
        """;
    Stack stack = accounts.deploy(TEST, "reader", template);
    assertThat(stack.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
    assertThat(output(stack, "Days")).isEqualTo("7");
    assertThat(stack.parameters().get(0).parameterValue()).isEqualTo("/app/days");
    assertThat(stack.parameters().get(0).resolvedValue()).isEqualTo("7");
    assertThat(stored("/app/copy")).isEqualTo("7-hidden");
    assertThat(aws.describeStackEvents(b -> b.stackName("reader")).toString())
        .doesNotContain("hidden");

    accounts.deploy(
        TEST, "store", aws.getTemplate(b -> b.stackName("store")).templateBody(), "Days", "14");
    assertThat(output(accounts.deploy(TEST, "reader", template), "Days")).isEqualTo("14");
    assertThat(stored("/app/copy")).isEqualTo("14-hidden");
    assertThat(
            end(
                accounts.deploy(
                    TEST,
                    "reader",
                    template.replace("app:SecretString:group", "app:SecretString:no"))))
        .startsWith("UPDATE_ROLLBACK_COMPLETE")
        .contains(
            "Other UPDATE_FAILED Could not find a value associated with JSONKey in SecretString");
  }

  private static String stored(String name) {
    return accounts
        .rehearsal
        .store()
        .find(
            new AccountRegion(
                new io.github.xacct.model.AccountId(TEST),
                new io.github.xacct.model.Region("eu-central-1")),
            "AWS::SSM::Parameter",
            name)
        .orElseThrow()
        .path("Value")
        .asText();
  }

  @Test
  void aRepositorysUriIsTheOneThatEcrGives() {
    Stack stack =
        accounts.deploy(
            TEST,
            "repository",
            """
            Resources: {R: {Type: AWS::ECR::Repository, Properties: {RepositoryName: of/stack}}}
            Outputs: {Uri: {Value: !GetAtt R.RepositoryUri}}
            """);
    assertThat(output(stack, "Uri")).matches("127\\.0\\.0\\.1:\\d+/of/stack");
  }

  @Test
  void aTypeThatIsNotRehearsedIsNamed() {
    assertThatThrownBy(
            () -> accounts.review(TEST, "no", "Resources: {D: {Type: AWS::RDS::DBInstance}}"))
        .isInstanceOf(CloudFormationException.class)
        .hasMessageContaining(
            "The embedded AWS does not rehearse cloudformation:CreateChangeSet (resources of the"
                + " type AWS::RDS::DBInstance)")
        .extracting(e -> ((CloudFormationException) e).statusCode())
        .isEqualTo(501);
  }
}
