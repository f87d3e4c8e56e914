package io.github.xacct.revision;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.AppSpecSettings.CapacityProvider;
import io.github.xacct.model.AppSpecSettings.Network;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.model.Region;
import java.math.BigDecimal;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The AppSpec of a deployment by CodeDeploy. Source: CodeDeploy user guide, "AppSpec 'resources'
 * section for Amazon ECS deployments".
 *
 * @param settings hooks and overrides of the service
 * @param taskDefinition full ARN with revision, or the placeholder
 * @param containerName name of a container of that task definition
 * @param containerPort port of that container
 */
public record AppSpec(
    AppSpecSettings settings, String taskDefinition, String containerName, int containerPort) {

  /** The placeholder that CodePipeline's CodeDeployToECS action replaces by the ARN. */
  public static final String TASK_DEFINITION_PLACEHOLDER = AppSpecFields.TASK_DEFINITION;

  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:ecs:[a-z0-9-]+:\\d{12}:task-definition/[\\w-]{1,255}:\\d+");

  public AppSpec {
    if (!taskDefinition.equals(TASK_DEFINITION_PLACEHOLDER)
        && !ARN.matcher(taskDefinition).matches()) {
      throw new IllegalArgumentException(
          "'"
              + taskDefinition
              + "' is not the ARN of a task definition's revision: write"
              + " arn:aws:ecs:REGION:ACCOUNT:task-definition/FAMILY:REVISION");
    }
  }

  /**
   * Creates the AppSpec of the configuration, with CodePipeline's placeholder as task definition.
   *
   * @throws io.github.xacct.model.XacctException if AWS would reject it, or if it does not match
   *     the task definition
   */
  public static AppSpec of(AppSpecSettings settings, TaskDefinition app) {
    var spec =
        new AppSpec(
            settings,
            TASK_DEFINITION_PLACEHOLDER,
            app.containerName(),
            app.containerPort().orElseThrow());
    var problems = TemplateProblems.of("The AppSpec of the configuration");
    var rules = new AwsRules(problems, "");
    rules.appSpec(spec.tree());
    rules.together(spec.tree(), app.json());
    problems.throwIfAny();
    return spec;
  }

  /**
   * Creates the AppSpec of a template file, with CodePipeline's placeholder as task definition.
   *
   * @param values of the template's placeholders <code>${name}</code>
   * @throws io.github.xacct.model.XacctException with all errors of the template
   */
  public static AppSpec fromTemplate(
      TemplateFile template, TaskDefinition app, TemplateValues values) {
    return fromTemplate(template, app, values, warning -> {});
  }

  /**
   * Creates the AppSpec of a template file, and reports warnings.
   *
   * @param warnings receives one sentence for each doubtful value, if the template has no errors
   */
  public static AppSpec fromTemplate(
      TemplateFile template, TaskDefinition app, TemplateValues values, Consumer<String> warnings) {
    return new AppSpecTemplate(template, app, values).read(AwsRules::appSpec, warnings);
  }

  /** Creates the AppSpec of a template file, and checks the account and region of its ARNs. */
  public static AppSpec fromTemplate(
      TemplateFile template,
      TaskDefinition app,
      TemplateValues values,
      AccountId account,
      Region region,
      Consumer<String> warnings) {
    return new AppSpecTemplate(template, app, values)
        .read((rules, spec) -> rules.appSpec(spec, account, region), warnings);
  }

  /** The same AppSpec for a registered revision. */
  public AppSpec withTaskDefinition(String arn) {
    return new AppSpec(settings, arn, containerName, containerPort);
  }

  /** The content of {@code appspec.yaml}. */
  public String yaml() {
    return AppSpecYaml.render(settings, taskDefinition, containerName, containerPort);
  }

  /** The AppSpec as JSON, for CreateDeployment. */
  public AppSpecContent content() {
    return AppSpecContent.of(JsonText.compact(tree()));
  }

  private ObjectNode tree() {
    ObjectNode spec = JsonNodeFactory.instance.objectNode().put("version", new BigDecimal("0.0"));
    ObjectNode service = spec.putArray("Resources").addObject().putObject("TargetService");
    properties(service.put("Type", AppSpecFields.SERVICE).putObject("Properties"));
    if (!settings.hooks().isEmpty()) {
      ArrayNode hooks = spec.putArray("Hooks");
      for (LifecycleHook hook : LifecycleHook.values()) {
        if (settings.hooks().containsKey(hook)) {
          hooks.addObject().put(hook.key(), settings.hooks().get(hook));
        }
      }
    }
    return spec;
  }

  private void properties(ObjectNode properties) {
    properties.put("TaskDefinition", taskDefinition);
    properties
        .putObject("LoadBalancerInfo")
        .put("ContainerName", containerName)
        .put("ContainerPort", containerPort);
    settings.platformVersion().ifPresent(v -> properties.put("PlatformVersion", v));
    settings.network().ifPresent(network -> network(properties, network));
    if (!settings.capacityProviders().isEmpty()) {
      ArrayNode strategy = properties.putArray("CapacityProviderStrategy");
      for (CapacityProvider provider : settings.capacityProviders()) {
        strategy
            .addObject()
            .put("Base", provider.base())
            .put("CapacityProvider", provider.name())
            .put("Weight", provider.weight());
      }
    }
  }

  private static void network(ObjectNode properties, Network network) {
    ObjectNode awsvpc =
        properties.putObject("NetworkConfiguration").putObject("AwsvpcConfiguration");
    ArrayNode subnets = awsvpc.putArray("Subnets");
    network.subnets().forEach(subnets::add);
    ArrayNode groups = awsvpc.putArray("SecurityGroups");
    network.securityGroups().forEach(groups::add);
    awsvpc.put("AssignPublicIp", AppSpecFields.assignPublicIp(network));
  }
}
