package io.github.xacct.rehearsal.cloudformation;

import static io.github.xacct.rehearsal.StackFixture.TEST;
import static io.github.xacct.rehearsal.StackFixture.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.rehearsal.StackFixture;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.state.ResourceStore;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.InsufficientCapabilitiesException;
import software.amazon.awssdk.services.cloudformation.model.OnFailure;
import software.amazon.awssdk.services.cloudformation.model.OnStackFailure;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResource;

/** Creates, updates and deletes small stacks over the wire. */
class StackStoreTest {
  private static final String GROUPS =
      """
      Description: two log groups
      Parameters:
        Days: {Type: Number, Default: 7, AllowedValues: [7, 14]}
        Prefix: {Type: String}
        Password: {Type: String, NoEcho: true, Default: none}
      Resources:
        Second:
          Type: AWS::Logs::LogGroup
          Properties:
            LogGroupName: !Sub '${First}/second'
            RetentionInDays: !Ref Days
        First:
          Type: AWS::Logs::LogGroup
          Properties:
            LogGroupName: !Sub '/${Prefix}/first'
      Outputs:
        FirstArn: {Value: !GetAtt First.Arn, Description: its ARN}
        Days: {Value: !Ref Days}
      """;

  private static final String ROLE =
      """
      Resources:
        Role:
          Type: AWS::IAM::Role
          Properties:
            RoleName: %s
            AssumeRolePolicyDocument:
              Statement: [{Effect: Allow, Principal: {AWS: '%s'}, Action: sts:AssumeRole}]
      """;

  @TempDir static Path folder;
  @AutoClose private static StackFixture accounts;
  private static CloudFormationClient aws;

  @BeforeAll
  static void start() {
    accounts = new StackFixture(folder);
    aws = accounts.in(TEST);
  }

  private static String status(Stack stack) {
    return stack.stackStatusAsString();
  }

  @Test
  void aStackIsReviewedCreatedAndToldOf() {
    var set = accounts.review(TEST, "life", GROUPS, "Prefix", "life", "Password", "secret");
    Stack review = aws.describeStacks(b -> b.stackName("life")).stacks().get(0);
    assertThat(status(review)).isEqualTo("REVIEW_IN_PROGRESS");
    assertThat(set.changes())
        .extracting(
            c -> c.resourceChange().actionAsString() + c.resourceChange().logicalResourceId())
        .containsExactly("AddFirst", "AddSecond");
    assertThat(set.changes().get(1).resourceChange().afterContext())
        .isEqualTo(
            "{\"Properties\":{\"LogGroupName\":\"{{changeSet:KNOWN_AFTER_APPLY}}/second\","
                + "\"RetentionInDays\":7}}");
    assertThat(set.parameters())
        .extracting(p -> p.parameterKey() + "=" + p.parameterValue())
        .containsExactly("Days=7", "Password=****", "Prefix=life");

    Stack stack = accounts.execute(TEST, set);
    assertThat(status(stack)).isEqualTo("CREATE_COMPLETE");
    assertThat(stack.description()).isEqualTo("two log groups");
    assertThat(stack.stackId()).startsWith("arn:aws:cloudformation:eu-central-1:" + TEST);
    assertThat(output(stack, "FirstArn"))
        .isEqualTo("arn:aws:logs:eu-central-1:" + TEST + ":log-group:/life/first:*");
    assertThat(accounts.events(TEST, "life"))
        .containsExactly(
            "life REVIEW_IN_PROGRESS User Initiated",
            "life CREATE_IN_PROGRESS User Initiated",
            "First CREATE_IN_PROGRESS",
            "First CREATE_IN_PROGRESS Resource creation Initiated",
            "First CREATE_COMPLETE",
            "Second CREATE_IN_PROGRESS",
            "Second CREATE_IN_PROGRESS Resource creation Initiated",
            "Second CREATE_COMPLETE",
            "life CREATE_COMPLETE");
    assertThat(aws.listStackResources(b -> b.stackName("life")).stackResourceSummaries())
        .extracting(r -> r.physicalResourceId())
        .containsExactly("/life/first", "/life/first/second");
    assertThat(aws.getTemplate(b -> b.stackName("life")).templateBody()).isEqualTo(GROUPS);
  }

