package io.github.xacct.revision;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.AppSpecSettings.CapacityProvider;
import io.github.xacct.model.AppSpecSettings.Network;
import io.github.xacct.model.LifecycleHook;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Renders an AppSpec as YAML in the layout of AWS's examples. Every string is in double quotes, so
 * that no name becomes a number or a boolean; a JSON string is a YAML string too.
 */
final class AppSpecYaml {

  private final AppSpecSettings settings;
  private final StringBuilder text = new StringBuilder();

  private AppSpecYaml(AppSpecSettings settings) {
    this.settings = settings;
  }

  static String render(
      AppSpecSettings settings, String taskDefinition, String containerName, int containerPort) {
    var yaml = new AppSpecYaml(settings);
    yaml.line(0, "version: 0.0");
    yaml.line(0, "Resources:");
    yaml.line(2, "- TargetService:");
    yaml.line(6, "Type: " + AppSpecFields.SERVICE);
    yaml.line(6, "Properties:");
    yaml.properties(taskDefinition, containerName, containerPort);
    yaml.hooks();
    return yaml.text.toString();
  }

  private void properties(String taskDefinition, String containerName, int containerPort) {
    // CodePipeline replaces the placeholder in the text; AWS's example has no quotes there.
    boolean placeholder = taskDefinition.equals(AppSpecFields.TASK_DEFINITION);
    line(8, "TaskDefinition: " + (placeholder ? taskDefinition : quoted(taskDefinition)));
    line(8, "LoadBalancerInfo:");
    line(10, "ContainerName: " + quoted(containerName));
    line(10, "ContainerPort: " + containerPort);
    settings.platformVersion().ifPresent(version -> line(8, "PlatformVersion: " + quoted(version)));
    settings.network().ifPresent(this::network);
    if (!settings.capacityProviders().isEmpty()) {
      line(8, "CapacityProviderStrategy:");
      settings.capacityProviders().forEach(this::capacityProvider);
    }
  }

  private void network(Network network) {
    line(8, "NetworkConfiguration:");
    line(10, "AwsvpcConfiguration:");
    line(12, "Subnets: " + list(network.subnets()));
    line(12, "SecurityGroups: " + list(network.securityGroups()));
    line(12, "AssignPublicIp: " + quoted(AppSpecFields.assignPublicIp(network)));
  }

  private void capacityProvider(CapacityProvider provider) {
    line(10, "- Base: " + provider.base());
    line(12, "CapacityProvider: " + quoted(provider.name()));
    line(12, "Weight: " + provider.weight());
  }

  private void hooks() {
    var hooks = settings.hooks();
    if (hooks.isEmpty()) {
      return;
    }
    line(0, "Hooks:");
    for (LifecycleHook hook : LifecycleHook.values()) {
      if (hooks.containsKey(hook)) {
        line(2, "- " + hook.key() + ": " + quoted(hooks.get(hook)));
      }
    }
  }

  private void line(int indent, String content) {
    text.append(" ".repeat(indent)).append(content).append('\n');
  }

  private static String list(List<String> texts) {
    return texts.stream().map(AppSpecYaml::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String value) {
    return TextNode.valueOf(value).toString();
  }
}
