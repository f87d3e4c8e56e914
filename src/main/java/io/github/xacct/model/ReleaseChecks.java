package io.github.xacct.model;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What must be well before production traffic moves, in this order; for a deployment group that
 * waits.
 *
 * @param testUrl where green answers; absent means the group's test listener
 * @param testFunction Lambda function in the target account through which the smoke tests are
 *     asked; absent means from this machine
 * @param smokeTests asked by the plugin itself
 * @param verifyCommand run by the shell after them
 * @param approval whether a person has the last word
 * @param steps how both versions must compare before each step of a deployment by ECS itself
 */
public record ReleaseChecks(
    Optional<URI> testUrl,
    Optional<String> testFunction,
    List<SmokeTest> smokeTests,
    Optional<String> verifyCommand,
    boolean approval,
    Optional<StepRules> steps) {

  /** Without a comparison of both versions. */
  public ReleaseChecks(
      Optional<URI> testUrl,
      Optional<String> testFunction,
      List<SmokeTest> smokeTests,
      Optional<String> verifyCommand,
      boolean approval) {
    this(testUrl, testFunction, smokeTests, verifyCommand, approval, Optional.empty());
  }

  /** Checks of an environment that asks nobody. */
  public static ReleaseChecks none() {
    return new ReleaseChecks(
        Optional.empty(), Optional.empty(), List.of(), Optional.empty(), false);
  }

  /** Whether there is something to test. */
  public boolean tests() {
    return !smokeTests.isEmpty() || verifyCommand.isPresent();
  }

  /** Whether any check or approval is configured. */
  public boolean any() {
    return !smokeTests.isEmpty() || verifyCommand.isPresent() || approval || steps.isPresent();
  }
}
