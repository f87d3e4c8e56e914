package io.github.xacct.rehearsal.plan;

import java.util.List;

/**
 * A hook function that failed a deployment.
 *
 * @param service that was deployed
 * @param function name of the Lambda function
 * @param lifecycleEvent for which it was invoked
 * @param why reason, such as {@code Task timed out after 3.00 seconds}
 * @param lastLines of its output
 */
public record FunctionFailure(
    ServiceKey service,
    String function,
    String lifecycleEvent,
    String why,
    List<String> lastLines) {}
