package io.github.xacct.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.Finding;
import io.github.xacct.event.Finding.Outcome;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageDescription;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checks that are difficult to test over the wire; the others are tested with the embedded AWS. */
class ChecksTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  private final ScriptedFacts facts =
      new ScriptedFacts()
          .returns(
              "sts:GetCallerIdentity",
              "{'Account':'111111111111','Arn':'arn:aws:sts::111111111111:assumed-role/build/x'}")
          .returns("sts:AssumeRole", "{'Expiration':'2026-01-01T01:00:00Z'}")
          .returns(
              "ecr:DescribeRepositories",
              "{'repositories':[{'repositoryUri':'r.example/demo-app',"
                  + "'encryptionConfiguration':{'encryptionType':'KMS','kmsKey':'arn:k'}}]}");

  @Test
  void eachCheckIsToldOnceWhateverFails() {
    var findings = new Preflight(Intents.plain(), new ScriptedFacts(), NOW).run();

    assertThat(findings)
        .extracting(Finding::id)
        .containsExactlyElementsOf(
            Arrays.stream(Check.values()).filter(c -> !c.ofEcs()).map(Check::id).toList());
  }

  @Test
  void eachCheckOfAServiceThatEcsDeploysIsToldOnce() {
    facts.returns(
        "ecs:DescribeServices",
        "{'services':[{'status':'ACTIVE','deploymentController':{'type':'ECS'},"
            + "'deploymentConfiguration':{'strategy':'CANARY'}}]}");

    assertThat(new Preflight(Intents.plain(), facts, NOW).run())
        .extracting(Finding::id)
        .containsExactlyElementsOf(
            Arrays.stream(Check.values()).filter(c -> !c.ofCodeDeploy()).map(Check::id).toList());
  }

  @Test
  void whoIsUnknownToAwsFailsOneCheckAndSkipsTheRest() {
    var findings =
        new Preflight(
                Intents.plain(),
                question -> Answer.without(Answer.Kind.FAILED, "InvalidClientTokenId - no"),
                NOW)
            .run();

    assertThat(findings)
        .filteredOn(f -> f.outcome() == Outcome.FAIL)
        .extracting(Finding::id)
        .containsExactly("identity.caller");
  }

  @Test
  void aDeniedReadIsSkippedAndNamesItsAction() {
    facts.denies("ecr:GetLifecyclePolicy");

    var lifecycle = find("registry.lifecycle");

    assertThat(lifecycle.outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(lifecycle.words()).isEqualTo("needs ecr:GetLifecyclePolicy");
    assertThat(lifecycle.evidence()).containsExactly("AWS said: AccessDenied - not you");
  }

  @Test
  void aChainedSessionIsTold() {
    assertThat(find("role.session").words())
        .isEqualTo(
            "60 min, renewed before it ends; chained from a role's session, which AWS limits to"
                + " one hour");
  }

  @Test
  void theKeyOfTheRepositoryIsTold() {
    assertThat(find("registry.encryption").words())
        .isEqualTo("KMS by arn:k; pulling needs no permission for the key");
  }

  @Test
  void anImageIsJudgedByItsIndexOrItsConfiguration() {
    assertThat(ofManifest("{'manifests':[{'platform':{'os':'linux','architecture':'arm64'}}]}"))
        .isEqualTo(Outcome.FAIL);
    assertThat(
            ofManifest(
                "{'manifests':[{'platform':{'os':'linux','architecture':'arm64'}},"
                    + "{'platform':{'os':'linux','architecture':'amd64'}}]}"))
        .isEqualTo(Outcome.OK);
    facts.returns(
        "ecr:GetDownloadUrlForLayer", "sha256:c", "{'@Content':{'architecture':'arm64'}}");
    assertThat(ofManifest("{'config':{'digest':'sha256:c'}}")).isEqualTo(Outcome.FAIL);
  }

  private Outcome ofManifest(String manifest) {
    facts
        .returns(
            "ecs:DescribeServices", "{'services':[{'status':'ACTIVE','taskDefinition':'arn:td'}]}")
        .returns(
            "ecs:DescribeTaskDefinition",
            "{'taskDefinition':{'containerDefinitions':[{'image':'r.example/demo-app@"
                + DIGEST
                + "'}]}}")
        .returns(
            "ecr:BatchGetImage",
            "{'images':[{'imageManifest':'" + manifest.replace("'", "\\u0022") + "'}]}");
    return find("task.platform").outcome();
  }

  @Test
  void theImageOfTheLastPushIsLookedFor() {
    var image =
        new ImageDescription(
            "r.example/demo-app",
            List.of(),
            new Digest(DIGEST),
            List.of(),
            "scratch",
            "none",
            "linux/arm64",
            true);
    var findings = new Preflight(Intents.pushed(image), facts, NOW).run();

    assertThat(find(findings, "task.image").words())
        .isEqualTo("The image of the last push is not in the repository: " + DIGEST);
    assertThat(find(findings, "task.platform").words())
        .isEqualTo(
            "The image of the last push is for linux/arm64, but the tasks run on linux/amd64.");
  }

  @Test
  void aWrongClockIsWarnedOfHoweverWrongItIs() {
    for (String received : List.of("00:02:00", "00:20:00", "09:00:00")) {
      facts.returns(
          "sts:GetCallerIdentity",
          "{'Account':'111111111111','@Date':'2026-01-01T00:00:00Z','@Received':'2026-01-01T"
              + received
              + "Z'}");
      assertThat(find("identity.clock").outcome()).as(received).isEqualTo(Outcome.WARN);
    }
  }

  @Test
  void anotherPortThanTheServicesIsWarnedOf() {
    assertThat(behindLoadBalancer("{'containerName':'demo-app','containerPort':8080}").outcome())
        .isEqualTo(Outcome.OK);
    var other = behindLoadBalancer("{'containerName':'demo-app','containerPort':80}");
    assertThat(other.outcome()).isEqualTo(Outcome.WARN);
    assertThat(other.words())
        .isEqualTo(
            "demo-app:8080 takes the place of demo-app:80 behind the load balancer"
                + " with this deployment.");
  }

  private Finding behindLoadBalancer(String entry) {
    facts.returns(
        "ecs:DescribeServices",
        "{'services':[{'status':'ACTIVE','loadBalancers':[" + entry + "]}]}");
    return find("service.container");
  }

  @Test
  void hooksThatNobodyNamesAreNotAskedFor() {
    assertThat(find("hooks.functions").words()).isEqualTo("no hooks");
    assertThat(facts.asked).noneMatch(q -> q.action().startsWith("lambda:"));
  }

  @Test
  void theRuleOfTheServiceIsChangedOnASharedListener() {
    sharedListener("'blue'");

    assertThat(find("load-balancer.production-listener").fix())
        .contains(
            "aws elbv2 modify-rule --rule-arn arn:rule --actions Type=forward,TargetGroupArn=blue"
                + " --region eu-central-1");
    assertThat(find("load-balancer.test-listener").outcome()).isEqualTo(Outcome.OK);
  }

  /**
   * A listener whose default action belongs to another app; the service's rule forwards to green.
   */
  private void sharedListener(String primary) {
    facts
        .returns(
            "ecs:DescribeServices",
            "{'services':[{'status':'ACTIVE','deploymentController':{'type':'CODE_DEPLOY'},"
                + "'taskSets':[{'status':'PRIMARY','loadBalancers':[{'targetGroupArn':"
                + primary
                + "}]}]}]}")
        .returns(
            "codedeploy:GetDeploymentGroup",
            "{'deploymentGroupInfo':{'loadBalancerInfo':{'targetGroupPairInfoList':[{"
                + "'targetGroups':[{'name':'b'},{'name':'g'}],"
                + "'prodTrafficRoute':{'listenerArns':['arn:listener']},"
                + "'testTrafficRoute':{'listenerArns':['arn:listener']}}]}}}")
        .returns(
            "elasticloadbalancing:DescribeTargetGroups",
            "\"b\"",
            "{'TargetGroups':[{'TargetGroupArn':'blue'}]}")
        .returns(
            "elasticloadbalancing:DescribeTargetGroups",
            "\"g\"",
            "{'TargetGroups':[{'TargetGroupArn':'green'}]}")
        .returns(
            "elasticloadbalancing:DescribeListeners",
            "{'Listeners':[{'Port':80,'DefaultActions':[{'Type':'forward','TargetGroupArn':'other'}]}]}")
        .returns(
            "elasticloadbalancing:DescribeRules",
            "{'Rules':[{'RuleArn':'arn:rule','IsDefault':false,'Actions':[{'Type':'forward',"
                + "'TargetGroupArn':'green'}]},{'RuleArn':'arn:default','IsDefault':true,"
                + "'Actions':[{'Type':'forward','TargetGroupArn':'other'}]}]}");
  }

  private Finding find(String id) {
    return find(new Preflight(Intents.with(Map.of(), Map.of()), facts, NOW).run(), id);
  }

  private static Finding find(List<Finding> findings, String id) {
    return findings.stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow();
  }
}
