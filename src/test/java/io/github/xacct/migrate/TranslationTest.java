package io.github.xacct.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.RehearsedAws;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Environment;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.model.RoleArn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What CodeDeploy's configuration becomes, and what is lost. */
class TranslationTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static JsonNode json(String text) throws Exception {
    return MAPPER.readTree(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      CodeDeployDefault.ECSAllAtOnce | {} | {'strategy':'BLUE_GREEN'} |
      CodeDeployDefault.ECSCanary10Percent5Minutes | {} | {'strategy':'CANARY','canaryConfiguration':{'canaryPercent':10.0,'canaryBakeTimeInMinutes':5}} |
      CodeDeployDefault.ECSCanary10Percent15Minutes | {} | {'strategy':'CANARY','canaryConfiguration':{'canaryPercent':10.0,'canaryBakeTimeInMinutes':15}} |
      CodeDeployDefault.ECSLinear10PercentEvery1Minutes | {} | {'strategy':'LINEAR','linearConfiguration':{'stepPercent':10.0,'stepBakeTimeInMinutes':1}} |
      CodeDeployDefault.ECSLinear10PercentEvery3Minutes | {} | {'strategy':'LINEAR','linearConfiguration':{'stepPercent':10.0,'stepBakeTimeInMinutes':3}} |
      mine | {'type':'AllAtOnce'} | {'strategy':'BLUE_GREEN'} |
      mine | {'type':'TimeBasedCanary','timeBasedCanary':{'canaryPercentage':25,'canaryInterval':7}} | {'strategy':'CANARY','canaryConfiguration':{'canaryPercent':25.0,'canaryBakeTimeInMinutes':7}} |
      mine | {'type':'TimeBasedCanary','timeBasedCanary':{'canaryPercentage':1,'canaryInterval':2880}} | {'strategy':'CANARY','canaryConfiguration':{'canaryPercent':1.0,'canaryBakeTimeInMinutes':1440}} | the wait after the canary has at most 1440 min at ECS, not 2880
      mine | {'type':'TimeBasedLinear','timeBasedLinear':{'linearPercentage':20,'linearInterval':2}} | {'strategy':'LINEAR','linearConfiguration':{'stepPercent':20.0,'stepBakeTimeInMinutes':2}} |
      mine | {'type':'TimeBasedLinear','timeBasedLinear':{'linearPercentage':1,'linearInterval':1441}} | {'strategy':'LINEAR','linearConfiguration':{'stepPercent':3.0,'stepBakeTimeInMinutes':1440}} | the wait after each step has at most 1440 min at ECS, not 1441; ECS's steps have at least 3 %: 1.0 % become 3.0 %
      """)
  void aConfigurationIsAStrategy(String name, String routing, String strategy, String loss)
      throws Exception {
    var deployment = MoveJson.object();
    var described = MoveJson.object().set("trafficRoutingConfig", json(routing));

    var line = StrategyTranslation.into(deployment, name, described);

    assertThat(deployment).isEqualTo(json(strategy));
    assertThat(line.loss()).isEqualTo(Optional.ofNullable(loss));
  }

  @Test
  void aConfigurationThatCannotBeReadIsNoStrategy() {
    assertThatThrownBy(() -> StrategyTranslation.into(MoveJson.object(), "mine", MoveJson.object()))
        .hasMessage(
            """
            Deployment configuration mine cannot be read, so it is not known how traffic is to move.
            Try: allow codedeploy:GetDeploymentConfig to the role that is assumed, or
                 name a predefined one: <deploymentConfiguration>\
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "0, TERMINATE, 0, ",
    "1440, TERMINATE, 1440, ",
    "2880, TERMINATE, 1440, 'the bake time has at most 1440 min: the old tasks are kept 1440 min"
        + " less, and after that a rollback is a new deployment'",
    "5, KEEP_ALIVE, 5, ECS always ends the old tasks after the bake time"
  })
  void theTerminationWaitIsTheBakeTime(int wait, String action, int bake, String loss)
      throws Exception {
    var translation =
        of(
            "{'blueGreenDeploymentConfiguration':{'terminateBlueInstancesOnDeploymentSuccess':"
                + "{'action':'%s','terminationWaitTimeInMinutes':%d}}}".formatted(action, wait));

    assertThat(translation.deployment().path("bakeTimeInMinutes").asInt()).isEqualTo(bake);
    assertThat(line(translation, "termination wait").loss()).isEqualTo(Optional.ofNullable(loss));
  }

  @Test
  void theWaitInReadyIsAPause() throws Exception {
    var translation =
        of(
            "{'blueGreenDeploymentConfiguration':{'deploymentReadyOption':"
                + "{'actionOnTimeout':'STOP_DEPLOYMENT','waitTimeInMinutes':60}}}");

    assertThat(translation.deployment().path("lifecycleHooks"))
        .isEqualTo(
            json(
                "[{'targetType':'PAUSE','lifecycleStages':['POST_TEST_TRAFFIC_SHIFT'],"
                    + "'timeoutConfiguration':{'timeoutInMinutes':60,'action':'ROLLBACK'}}]"));
    assertThat(
            of("{'blueGreenDeploymentConfiguration':{'deploymentReadyOption':"
                    + "{'actionOnTimeout':'CONTINUE_DEPLOYMENT','waitTimeInMinutes':0}}}")
                .deployment()
                .has("lifecycleHooks"))
        .isFalse();
  }

  @Test
  void alarmsAndRollbackGoWithTheService() throws Exception {
    var all =
        of(
            "{'alarmConfiguration':{'enabled':true,'ignorePollAlarmFailure':true,"
                + "'alarms':[{'name':'a'},{'name':'gone'},{'name':'b'}]},'autoRollbackConfiguration':"
                + "{'enabled':true,'events':['DEPLOYMENT_FAILURE','DEPLOYMENT_STOP_ON_ALARM']}}");

    assertThat(all.deployment().path("alarms"))
        .isEqualTo(json("{'alarmNames':['a','b'],'enable':true,'rollback':true}"));
    assertThat(all.deployment().path("deploymentCircuitBreaker"))
        .isEqualTo(json("{'enable':true,'rollback':true}"));
    assertThat(line(all, "alarm gone").loss()).contains("there is no such alarm in this region");
    assertThat(line(all, "alarms").loss().orElseThrow())
        .endsWith("; ignorePollAlarmFailure has no counterpart");

    var none = of("{'autoRollbackConfiguration':{'enabled':false}}");
    assertThat(none.deployment().has("alarms")).isFalse();
    assertThat(none.deployment().path("deploymentCircuitBreaker"))
        .isEqualTo(json("{'enable':false,'rollback':false}"));
  }

  @Test
  void triggersAreEventsWithLosses() throws Exception {
    var translation =
        of(
            "{'triggerConfigurations':[{'triggerName':'mail','triggerTargetArn':'arn:topic',"
                + "'triggerEvents':['DeploymentFailure','DeploymentRollback']}]}");

    var line = line(translation, "trigger mail");
    assertThat(line.from()).isEqualTo("DeploymentFailure, DeploymentRollback to arn:topic");
    assertThat(line.loss().orElseThrow()).contains("A stop or a rollback has no event of its own");
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_INSTALL, PRE_SCALE_UP",
    "AFTER_INSTALL, POST_SCALE_UP",
    "AFTER_ALLOW_TEST_TRAFFIC, POST_TEST_TRAFFIC_SHIFT",
    "BEFORE_ALLOW_TRAFFIC, PRE_PRODUCTION_TRAFFIC_SHIFT",
    "AFTER_ALLOW_TRAFFIC, POST_PRODUCTION_TRAFFIC_SHIFT"
  })
  void aFunctionIsInvokedAtItsStage(LifecycleHook hook, String stage) throws Exception {
    var deployment = MoveJson.object().put("strategy", "CANARY");

    var line = hooks(Map.of(hook, "check"), Optional.of(ROLE), true).into(deployment).get(0);

    assertThat(deployment.path("lifecycleHooks"))
        .isEqualTo(
            json(
                ("[{'targetType':'AWS_LAMBDA','hookTargetArn':"
                        + "'arn:aws:lambda:eu-central-1:222222222222:function:check','roleArn':"
                        + "'arn:aws:iam::222222222222:role/demo-hooks','lifecycleStages':['%s'],"
                        + "'timeoutConfiguration':{'timeoutInMinutes':60,'action':'ROLLBACK'}}]")
                    .formatted(stage)));
    assertThat(line.to()).isEqualTo("the same function at " + stage + ", 60 min, then ROLLBACK");
    assertThat(line.loss().orElseThrow())
        .startsWith("change the function before the first deployment, which is rolled back")
        .matches(
            loss -> loss.endsWith("each step") == (hook == LifecycleHook.BEFORE_ALLOW_TRAFFIC));
  }

  @Test
  void aHookThatIsNotConfiguredIsALoss() {
    var hooks = Map.of(LifecycleHook.AFTER_ALLOW_TEST_TRAFFIC, "check");
    var deployment = MoveJson.object().put("strategy", "BLUE_GREEN");

    var without = hooks(hooks, Optional.empty(), true);
    assertThat(without.into(deployment).get(0).loss())
        .contains(
            "left out by -Dxacct.hookRole=none: no function is invoked at POST_TEST_TRAFFIC_SHIFT"
                + " until you add a hook there");
    assertThat(hooks(hooks, Optional.of(ROLE), false).into(deployment).get(0).loss())
        .contains("the service has no test listener, so there is no test traffic to check");
    assertThat(without.functions()).isEmpty();
    assertThat(deployment.has("lifecycleHooks")).isFalse();
  }

  private static final Environment ENVIRONMENT = RehearsedAws.in(Path.of("target")).environment();

  private static final RoleArn ROLE =
      new RoleArn("aws", new AccountId("222222222222"), "demo-hooks");

  private static HookTranslation hooks(
      Map<LifecycleHook, String> hooks, Optional<RoleArn> role, boolean tested) {
    return new HookTranslation(hooks, role, ENVIRONMENT, tested);
  }

  @Test
  void aNetworkLoadBalancerTakesTenMinutesMore() throws Exception {
    var translation =
        Translation.of(
            Optional.of(json("{}")),
            "CodeDeployDefault.ECSAllAtOnce",
            MoveJson.object(),
            hooks(Map.of(), Optional.empty(), true),
            List.of(),
            true);

    assertThat(line(translation, "Network Load Balancer").loss())
        .contains("ECS adds 10 minutes to each shift of test and of production traffic");
  }

  private static Translation of(String group) throws Exception {
    return Translation.of(
        Optional.of(json(group)),
        "CodeDeployDefault.ECSAllAtOnce",
        MoveJson.object(),
        hooks(Map.of(), Optional.empty(), true),
        List.of("gone"),
        false);
  }

  private static Translated line(Translation translation, String subject) {
    List<Translated> lines = translation.lines();
    return lines.stream().filter(line -> line.subject().equals(subject)).findFirst().orElseThrow();
  }
}