  @Test
  void aDeletedStackIsFoundByItsArnOnly() {
    Stack stack = accounts.deploy(TEST, "mortal", GROUPS, "Prefix", "mortal");
    aws.deleteStack(b -> b.stackName("mortal"));
    assertThat(status(accounts.settled(TEST, stack.stackId()))).isEqualTo("DELETE_COMPLETE");
    assertThat(accounts.events(TEST, stack.stackId()))
        .endsWith(
            "mortal DELETE_IN_PROGRESS User Initiated",
            "Second DELETE_IN_PROGRESS",
            "Second DELETE_COMPLETE",
            "First DELETE_IN_PROGRESS",
            "First DELETE_COMPLETE",
            "mortal DELETE_COMPLETE");
    assertThatThrownBy(() -> aws.describeStacks(b -> b.stackName("mortal")))
        .isInstanceOf(CloudFormationException.class)
        .hasMessageContaining("Stack with id mortal does not exist");
    assertThat(status(accounts.deploy(TEST, "mortal", GROUPS, "Prefix", "mortal")))
        .isEqualTo("CREATE_COMPLETE");
  }

  @Test
  void theSameAgainIsNoChange() {
    accounts.deploy(TEST, "same", GROUPS, "Prefix", "same");
    var set =
        accounts.review(
            TEST,
            "same",
            GROUPS,
            b ->
                b.parameters(
                    Parameter.builder().parameterKey("Prefix").usePreviousValue(true).build()));
    assertThat(set.statusAsString()).isEqualTo("FAILED");
    assertThat(set.executionStatusAsString()).isEqualTo("UNAVAILABLE");
    assertThat(set.statusReason())
        .isEqualTo(
            "The submitted information didn't contain changes. Submit different information to"
                + " create a change set.");
    assertThatThrownBy(() -> aws.executeChangeSet(b -> b.changeSetName(set.changeSetId())))
        .hasMessageContaining("cannot be executed in its current status of [FAILED]");
    assertThatThrownBy(
            () ->
                aws.updateStack(
                    b ->
                        b.stackName("same")
                            .usePreviousTemplate(true)
                            .parameters(
                                Parameter.builder()
                                    .parameterKey("Prefix")
                                    .usePreviousValue(true)
                                    .build())))
        .hasMessageContaining("No updates are to be performed.");
  }

  @Test
  void aChangeIsShownWithItsValuesAndMade() {
    accounts.deploy(TEST, "change", GROUPS, "Prefix", "change");
    var set = accounts.review(TEST, "change", GROUPS, "Prefix", "change", "Days", "14");
    ResourceChange change = set.changes().get(0).resourceChange();
    assertThat(set.changes()).hasSize(1);
    assertThat(change.logicalResourceId()).isEqualTo("Second");
    assertThat(change.replacement()).isEqualTo(Replacement.FALSE);
    assertThat(change.scopeAsStrings()).containsExactly("Properties");
    var target = change.details().get(0).target();
    assertThat(target.name()).isEqualTo("RetentionInDays");
    assertThat(target.beforeValue() + " -> " + target.afterValue()).isEqualTo("7 -> 14");
    assertThat(
            aws.describeChangeSet(b -> b.changeSetName(set.changeSetId()))
                .changes()
                .get(0)
                .resourceChange()
                .beforeContext())
        .isNull();

    Stack stack = accounts.execute(TEST, set);
    assertThat(status(stack)).isEqualTo("UPDATE_COMPLETE");
    assertThat(output(stack, "Days")).isEqualTo("14");
    assertThat(accounts.events(TEST, "change"))
        .endsWith(
            "change UPDATE_IN_PROGRESS User Initiated",
            "Second UPDATE_IN_PROGRESS",
            "Second UPDATE_COMPLETE",
            "change UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
            "change UPDATE_COMPLETE");
  }

