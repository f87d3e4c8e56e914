package io.github.xacct.goal;

import io.github.xacct.deploy.port.ServiceSnapshot;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Environment;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.TaskSettings;
import io.github.xacct.revision.TaskDefinition;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Generates the {@code <plugin>} element for a POM that deploys to an existing service. */
final class PomBlock {
  private static final Pattern ECR =
      Pattern.compile(
          "(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.(?:amazonaws\\.(?:com(?:\\.cn)?|eu)|[a-z0-9.-]+\\.(?:gov|uk))/([^:@]+)([:@].*)?");
  private static final int DEFAULT_TERMINATION_WAIT = 5;
  private static final int LONGEST_READY_WAIT = 2880;

  private final StringBuilder text = new StringBuilder();
  private int depth;

  private PomBlock() {}

  /**
   * The registry for images: that of the running image if it is in ECR, which is most likely the
   * intended one.
   */
  record Registry(String account, String region, String repository) {
    static Registry of(String image, AccountId builder, RegistrySettings otherwise) {
      var ecr = ECR.matcher(image);
      return ecr.matches()
          ? new Registry(ecr.group(1), ecr.group(2), ecr.group(3))
          : new Registry(builder.value(), otherwise.region().toString(), otherwise.repository());
    }

    static Registry of(RegistrySettings settings) {
      return new Registry(
          settings.account().value(), settings.region().toString(), settings.repository());
    }
  }

  /**
   * Returns the plugin's block for the POM.
   *
   * @param minute duration of one minute of AWS's waits, which is shorter in a rehearsal
   */
  static String of(
      String version,
      Registry registry,
      ExistingService existing,
      TaskDefinition task,
      Duration minute) {
    var block = new PomBlock();
    block.open("plugin");
    block.element("groupId", "io.github.xacct");
    block.element("artifactId", "xacct-maven-plugin");
    block.element("version", version);
    block.open("configuration");
    block.registry(registry);
    block.open("environments");
    block.open("environment");
    block.environment(existing.environment(), existing.standing().group().own());
    block.task(existing, task);
    block.rehearsal(existing, minute);
    block.close("environment");
    block.close("environments");
    block.close("configuration");
    block.close("plugin");
    return block.text.toString();
  }

  private void registry(Registry registry) {
    open("registry");
    element("account", registry.account());
    element("region", registry.region());
    element("repository", registry.repository());
    close("registry");
  }

  private void environment(Environment environment, Optional<ServiceSnapshot.Own> own) {
    element("name", environment.name());
    element("account", environment.account().value());
    element("region", environment.region().id());
    environment.role().ifPresent(role -> element("role", role.toString()));
    environment.externalId().ifPresent(id -> element("externalId", id));
    element("cluster", environment.cluster());
    element("service", environment.service());
    if (own.isPresent()) {
      element("engine", "ecs");
    } else {
      element("application", environment.application());
      element("deploymentGroup", environment.deploymentGroup());
    }
    own.map(ServiceSnapshot.Own::configuration)
        .orElseGet(environment::deploymentConfiguration)
        .ifPresent(name -> element("deploymentConfiguration", name));
  }

  /**
   * Writes {@code <task>}: with a template file only these elements are used, by push-ecr,
   * preflight and rehearsals.
   */
  private void task(ExistingService existing, TaskDefinition task) {
    open("task");
    element("family", task.family());
    if (task.architecture() != Architecture.X86_64) {
      element("architecture", task.architecture().name());
    }
    task.executionRole().ifPresent(role -> element("executionRole", role));
    task.taskRole().ifPresent(role -> element("taskRole", role));
    element("containerName", task.containerName());
    task.containerPort().ifPresent(port -> element("containerPort", String.valueOf(port)));
    existing
        .healthCheckPath()
        .filter(PomBlock::isPath)
        .ifPresent(
            path -> {
              open("healthCheck");
              element("path", path);
              close("healthCheck");
            });
    close("task");
  }

  private static boolean isPath(String path) {
    try {
      return TaskSettings.checkPath(path).length() > 1; // a single slash is the default
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void rehearsal(ExistingService existing, Duration minute) {
    var timing = existing.look().timing();
    long termination = minutes(timing.terminationWait(), minute);
    // ECS may pause before each step, so that the sum may exceed the limit.
    long ready = Math.min(LONGEST_READY_WAIT, minutes(timing.readyWait(), minute));
    open("rehearsal");
    if (termination != DEFAULT_TERMINATION_WAIT) {
      element("terminationWait", String.valueOf(termination));
    }
    if (ready > 0) {
      element("readyWait", String.valueOf(ready));
    }
    if (existing.look().testUrl().isEmpty()) {
      element("testListener", "false");
    }
    if (existing.standing().desiredCount() > 1) {
      element("desiredCount", String.valueOf(existing.standing().desiredCount()));
    }
    close("rehearsal");
  }

  private static long minutes(Duration duration, Duration minute) {
    return Math.round((double) duration.toMillis() / minute.toMillis());
  }

  private void open(String name) {
    line("<" + name + ">");
    depth++;
  }

  /** Closes an element; an empty one is removed. */
  private void close(String name) {
    depth--;
    String opened = "  ".repeat(depth) + "<" + name + ">\n";
    if (text.toString().endsWith(opened)) {
      text.setLength(text.length() - opened.length());
    } else {
      line("</" + name + ">");
    }
  }

  private void element(String name, String value) {
    String escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    line("<" + name + ">" + escaped + "</" + name + ">");
  }

  private void line(String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }
}
