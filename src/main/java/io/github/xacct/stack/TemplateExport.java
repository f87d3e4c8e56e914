package io.github.xacct.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.stack.plan.Placeholder;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.Stack.Output;
import io.github.xacct.stack.plan.StackPlan;
import io.github.xacct.stack.plan.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Exports the stacks as files for deployment without Maven: a folder per account with its
 * templates, parameters, stack policies and a script of AWS CLI calls, in the order of deployment.
 */
public final class TemplateExport {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The deployment configuration of a stack's service, for {@code aws ecs update-service}. */
  private static final String DEPLOYMENTS = ".deployments.json";

  private final StackPlan plan;
  private final Map<Folder, List<Stack>> accounts = new LinkedHashMap<>();
  private final Map<String, String> files = new LinkedHashMap<>();

  private TemplateExport(StackPlan plan) {
    this.plan = plan;
    for (Stack stack : plan.all()) {
      accounts.computeIfAbsent(folder(stack), f -> new ArrayList<>()).add(stack);
    }
  }

  /** The folder of an account, or of the pipeline, which needs the outputs of all accounts. */
  private record Folder(AccountId account, boolean pipeline) {
    @Override
    public String toString() {
      return account.value();
    }
  }

  private Folder folder(Stack stack) {
    return new Folder(stack.place().account(), plan.pipeline().filter(stack::equals).isPresent());
  }

  /** Returns the files of the export: content by path. */
  public static Map<String, String> of(StackPlan plan) {
    var templateExport = new TemplateExport(plan);
    templateExport.accounts.forEach(templateExport::account);
    templateExport.files.put("stacks.json", templateExport.order());
    templateExport.files.put("README.md", templateExport.readme());
    return templateExport.files;
  }

  private void account(Folder account, List<Stack> stacks) {
    String folder = folder(account) + "/";
    var script =
        new StringBuilder(
            Template.script()
                .replace("@ACCOUNT@", account.toString())
                .replace("@PLACES@", String.join(", ", places(account))));
    if (stacks.stream().anyMatch(stack -> stack.template() == Template.SERVICE)) {
      script.append("linked AWSServiceRoleForECS ecs.amazonaws.com\n");
      script.append(
          "linked AWSServiceRoleForElasticLoadBalancing elasticloadbalancing.amazonaws.com\n");
    }
    for (Stack stack : stacks) {
      String file = file(stack);
      files.put(folder + file + ".yaml", stack.template().text());
      files.put(folder + file + ".parameters.json", parameters(stack).toPrettyString() + "\n");
      stack
          .template()
          .stackPolicy()
          .ifPresent(policy -> files.put(folder + file + ".stack-policy.json", policy));
      tagsFile(stack)
          .ifPresent(name -> files.put(folder + file + name, tags(stack).toPrettyString() + "\n"));
      script.append(
          "deploy %s %s %s%n"
              .formatted(stack.place().region(), stack.name(), file)
              .replace("\r", ""));
      if (stack.template() == Template.PLACEHOLDER) {
        script.append(
            "placeholder %s %s %s %s\n"
                .formatted(
                    stack.place().region(),
                    Placeholder.repository(stack),
                    Placeholder.TAG,
                    Placeholder.IMAGE));
      }
      stack
          .deployments()
          .ifPresent(
              configuration -> {
                files.put(folder + file + DEPLOYMENTS, configuration.toPrettyString() + "\n");
                script.append(
                    "configure %s %s %s %s\n"
                        .formatted(
                            stack.place().region(),
                            EcsSettings.cluster(stack),
                            EcsSettings.service(stack),
                            file));
              });
    }
    files.put(folder + "deploy.sh", script.toString());
    var policies = AdministratorPolicy.of(plan, account.account());
    for (int i = 0; i < policies.size(); i++) {
      String number = policies.size() == 1 ? "" : "-" + (i + 1);
      files.put(
          folder + "administrator-policy" + number + ".json",
          policies.get(i).toPrettyString() + "\n");
    }
  }

  private String folder(Folder account) {
    int position = new ArrayList<>(accounts.keySet()).indexOf(account) + 1;
    String what = account.pipeline() ? "pipeline" : String.join("-", places(account));
    return position + "-" + account + "-" + what;
  }

  private List<String> places(Folder account) {
    return Objects.requireNonNull(accounts.get(account)).stream()
        .map(s -> s.place().name())
        .distinct()
        .toList();
  }

  private String file(Stack stack) {
    return (Objects.requireNonNull(accounts.get(folder(stack))).indexOf(stack) + 1)
        + "-"
        + stack.name();
  }

