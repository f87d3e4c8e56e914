package io.github.xacct.aws.codedeploy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;

/** Lambda handlers as a team might write them, only with what Lambda provides. */
public final class AnsweringHook
    implements RequestHandler<Map<String, String>, Map<String, String>> {

  @Override
  public Map<String, String> handleRequest(Map<String, String> event, Context context) {
    try (var codeDeploy =
        CodeDeployClient.builder().httpClient(UrlConnectionHttpClient.create()).build()) {
      codeDeploy.putLifecycleEventHookExecutionStatus(
          b ->
              b.deploymentId(event.get("DeploymentId"))
                  .lifecycleEventHookExecutionId(event.get("LifecycleEventHookExecutionId"))
                  .status(System.getenv("STATUS")));
    }
    context.getLogger().log(context.getFunctionName() + " says " + System.getenv("STATUS"));
    System.out.println(
        List.of(
            context.getLogGroupName(),
            context.getInvokedFunctionArn(),
            context.getMemoryLimitInMB(),
            context.getRemainingTimeInMillis() > 1000,
            Optional.ofNullable(context.getClientContext())));
    return event;
  }

  /** A RequestStreamHandler. */
  public static void streams(InputStream event, OutputStream answer) throws Exception {
    event.transferTo(answer);
    throw new IllegalStateException("the table orders is missing");
  }

  /** A handler whose configuration names no method, only the class. */
  public static final class Streaming implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
        throws IOException {
      input.transferTo(output);
      throw new IllegalStateException(context.getFunctionName() + " streams");
    }
  }

  public static void hangs(Map<String, String> event) throws InterruptedException {
    System.out.println("waiting for " + event.keySet());
    new CountDownLatch(1).await();
  }
}