  @Test
  void aReplacementIsShownAndWhatDependsOnItMayBeReplacedToo() {
    accounts.deploy(TEST, "replace", GROUPS, "Prefix", "before");
    var set = accounts.review(TEST, "replace", GROUPS, "Prefix", "after");
    assertThat(set.changes())
        .extracting(
            c ->
                c.resourceChange().logicalResourceId()
                    + " "
                    + c.resourceChange().replacementAsString()
                    + " "
                    + c.resourceChange().details().get(0).target().requiresRecreationAsString())
        .containsExactly("First True Always", "Second Conditional Always");
    assertThat(set.changes().get(0).resourceChange().policyActionAsString())
        .isEqualTo("ReplaceAndDelete");
    accounts.execute(TEST, set);
    assertThat(accounts.events(TEST, "replace"))
        .endsWith(
            "replace UPDATE_IN_PROGRESS User Initiated",
            "First UPDATE_IN_PROGRESS Requested update requires the creation of a new physical"
                + " resource; hence creating one.",
            "First UPDATE_IN_PROGRESS Resource creation Initiated",
            "First UPDATE_COMPLETE",
            "Second UPDATE_IN_PROGRESS Requested update requires the creation of a new physical"
                + " resource; hence creating one.",
            "Second UPDATE_IN_PROGRESS Resource creation Initiated",
            "Second UPDATE_COMPLETE",
            "replace UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
            "Second DELETE_IN_PROGRESS",
            "Second DELETE_COMPLETE",
            "First DELETE_IN_PROGRESS",
            "First DELETE_COMPLETE",
            "replace UPDATE_COMPLETE");
    assertThat(accounts.rehearsal.store().all(place(), "AWS::Logs::LogGroup").keySet())
        .contains("/after/first", "/after/first/second")
        .doesNotContain("/before/first", "/before/first/second");
  }

  private static AccountRegion place() {
    return new AccountRegion(
        new io.github.xacct.model.AccountId(TEST),
        new io.github.xacct.model.Region("eu-central-1"));
  }

  /** Two log groups, the second with the name of an existing one. */
  private static String twoGroups(String name) {
    return """
        Resources:
          Kept:
            Type: AWS::Logs::LogGroup
            DeletionPolicy: RetainExceptOnCreate
          Taken:
            Type: AWS::Logs::LogGroup
            DependsOn: Kept
            Properties: {LogGroupName: %s}
        """
        .formatted(name);
  }

  @Test
  void aResourceThatFailsRollsTheStackBack() {
    accounts.deploy(TEST, "owner", GROUPS, "Prefix", "taken");
    Stack stack = accounts.deploy(TEST, "loser", twoGroups("/taken/first"));
    assertThat(status(stack)).isEqualTo("ROLLBACK_COMPLETE");
    assertThat(accounts.events(TEST, "loser").toString().replaceAll("RequestToken: [^,]*", "T"))
        .contains(
            "Taken CREATE_FAILED Resource handler returned message: \"Resource of type"
                + " 'AWS::Logs::LogGroup' with identifier '/taken/first' already exists.\" (T,"
                + " HandlerErrorCode: AlreadyExists), loser ROLLBACK_IN_PROGRESS The following"
                + " resource(s) failed to create: [Taken]. Rollback requested by user., Kept"
                + " DELETE_IN_PROGRESS, Kept DELETE_COMPLETE, loser ROLLBACK_COMPLETE");
    assertThatThrownBy(() -> accounts.review(TEST, "loser", GROUPS, "Prefix", "x"))
        .hasMessageContaining("is in ROLLBACK_COMPLETE state and can not be updated.");
  }