  private static ArrayNode parameters(Stack stack) {
    var parameters = JSON.createArrayNode();
    var values = new LinkedHashMap<>(stack.values());
    stack.inputs().forEach((name, output) -> values.put(name, mark(output)));
    values.forEach(
        (name, value) ->
            parameters.addObject().put("ParameterKey", name).put("ParameterValue", value));
    return parameters;
  }

  /** A service stack's tags apply only at its creation; without tags, other stacks' are removed. */
  private static Optional<String> tagsFile(Stack stack) {
    if (stack.tags(false).isPresent()) {
      return Optional.of(".tags.json");
    }
    return stack.tags().isEmpty() ? Optional.empty() : Optional.of(".first-tags.json");
  }

  private static ArrayNode tags(Stack stack) {
    var tags = JSON.createArrayNode();
    stack.tags().forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
    return tags;
  }

  private static String mark(Output output) {
    return "@" + output.stack() + "." + output.key() + "@";
  }

  private String order() {
    ArrayNode order = JSON.createArrayNode();
    for (Stack stack : plan.all()) {
      String file = folder(folder(stack)) + "/" + file(stack);
      ObjectNode node =
          order
              .addObject()
              .put("account", stack.place().account().value())
              .put("region", stack.place().region().id())
              .put("stack", stack.name())
              .put("template", file + ".yaml")
              .put("parameters", file + ".parameters.json");
      stack
          .template()
          .stackPolicy()
          .ifPresent(policy -> node.put("stackPolicy", file + ".stack-policy.json"));
      tagsFile(stack).ifPresent(name -> node.put("tags", file + name));
      stack.deployments().ifPresent(c -> node.put("deployments", file + DEPLOYMENTS));
      ObjectNode outputs = node.putObject("parametersFromOutputs");
      stack
          .inputs()
          .forEach(
              (name, output) ->
                  outputs.putObject(name).put("stack", output.stack()).put("output", output.key()));
    }
    return order.toPrettyString() + "\n";
  }

  private String readme() {
    var text =
        new StringBuilder(
            """
            # Stacks of %s

            Plain CloudFormation, deployed in this order; the accounts after the first do not wait for each other:

            """
                .formatted(plan.tooling().values().get("AppName")));
    accounts
        .keySet()
        .forEach(
            account ->
                text.append(
                    "1. account %s (%s): `AWS_PROFILE=... sh %s/deploy.sh`\n"
                        .formatted(account, String.join(", ", places(account)), folder(account))));
    if (plan.pipeline().filter(stack -> stack.template().id().equals("pipeline")).isPresent()) {
      text.append(
          "\nThe pipeline runs as soon as it exists: before the last of them, commit and push `pom.xml` and `.xacct`.\n");
    }
    text.append(
        """

        `deploy.sh` needs the AWS CLI and credentials of an administrator of that account, and may be run again.
        `administrator-policy.json` contains the permissions that it needs, which `bootstrap` and `destroy` need too.
        Without the script, run `aws cloudformation create-stack` for each stack in the order of its number, with the
        template, the parameters and `--capabilities CAPABILITY_NAMED_IAM`. A value `@STACK.OUTPUT@` in a parameters file
        is an output of an earlier stack; `deploy.sh` replaces it from `outputs/`, where it stores the outputs.
        `stacks.json` contains the same for programs. If ECS itself deploys a service, `.deployments.json` is its
        deployment configuration: set it once the stack exists, and after each change of the file, by
        `aws ecs update-service --deployment-configuration file://...`, which starts no deployment.

        | account | stack | parameters that are outputs of earlier stacks |
        |---|---|---|
        """);
    for (Stack stack : plan.all()) {
      text.append(
          "| %s | `%s` | %s |\n"
              .formatted(
                  stack.place().account(),
                  stack.name(),
                  stack.inputs().entrySet().stream()
                      .map(e -> "`" + e.getKey() + "` of `" + e.getValue().stack() + "`")
                      .collect(Collectors.joining(", "))));
    }
    return text.append(
            """

            Then write into the pom what `bootstrap` would have read by itself:

            ```xml
            %s```

            Never update the service, listeners or rules of a service stack, nor its tags: CodeDeploy or ECS controls them
            after the first deployment. The stack policies prevent it.
            """
                .formatted(pom()))
        .toString();
  }

  private String pom() {
    var lines = new StringBuilder();
    for (String environment : plan.environments()) {
      var values = plan.of(environment).get(plan.of(environment).size() - 1).values();
      lines.append(
          """
          <environment>
            <name>%s</name>
            <role>%s-%s-deploy</role>
            <externalId>%s</externalId>
            <testFunction>%s-%s-test</testFunction>
          </environment>
          """
              .formatted(
                  environment,
                  values.get("AppName"),
                  environment,
                  values.get("ExternalId"),
                  values.get("AppName"),
                  environment));
    }
    return lines.toString();
  }
}
