package com.example.demo;

import java.util.Map;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEventStatus;

/** A Lambda function that decides about a release before its traffic shifts. */
public final class ReleaseHook {

  public String handleRequest(Map<String, String> event) {
    boolean open = "open".equals(System.getenv("GATE"));
    System.out.println("The gate is " + System.getenv("GATE") + ".");
    try (var codeDeploy = CodeDeployClient.create()) {
      codeDeploy.putLifecycleEventHookExecutionStatus(
          b ->
              b.deploymentId(event.get("DeploymentId"))
                  .lifecycleEventHookExecutionId(event.get("LifecycleEventHookExecutionId"))
                  .status(open ? LifecycleEventStatus.SUCCEEDED : LifecycleEventStatus.FAILED));
    }
    return open ? "accepted" : "refused";
  }
}
