package io.github.xacct.goal.rehearsed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.goal.configuration.FunctionSettings;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.model.Environment;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Needs;
import io.github.xacct.rehearsal.task.ContainerHealth;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import io.github.xacct.revision.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What the tasks of an environment require in the rehearsed account, derived from the task
 * definition and the AppSpec, whether generated or from files.
 */
public record RehearsedTask(
    TaskDefinition definition, AppSpec appSpec, Environment environment, ProjectCode code) {

  /**
   * Returns the task of the files; if they are invalid, the generated one, because the goal itself
   * reports the problem.
   */
  public static RehearsedTask of(RevisionFiles files, Environment environment, ProjectCode code) {
    try {
      TaskDefinition definition = files.taskDefinition();
      return new RehearsedTask(definition, files.soundAppSpec(definition), environment, code);
    } catch (XacctException e) {
      return generated(environment, code);
    }
  }

  /** Returns the generated task, without files. */
  public static RehearsedTask generated(Environment environment) {
    return generated(environment, ProjectCode.NONE);
  }

  private static RehearsedTask generated(Environment environment, ProjectCode code) {
    TaskDefinition generated = GeneratedTaskDefinition.of(environment);
    return new RehearsedTask(
        generated, AppSpec.of(environment.appSpec(), generated), environment, code);
  }

  Optional<RoleArn> executionRole() {
    return definition.executionRole().map(this::role);
  }

  Optional<RoleArn> taskRole() {
    return definition.taskRole().map(this::role);
  }

  private RoleArn role(String nameOrArn) {
    return RoleArn.parse(nameOrArn, environment.region().partition(), environment.account());
  }

  Needs needs() {
    Set<String> secrets = new TreeSet<>();
    Set<String> logGroups = new TreeSet<>();
    for (JsonNode container : json().path("containerDefinitions")) {
      container.path("secrets").forEach(s -> secrets.add(s.path("valueFrom").asText()));
      JsonNode log = container.path("logConfiguration");
      log.path("secretOptions").forEach(s -> secrets.add(s.path("valueFrom").asText()));
      if (log.path("logDriver").asText().equals("awslogs")) {
        logGroups.add(log.path("options").path("awslogs-group").asText());
      }
    }
    var needs =
        new Needs(secrets, logGroups, new TreeSet<>(appSpec.settings().hooks().values()))
            .on(launchType(), isAwsvpc());
    return appSpec
        .settings()
        .network()
        .map(n -> needs.withNetwork(Set.copyOf(n.subnets()), Set.copyOf(n.securityGroups())))
        .orElse(needs);
  }

  /** Returns the launch type of a service for this task definition. */
  private String launchType() {
    var demanded = new TreeSet<String>();
    json().path("requiresCompatibilities").forEach(one -> demanded.add(one.asText()));
    boolean fargate = demanded.isEmpty() ? isAwsvpc() : demanded.contains("FARGATE");
    return fargate ? "FARGATE" : "EC2";
  }

  private boolean isAwsvpc() {
    return json().path("networkMode").asText().equals("awsvpc");
  }

  /** Returns what a rehearsal does not simulate, one line each. */
  public List<String> notSimulated(List<FunctionSettings> functions) {
    var running =
        functions.stream().map(f -> RehearsalPlans.name(f.name())).collect(Collectors.toSet());
    var lines = new ArrayList<String>();
    appSpec
        .settings()
        .hooks()
        .forEach(
            (hook, function) -> {
              if (!running.contains(RehearsalPlans.name(function))) {
                lines.add(
                    "hook %s, which succeeds; function %s runs with <rehearsal><functions>"
                        .formatted(hook.key(), function));
              }
            });
    JsonNode containers = json().path("containerDefinitions");
    String appImage =
        StreamSupport.stream(containers.spliterator(), false)
            .filter(c -> c.path("name").asText().equals(definition.containerName()))
            .findFirst()
            .map(c -> c.path("image").asText())
            .orElse("");
    for (JsonNode container : containers) {
      String name = container.path("name").asText();
      String image = container.path("image").asText();
      if (!image.equals(appImage)) {
        lines.add("container " + name + ": the rehearsal's registry has no image " + image);
      } else {
        ContainerHealth.cannotRun(container)
            .ifPresent(why -> lines.add("health check of container " + name + ": " + why));
      }
    }
    return lines;
  }

  private JsonNode json() {
    try {
      return new ObjectMapper().readTree(definition.text());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
