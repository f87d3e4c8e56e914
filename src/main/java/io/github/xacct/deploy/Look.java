package io.github.xacct.deploy;

import io.github.xacct.model.XacctException;
import java.util.List;
import java.util.Optional;

/**
 * What was found in the target account.
 *
 * @param runningTaskDefinition ARN of the revision that has the production traffic
 * @param activeDeployment id of the deployment in flight
 * @param problems for which a deployment would fail; all of them
 * @param warnings that the user should know of
 * @param timing how long a deployment may take
 */
public record Look(
    Optional<String> runningTaskDefinition,
    Optional<String> activeDeployment,
    List<XacctException> problems,
    List<String> warnings,
    Timing timing) {}
