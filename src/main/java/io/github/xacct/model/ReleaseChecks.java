package io.github.xacct.model;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The checks that must pass before production traffic shifts, in this order, in a deployment group
 * that waits for approval.
 *
 * @param testUrl URL of the green task set; absent means the group's test listener
 * @param testFunction Lambda function in the target account that sends the smoke tests' requests;
 *     absent means that this machine sends them
 * @param smokeTests run by the plugin
 * @param verifyCommand shell command that runs after the smoke tests
 * @param approval whether a person must approve the shift
 * @param steps rules for each step of a deployment by ECS itself, which compare both versions
 */
public record ReleaseChecks(
    Optional<URI> testUrl,
    Optional<String> testFunction,
    List<SmokeTest> smokeTests,
    Optional<String> verifyCommand,
    boolean approval,
    Optional<StepRules> steps) {

  /** Checks without a comparison of both versions. */
  public ReleaseChecks(
      Optional<URI> testUrl,
      Optional<String> testFunction,
      List<SmokeTest> smokeTests,
      Optional<String> verifyCommand,
      boolean approval) {
    this(testUrl, testFunction, smokeTests, verifyCommand, approval, Optional.empty());
  }

  /** No checks and no approval. */
  public static ReleaseChecks none() {
    return new ReleaseChecks(
        Optional.empty(), Optional.empty(), List.of(), Optional.empty(), false);
  }

  /** Whether smoke tests or a command are configured. */
  public boolean tests() {
    return !smokeTests.isEmpty() || verifyCommand.isPresent();
  }

  /** Whether any check or approval is configured. */
  public boolean any() {
    return !smokeTests.isEmpty() || verifyCommand.isPresent() || approval || steps.isPresent();
  }
}
