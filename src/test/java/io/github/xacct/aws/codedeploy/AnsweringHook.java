package io.github.xacct.aws.codedeploy;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;

/** Handlers as a team might write them, with what Lambda gives them and nothing else. */
public final class AnsweringHook {

  public Map<String, String> handleRequest(Map<String, String> event) {
    try (var codeDeploy =
        CodeDeployClient.builder().httpClient(UrlConnectionHttpClient.create()).build()) {
      codeDeploy.putLifecycleEventHookExecutionStatus(
          b ->
              b.deploymentId(event.get("DeploymentId"))
                  .lifecycleEventHookExecutionId(event.get("LifecycleEventHookExecutionId"))
                  .status(System.getenv("STATUS")));
    }
    System.out.println(
        System.getenv("AWS_LAMBDA_FUNCTION_NAME") + " says " + System.getenv("STATUS"));
    return event;
  }

  /** As a RequestStreamHandler. */
  public static void streams(InputStream event, OutputStream answer) throws Exception {
    event.transferTo(answer);
    throw new IllegalStateException("the table orders is missing");
  }

  public static void hangs(Map<String, String> event) throws InterruptedException {
    System.out.println("waiting for " + event.keySet());
    new java.util.concurrent.CountDownLatch(1).await();
  }
}