  @Test
  void whatAFailedCreationLeavesIsAskedForBeforehand() {
    accounts.deploy(TEST, "owner2", GROUPS, "Prefix", "taken2");
    String template = twoGroups("/taken2/first");
    Stack gone =
        accounts.deploy(TEST, "gone", template, b -> b.onStackFailure(OnStackFailure.DELETE));
    assertThat(status(gone)).isEqualTo("DELETE_COMPLETE");
    Stack kept =
        accounts.deploy(TEST, "kept", template, b -> b.onStackFailure(OnStackFailure.DO_NOTHING));
    assertThat(status(kept)).isEqualTo("CREATE_FAILED");
    assertThat(aws.describeStackResources(b -> b.stackName("kept")).stackResources())
        .extracting(StackResource::resourceStatusAsString)
        .containsExactly("CREATE_COMPLETE", "CREATE_FAILED");
    String created =
        aws.createStack(
                b -> b.stackName("plain").templateBody(template).onFailure(OnFailure.DO_NOTHING))
            .stackId();
    assertThat(status(accounts.settled(TEST, created))).isEqualTo("CREATE_FAILED");
  }

  @Test
  void whatAPolicyRetainsOutlivesItsStack() {
    String template =
        """
        Resources:
          Data:
            Type: AWS::S3::Bucket
            DeletionPolicy: RetainExceptOnCreate
            Properties: {BucketName: data-of-mine}
        """;
    Stack stack = accounts.deploy(TEST, "data", template);
    aws.deleteStack(b -> b.stackName("data"));
    accounts.settled(TEST, stack.stackId());
    assertThat(accounts.events(TEST, stack.stackId()))
        .endsWith(
            "data DELETE_IN_PROGRESS User Initiated",
            "Data DELETE_SKIPPED",
            "data DELETE_COMPLETE");
    assertThat(status(accounts.deploy(TEST, "data", template))).isEqualTo("ROLLBACK_COMPLETE");
    assertThat(accounts.events(TEST, "data").toString()).contains("'data-of-mine' already exists");
  }

  @Test
  void retainKeepsEvenWhatAFailedCreationMade() {
    accounts.deploy(TEST, "owner3", GROUPS, "Prefix", "taken3");
    accounts.deploy(
        TEST, "retain", twoGroups("/taken3/first").replace("RetainExceptOnCreate", "Retain"));
    assertThat(accounts.events(TEST, "retain"))
        .endsWith("Kept DELETE_SKIPPED", "retain ROLLBACK_COMPLETE");
  }

  @Test
  void identitiesMustBeAcknowledged() {
    assertThatThrownBy(
            () ->
                aws.createStack(
                    b -> b.stackName("iam").templateBody(ROLE.formatted("named", TEST))))
        .isInstanceOf(InsufficientCapabilitiesException.class)
        .hasMessageContaining("Requires capabilities : [CAPABILITY_NAMED_IAM]");
  }

  @Test
  void aPrincipalThatDoesNotExistIsRefused() {
    String nobody = "arn:aws:iam::" + StackFixture.PROD + ":role/nobody";
    assertThat(status(accounts.deploy(TEST, "principal", ROLE.formatted("lonely", nobody))))
        .isEqualTo("ROLLBACK_COMPLETE");
    assertThat(accounts.events(TEST, "principal").toString())
        .contains("Invalid principal in policy", nobody);
  }

  @Test
  void propertiesThatDoNotFitAreToldTogether() {
    accounts.deploy(
        TEST,
        "schema",
        """
        Resources:
          Group:
            Type: AWS::Logs::LogGroup
            Properties: {LogGroupName: [a], RetentionDays: 3, RetentionInDays: 8}
        """);
    assertThat(accounts.events(TEST, "schema").toString())
        .contains(
            "Properties validation failed for resource Group with message:\n"
                + "#/LogGroupName: expected type: String, found: JSONArray\n"
                + "#: extraneous key [RetentionDays] is not permitted\n"
                + "#/RetentionInDays: failed validation constraint for keyword [enum]");
  }

