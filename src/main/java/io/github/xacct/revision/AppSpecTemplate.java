package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.AppSpecSettings.CapacityProvider;
import io.github.xacct.model.AppSpecSettings.Network;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads the user's AppSpec file. It is parsed and rendered again, so its comments are lost but
 * nothing that CodeDeploy reads.
 */
final class AppSpecTemplate {

  private static final String SERVICE_PATH = "Resources[0].TargetService";
  private static final String PROPERTIES_PATH = SERVICE_PATH + ".Properties";
  private static final String LOAD_BALANCER_PATH = PROPERTIES_PATH + ".LoadBalancerInfo";
  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)*");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,9}");

  private final TaskDefinition app;
  private final TemplateProblems problems;
  private final JsonNode spec;

  AppSpecTemplate(TemplateFile template, TaskDefinition app, TemplateValues values) {
    this.app = app;
    TemplateTree tree = TemplateTree.ofYaml(template).spelledAs(Shape.APP_SPEC);
    this.problems = TemplateProblems.in(template, tree::line);
    refuseOtherPlatforms(template, tree);
    this.spec = new Placeholders(values, problems).fill(tree.root(), "");
    problems.forget((PROPERTIES_PATH + ".TaskDefinition")::equals);
  }

  /** Refuses an AppSpec of another compute platform, which has none of the fields of this one. */
  private static void refuseOtherPlatforms(TemplateFile template, TemplateTree tree) {
    String platform = "";
    for (String field : List.of("files", "os", "permissions")) {
      platform = tree.root().has(field) ? "an EC2/on-premises" : platform;
    }
    for (JsonNode resource : tree.root().path("Resources")) {
      for (JsonNode part : resource) {
        boolean lambda = part.path("Type").asText().equals("AWS::Lambda::Function");
        platform = lambda && !resource.has("TargetService") ? "a Lambda" : platform;
      }
    }
    if (!platform.isEmpty()) {
      throw XacctException.yours(
              template.file() + " is the AppSpec of " + platform + " deployment.")
          .suggestion("write one of an ECS deployment: Resources with one TargetService of Type")
          .suggestion(AppSpecFields.SERVICE + "; or delete the file to use the configuration");
    }
  }

  AppSpec read(BiConsumer<AwsRules, JsonNode> rules, Consumer<String> warnings) {
    new ShapeCheck(Shape.APP_SPEC, problems).check(spec, "");
    version();
    JsonNode service = service();
    JsonNode properties = service.path("Properties");
    JsonNode loadBalancer = properties.path("LoadBalancerInfo");
    String container = loadBalancer.path("ContainerName").asText();
    int port = number(loadBalancer, "ContainerPort", LOAD_BALANCER_PATH);
    if (loadBalancer.path("ContainerName").isTextual()) {
      connects(container, port);
    }
    var settings =
        new AppSpecSettings(
            hooks(),
            Optional.ofNullable(properties.path("PlatformVersion").textValue()),
            network(properties.path("NetworkConfiguration").path("AwsvpcConfiguration")),
            capacityProviders(properties.path("CapacityProviderStrategy")));
    var aws = new AwsRules(problems, "");
    rules.accept(aws, spec);
    aws.together(spec, app.json());
    problems.throwIfAny();
    problems.warnings().forEach(warnings);
    return new AppSpec(settings, AppSpecFields.TASK_DEFINITION, container, port);
  }

  /**
   * Checks the version. The user guide allows 0.0 only, but CodeDeploy accepts others: CircleCI's
   * orb aws-ecs sends 1 with each deployment. Rendered AppSpecs have 0.0.
   */
  private void version() {
    JsonNode version = spec.path("version");
    if (version.isValueNode()
        && !version.isNull()
        && !VERSION.matcher(version.asText()).matches()) {
      problems.add("version", "is a number", ", write 0.0");
    }
  }

  private JsonNode service() {
    if (spec.path("Resources").isArray() && spec.path("Resources").size() != 1) {
      problems.add(
          "Resources",
          "an ECS deployment has exactly one TargetService, but here are "
              + spec.path("Resources").size(),
          "");
    }
    JsonNode service = spec.path("Resources").path(0).path("TargetService");
    if (service.path("Type").isTextual()
        && !service.path("Type").asText().equals(AppSpecFields.SERVICE)) {
      problems.add(
          SERVICE_PATH + ".Type",
          "the only type of an ECS deployment is " + AppSpecFields.SERVICE,
          "");
    }
    return service;
  }

  private void connects(String container, int port) {
    if (!app.containerNames().contains(container)) {
      problems.add(
          LOAD_BALANCER_PATH + ".ContainerName",
          "the task definition has no container " + container,
          ", the names there are " + String.join(", ", app.containerNames()));
    } else if (port > 0 && !app.hasPort(container, port)) {
      problems.add(
          LOAD_BALANCER_PATH + ".ContainerPort",
          "container " + container + " of the task definition does not open port " + port,
          "");
    }
  }

  private Map<LifecycleHook, String> hooks() {
    Map<LifecycleHook, String> hooks = new EnumMap<>(LifecycleHook.class);
    JsonNode list = spec.path("Hooks");
    for (int i = 0; i < list.size(); i++) {
      String path = "Hooks[" + i + "]";
      if (list.path(i).isObject() && list.path(i).size() != 1) {
        problems.add(path, "a hook names one event, but here are " + list.path(i).size(), "");
      }
      for (LifecycleHook hook : LifecycleHook.values()) {
        JsonNode function = list.path(i).path(hook.key());
        if (function.isTextual() && hooks.put(hook, function.textValue()) != null) {
          problems.add(
              path + "." + hook.key(),
              "CodeDeploy calls one function an event, this is another",
              "");
        }
      }
    }
    return hooks;
  }

  private Optional<Network> network(JsonNode awsvpc) {
    if (!awsvpc.isObject()) {
      return Optional.empty();
    }
    String path = PROPERTIES_PATH + ".NetworkConfiguration.AwsvpcConfiguration";
    String publicIp = awsvpc.path("AssignPublicIp").asText();
    boolean given = awsvpc.path("AssignPublicIp").isTextual();
    if (given && !publicIp.equals("ENABLED") && !publicIp.equals("DISABLED")) {
      problems.add(path + ".AssignPublicIp", "is ENABLED or DISABLED", "");
    }
    List<String> subnets = texts(awsvpc.path("Subnets"));
    List<String> groups = texts(awsvpc.path("SecurityGroups"));
    if (subnets.isEmpty() || groups.isEmpty()) {
      if (awsvpc.has("Subnets") && awsvpc.has("SecurityGroups")) {
        problems.add(path, "needs at least one subnet and one security group", "");
      }
      return Optional.empty();
    }
    return Optional.of(new Network(subnets, groups, publicIp.equals("ENABLED")));
  }

  private List<CapacityProvider> capacityProviders(JsonNode strategy) {
    List<CapacityProvider> providers = new ArrayList<>();
    for (int i = 0; i < strategy.size(); i++) {
      String path = PROPERTIES_PATH + ".CapacityProviderStrategy[" + i + "]";
      JsonNode one = strategy.path(i);
      int base = one.hasNonNull("Base") ? number(one, "Base", path) : 0;
      int weight = one.hasNonNull("Weight") ? number(one, "Weight", path) : 0;
      try {
        providers.add(new CapacityProvider(one.path("CapacityProvider").asText(), base, weight));
      } catch (IllegalArgumentException e) {
        // Out of range, which AWS's rules report with its line.
      }
    }
    return providers;
  }

  /** A number, or the value of a placeholder, which YAML parses as a string. */
  private int number(JsonNode parent, String field, String path) {
    String text = parent.path(field).asText();
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      if (parent.path(field).isValueNode()) {
        problems.add(path + "." + field, "needs a whole number", "");
      }
      return 0;
    }
    return Integer.parseInt(text);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
