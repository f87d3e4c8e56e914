package io.github.xacct.goal;

import static org.apache.maven.api.plugin.testing.MojoExtension.getVariableValueFromObject;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.AbstractMojo;
import org.junit.jupiter.api.Test;

/** The defaults of each goal's parameters, as Maven fills them. */
@MojoTest
class GoalDefaultsTest {
  private static final Map<String, Object> OF_ALL =
      values(
          "skip", "false",
          "rehearse", "false",
          "minute", "1s",
          "fault", null,
          "profile", null,
          "app", null,
          "env", null,
          "registry", null,
          "image", null,
          "environments", null,
          "pipeline", null,
          "stackParameters", null,
          "stackTags", null);
  private static final Map<String, Object> OF_STACKS =
      values("codePipelineRole", "false", "allowSharedAccount", "false");
  private static final Map<String, Object> OF_FOLLOWERS =
      values(
          "waitUntil", "shifted",
          "circuitBreaker", "3",
          "healthGrace", "180",
          "onInterrupt", "detach",
          "console", null);

  @Test
  @InjectMojo(goal = "image")
  void image(ImageMojo goal) throws Exception {
    has(goal, OF_ALL);
  }

  @Test
  @InjectMojo(goal = "push-ecr")
  void pushEcr(PushEcrMojo goal) throws Exception {
    has(goal, OF_ALL);
  }

  @Test
  @InjectMojo(goal = "appspec")
  void appSpec(AppSpecMojo goal) throws Exception {
    has(goal, OF_ALL);
    has(goal, values("placeholders", "false", "deployedImage", null));
  }

  @Test
  @InjectMojo(goal = "blue-green-deploy")
  void blueGreenDeploy(BlueGreenDeployMojo goal) throws Exception {
    has(goal, OF_ALL);
    has(goal, OF_FOLLOWERS);
    has(
        goal,
        values("deployedImage", null, "onActive", "fail", "force", "false", "dryRun", "false"));
    has(goal, values("requires", null));
    has(goal, values("promoteFrom", null));
  }

  @Test
  @InjectMojo(goal = "rehearsal")
  void rehearsal(RehearsalMojo goal) throws Exception {
    has(goal, OF_ALL);
    has(goal, values("port", "4599"));
  }

  @Test
  @InjectMojo(goal = "wait")
  void waitForIt(WaitMojo goal) throws Exception {
    has(goal, OF_ALL);
    has(goal, OF_FOLLOWERS);
  }

  @Test
  @InjectMojo(goal = "continue")
  void continueIt(ContinueMojo goal) throws Exception {
    has(goal, OF_ALL);
    has(goal, OF_FOLLOWERS);
  }

  @Test
  @InjectMojo(goal = "stop")
  void stop(StopMojo goal) throws Exception {
    has(goal, OF_ALL);
    has(goal, OF_FOLLOWERS);
    has(goal, values("rollback", "true"));
  }

  @Test
  @InjectMojo(goal = "rollback")
  void rollback(RollbackMojo goal) throws Exception {
    has(goal, OF_ALL);
    has(goal, OF_FOLLOWERS);
    has(goal, values("onActive", "fail"));
  }

  @Test
  @InjectMojo(goal = "status")
  void status(StatusMojo goal) throws Exception {
    has(goal, OF_ALL);
  }

  @Test
  @InjectMojo(goal = "preflight")
  void preflight(PreflightMojo goal) throws Exception {
    has(goal, OF_ALL);
  }

  @Test
  @InjectMojo(goal = "plan")
  void plan(PlanMojo goal) throws Exception {
    has(goal, OF_ALL);
    has(goal, values("deployedImage", null, "detailedExitcode", "false", "console", null));
    has(goal, values("promoteFrom", null));
  }

  @Test
  @InjectMojo(goal = "smoke-test")
  void smokeTest(SmokeTestMojo goal) throws Exception {
    has(goal, OF_ALL);
  }

  @Test
  @InjectMojo(goal = "init")
  void init(InitMojo goal) throws Exception {
    has(goal, OF_ALL);
    has(
        goal,
        values(
            "account", null,
            "region", null,
            "role", null,
            "externalId", null,
            "cluster", null,
            "service", null,
            "application", null,
            "deploymentGroup", null,
            "overwrite", "false"));
  }

  @Test
  @InjectMojo(goal = "blue-green-deploy")
  @MojoParameter(name = "waitUntil", value = "terminated")
  @MojoParameter(name = "dryRun", value = "true")
  void whatIsSaidWins(BlueGreenDeployMojo goal) throws Exception {
    has(goal, values("waitUntil", "terminated", "dryRun", "true", "force", "false"));
  }

  @Test
  @InjectMojo(goal = "bootstrap")
  void bootstrap(BootstrapMojo goal) throws Exception {
    has(goal, OF_ALL);
    has(goal, OF_STACKS);
    has(goal, values("yes", null));
  }

  @Test
  @InjectMojo(goal = "templates")
  void templates(TemplatesMojo goal) throws Exception {
    has(goal, OF_ALL);
    has(goal, OF_STACKS);
  }

  @Test
  @InjectMojo(goal = "drift")
  void drift(DriftMojo goal) throws Exception {
    has(goal, OF_ALL);
    has(goal, OF_STACKS);
    has(goal, values("detailedExitcode", "false"));
  }

  @Test
  @InjectMojo(goal = "destroy")
  void destroy(DestroyMojo goal) throws Exception {
    has(goal, OF_ALL);
    has(goal, OF_STACKS);
    has(goal, values("yes", null));
  }

  @Test
  @InjectMojo(goal = "pipeline")
  void pipeline(PipelineMojo goal) throws Exception {
    has(goal, OF_ALL);
    has(goal, OF_STACKS);
    has(goal, values("approve", null, "from", null));
  }

  private static void has(AbstractMojo goal, Map<String, Object> wanted) throws Exception {
    var found = new HashMap<String, Object>();
    for (String name : wanted.keySet()) {
      found.put(name, getVariableValueFromObject(goal, name));
    }
    assertThat(found).containsExactlyInAnyOrderEntriesOf(wanted);
  }

  /** Names and values in turn; a value may be null. */
  private static Map<String, Object> values(Object... namesAndValues) {
    var values = new HashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return values;
  }
}