  @Test
  void aStackPolicyForbidsUpdates() {
    accounts.deploy(TEST, "policy", GROUPS, "Prefix", "policy");
    aws.setStackPolicy(
        b ->
            b.stackName("policy")
                .stackPolicyBody(
                    """
                    {"Statement": [
                      {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
                      {"Effect": "Deny", "Action": "Update:Modify", "Principal": "*",
                       "Resource": "LogicalResourceId/Second"}]}
                    """));
    Stack stack = accounts.deploy(TEST, "policy", GROUPS, "Prefix", "policy", "Days", "14");
    assertThat(status(stack)).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
    assertThat(output(stack, "Days")).isEqualTo("7");
    assertThat(accounts.events(TEST, "policy"))
        .endsWith(
            "policy UPDATE_IN_PROGRESS User Initiated",
            "Second UPDATE_FAILED Action denied by stack policy: Statement [#2] does not allow"
                + " [Update:Modify] for resource [LogicalResourceId/Second];",
            "policy UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update:"
                + " [Second]. ",
            "policy UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
            "policy UPDATE_ROLLBACK_COMPLETE");
    assertThatThrownBy(() -> aws.setStackPolicy(b -> b.stackName("policy").stackPolicyBody("{]")))
        .hasMessageContaining("Error validating stack policy: Invalid stack policy");
  }

  @Test
  void aProtectedStackIsNotDeleted() {
    Stack stack = accounts.deploy(TEST, "protected", GROUPS, "Prefix", "protected");
    aws.updateTerminationProtection(
        b -> b.stackName("protected").enableTerminationProtection(true));
    assertThatThrownBy(() -> aws.deleteStack(b -> b.stackName("protected")))
        .hasMessageContaining(
            "Stack [protected] cannot be deleted while TerminationProtection is enabled");
    aws.updateTerminationProtection(
        b -> b.stackName("protected").enableTerminationProtection(false));
    aws.deleteStack(b -> b.stackName("protected"));
    assertThat(status(accounts.settled(TEST, stack.stackId()))).isEqualTo("DELETE_COMPLETE");
  }

  @Test
  void driftIsWhatSomebodyElseChanged() {
    accounts.deploy(TEST, "drift", GROUPS, "Prefix", "drift");
    assertThat(detected("drift")).isEqualTo("IN_SYNC 0");
    ResourceStore store = accounts.rehearsal.store();
    store.edit(
        place(), "AWS::Logs::LogGroup", "/drift/first/second", p -> p.put("RetentionInDays", 1));
    store.remove(place(), "AWS::Logs::LogGroup", "/drift/first");
    assertThat(detected("drift")).isEqualTo("DRIFTED 2");
    var drifts = aws.describeStackResourceDrifts(b -> b.stackName("drift")).stackResourceDrifts();
    assertThat(drifts)
        .extracting(d -> d.logicalResourceId() + " " + d.stackResourceDriftStatusAsString())
        .containsExactly("First DELETED", "Second MODIFIED");
    var difference = drifts.get(1).propertyDifferences().get(0);
    assertThat(difference.propertyPath()).isEqualTo("/RetentionInDays");
    assertThat(difference.expectedValue() + " " + difference.actualValue()).isEqualTo("7 1");
  }

  private static String detected(String stack) {
    String id = aws.detectStackDrift(b -> b.stackName(stack)).stackDriftDetectionId();
    var status = aws.describeStackDriftDetectionStatus(b -> b.stackDriftDetectionId(id));
    return status.stackDriftStatusAsString() + " " + status.driftedStackResourceCount();
  }

  @Test
  void changeSetsAreListedObsoleteAndDeleted() {
    var first = accounts.review(TEST, "sets", GROUPS, "Prefix", "sets1");
    var second = accounts.review(TEST, "sets", GROUPS, "Prefix", "sets2");
    accounts.execute(TEST, second);
    assertThat(aws.listChangeSets(b -> b.stackName("sets")).summaries())
        .extracting(s -> s.executionStatusAsString())
        .containsExactly("OBSOLETE", "EXECUTE_COMPLETE");
    aws.deleteChangeSet(b -> b.changeSetName(first.changeSetId()));
    assertThatThrownBy(() -> aws.describeChangeSet(b -> b.changeSetName(first.changeSetId())))
        .hasMessageContaining("ChangeSet [" + first.changeSetId() + "] does not exist");
  }

