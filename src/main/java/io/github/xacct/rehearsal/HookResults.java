package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.codedeploy.HookFunctions;
import io.github.xacct.rehearsal.plan.FunctionFailure;
import io.github.xacct.rehearsal.plan.RehearsedFunction;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.servicedeployment.LambdaFunctions;
import io.github.xacct.rehearsal.task.FunctionRun;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The results of the Lambda functions of ECS lifecycle hooks: what a function on this machine
 * returns or prints last, or what the rehearsal's set-up defines for any other.
 */
final class HookResults implements LambdaFunctions {
  private static final Pattern STATUS = Pattern.compile("hookStatus\\W+(\\w+)");
  private static final Pattern DELAY = Pattern.compile("callBackDelay\\W+(\\d+)");

  private final HookFunctions functions;
  private final LambdaFunctions others;
  private final Consumer<FunctionFailure> onFailure;

  HookResults(
      HookFunctions functions, LambdaFunctions others, Consumer<FunctionFailure> onFailure) {
    this.functions = functions;
    this.others = others;
    this.onFailure = onFailure;
  }

  @Override
  public Optional<JsonNode> invoke(ServiceKey service, String arn, ObjectNode event, int attempt)
      throws InterruptedException {
    Optional<RehearsedFunction> function = functions.find(service.place(), arn);
    return function.isPresent()
        ? run(service, function.get(), event)
        : others.invoke(service, arn, event, attempt);
  }

  private Optional<JsonNode> run(ServiceKey service, RehearsedFunction function, ObjectNode event)
      throws InterruptedException {
    String stage = event.path("lifecycleStage").asText();
    var over = new CountDownLatch(1);
    FunctionRun run;
    try {
      run = functions.invoke(service.place(), function, event, over::countDown);
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      onFailure.accept(new FunctionFailure(service, function.name(), stage, why, List.of()));
      return Optional.empty();
    }
    over.await();
    Optional<JsonNode> answer = run.failure().isPresent() ? Optional.empty() : answer(run);
    if (answer.filter(HookResults::good).isEmpty()) {
      String why =
          run.failure()
              .orElseGet(() -> "It answered " + answer.map(JsonNode::toString).orElse("nothing"));
      onFailure.accept(new FunctionFailure(service, function.name(), stage, why, run.lastLines()));
    }
    return answer;
  }

  private static boolean good(JsonNode answer) {
    return List.of("SUCCEEDED", "IN_PROGRESS").contains(answer.path("hookStatus").asText());
  }

  /**
   * Reads JSON or the text of a Java map from the last output; an empty object if it has no status.
   */
  private static Optional<JsonNode> answer(FunctionRun run) {
    List<String> lines = new ArrayList<>(run.lastLines());
    Collections.reverse(lines);
    ObjectNode answer = Json.object();
    for (String line : lines) {
      Matcher status = STATUS.matcher(line);
      if (status.find()) {
        answer.put("hookStatus", status.group(1));
        Matcher delay = DELAY.matcher(line);
        if (delay.find()) {
          answer.put("callBackDelay", Integer.parseInt(delay.group(1)));
        }
        return Optional.of(answer);
      }
    }
    return Optional.of(answer);
  }
}
