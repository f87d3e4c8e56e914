package io.github.xacct.stack.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Checks that auto scaling, if configured, has a valid range of tasks and a target value. */
final class ScalingCheck {
  private final Map<String, String> parameters;

  ScalingCheck(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  List<String> problems() {
    var problems = new ArrayList<String>();
    int most = number("AutoScalingMaxCount");
    if (most == 0) {
      parameters.keySet().stream()
          .filter(name -> name.startsWith("AutoScaling") && !name.equals("AutoScalingMaxCount"))
          .forEach(
              name ->
                  problems.add(
                      path(name) + "does nothing without auto scaling: write AutoScalingMaxCount"));
      return problems;
    }
    if (number("AutoScalingMinCount") > most) {
      problems.add(
          "%s%s tasks are more than AutoScalingMaxCount %s permits: write fewer"
              .formatted(path("AutoScalingMinCount"), number("AutoScalingMinCount"), most));
    }
    if (number("AutoScalingCpuPercent") == 0 && number("AutoScalingRequests") == 0) {
      problems.add(
          path("AutoScalingMaxCount")
              + "nothing to scale by: write AutoScalingCpuPercent or AutoScalingRequests");
    }
    return problems;
  }

  private static String path(String name) {
    return "stackParameters/" + name + ": ";
  }

  /** Returns a number, or 1 for an invalid one, which is reported elsewhere. */
  private int number(String name) {
    String value =
        parameters.getOrDefault(
            name,
            Objects.requireNonNull(Template.SERVICE.parameters().get(name))
                .byDefault()
                .orElseThrow());
    return value.matches("\\d{1,7}") ? Integer.parseInt(value) : 1;
  }
}