  @Test
  void aTemplateTellsWhatItNeeds() {
    var summary = aws.getTemplateSummary(b -> b.templateBody(ROLE.formatted("x", TEST)));
    assertThat(summary.capabilitiesAsStrings()).containsExactly("CAPABILITY_NAMED_IAM");
    assertThat(summary.resourceTypes()).containsExactly("AWS::IAM::Role");
    assertThat(aws.validateTemplate(b -> b.templateBody(GROUPS)).parameters())
        .extracting(p -> p.parameterKey() + p.noEcho())
        .containsExactly("Daysfalse", "Passwordtrue", "Prefixfalse");
  }

  @Test
  void stackTagsAreChangesOfEverythingThatTakesTags() {
    accounts.deploy(
        TEST,
        "tags",
        GROUPS,
        b ->
            b.parameters(StackFixture.parameters("Prefix", "tags"))
                .tags(StackFixture.tags("team=a")));
    var set =
        accounts.review(
            TEST,
            "tags",
            GROUPS,
            b ->
                b.parameters(StackFixture.parameters("Prefix", "tags"))
                    .tags(StackFixture.tags("team=b")));
    assertThat(set.changes())
        .extracting(c -> c.resourceChange().scopeAsStrings().toString())
        .containsExactly("[Tags]", "[Tags]");
    assertThat(accounts.execute(TEST, set).tags().get(0).value()).isEqualTo("b");
  }

  @Test
  void nobodySeesAnotherAccountsStacks() {
    accounts.deploy(TEST, "mine", GROUPS, "Prefix", "mine");
    assertThatThrownBy(
            () -> accounts.in(StackFixture.PROD).describeStacks(b -> b.stackName("mine")))
        .hasMessageContaining("does not exist");
  }

  @Test
  @Timeout(180)
  void stacksOfOneAccountAreMadeSideBySide() {
    List<String> ends =
        IntStream.range(0, 12)
            .parallel()
            .mapToObj(i -> status(accounts.deploy(TEST, "side" + i, GROUPS, "Prefix", "side" + i)))
            .toList();
    assertThat(ends).hasSize(12).containsOnly("CREATE_COMPLETE");
  }

  @Test
  void aServiceThatMayNotAssumeARoleRefusesIt() {
    accounts.deploy(
        TEST,
        "group",
        ROLE.formatted("not-for-codedeploy", TEST)
            + """
              Application: {Type: AWS::CodeDeploy::Application}
              Group:
                Type: AWS::CodeDeploy::DeploymentGroup
                Properties:
                  ApplicationName: !Ref Application
                  ServiceRoleArn: !GetAtt Role.Arn
            """);
    assertThat(accounts.events(TEST, "group").toString())
        .contains(
            "Group CREATE_FAILED Resource handler returned message: \"AWS CodeDeploy does not have"
                + " the permissions required to assume the role arn:aws:iam::222222222222:role/not-for-codedeploy.");
  }

  @Test
  void aRoleInUseIsNotDeletedAndCanBeRetainedThen() {
    String stack = accounts.deploy(TEST, "used", ROLE.formatted("used", TEST)).stackId();
    accounts.deploy(
        TEST,
        "user",
        """
        Resources:
          Policy:
            Type: AWS::IAM::ManagedPolicy
            Properties:
              Roles: [used]
              PolicyDocument: {Version: '2012-10-17', Statement: []}
        """);
    aws.deleteStack(b -> b.stackName("used"));
    Stack failed = accounts.settled(TEST, stack);
    assertThat(status(failed) + " " + failed.stackStatusReason())
        .isEqualTo("DELETE_FAILED The following resource(s) failed to delete: [Role]. ");
    aws.deleteStack(b -> b.stackName("used").retainResources("Role"));
    assertThat(status(accounts.settled(TEST, stack))).isEqualTo("DELETE_COMPLETE");
  }

  @Test
  void aBucketsNameIsTakenInAllAccounts() {
    String template =
        "Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: of-all-accounts}}}";
    accounts.deploy(TEST, "bucket", template);
    assertThat(status(accounts.deploy(StackFixture.PROD, "bucket", template)))
        .isEqualTo("ROLLBACK_COMPLETE");
  }
}
