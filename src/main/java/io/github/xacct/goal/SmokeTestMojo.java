package io.github.xacct.goal;

import org.apache.maven.plugins.annotations.Mojo;

/**
 * Runs the environment's smoke tests, and then its verify command, against the version that
 * receives the production traffic. The result is stored in a tag of the running task definition,
 * where environments that require it read it.
 */
@Mojo(name = "smoke-test", threadSafe = true)
public class SmokeTestMojo extends XacctMojo {
  @Override
  GoalNeeds needs() {
    return GoalNeeds.oneEnvironment().online("smoke-test").withoutTemplates();
  }

  @Override
  void run(GoalContext goal) {
    new SmokeTestWork(goal).run();
  }
}
