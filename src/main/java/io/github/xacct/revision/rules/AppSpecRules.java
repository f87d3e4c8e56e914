package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Checks an AppSpec of the ECS platform by the rules of CodeDeploy, and of ECS for the resulting
 * task set. Expects AWS's spelling of the fields. Source: CodeDeploy user guide, "AppSpec
 * 'resources' section for Amazon ECS deployments" and "AppSpec 'hooks' section for an Amazon ECS
 * deployment"; ECS API reference, CreateTaskSet, AwsVpcConfiguration and
 * CapacityProviderStrategyItem; Lambda API reference, FunctionName. CodeDeploy's messages are not
 * documented.
 */
public final class AppSpecRules {
  private static final String CODE = "InvalidRevisionException";
  private static final String PROPERTIES = "Resources[0].TargetService.Properties";
  private static final String AWSVPC = PROPERTIES + ".NetworkConfiguration.AwsvpcConfiguration";
  private static final String STRATEGY = PROPERTIES + ".CapacityProviderStrategy";
  private static final Pattern FUNCTION = Pattern.compile("[\\w-]{1,64}(:[\\w$-]{1,128})?");
  private static final Pattern FUNCTION_ARN =
      Pattern.compile("arn:aws[a-z-]*:lambda:[a-z0-9-]+:\\d{12}:function:" + FUNCTION.pattern());
  private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-f]+");
  private static final Pattern SECURITY_GROUP = Pattern.compile("sg-[0-9a-f]+");
  private static final Pattern PLATFORM_VERSION = Pattern.compile("LATEST|\\d+\\.\\d+\\.\\d+");
  private static final int MOST_SUBNETS = 16;
  private static final int MOST_GROUPS = 5;
  private static final int MOST_PROVIDERS = 20;
  private static final int HIGHEST_BASE = 100_000;
  private static final int HIGHEST_WEIGHT = 1000;

  private final JsonNode properties;
  private final JsonNode spec;
  private final Findings findings = new Findings();

  private AppSpecRules(JsonNode spec) {
    this.spec = spec;
    this.properties = spec.path("Resources").path(0).path("TargetService").path("Properties");
  }

  /** Returns the violations of an AppSpec. */
  public static List<Violation> check(JsonNode spec) {
    var rules = new AppSpecRules(spec);
    rules.hooks();
    rules.network();
    rules.strategy();
    Tree.text(rules.properties, "PlatformVersion")
        .filter(version -> !PLATFORM_VERSION.matcher(version).matches())
        .ifPresent(
            version ->
                rules.refused(
                    PROPERTIES + ".PlatformVersion",
                    "'" + version + "' is not a platform version",
                    ", write 1.4.0 or LATEST"));
    return rules.findings.all();
  }

  /**
   * Returns the conflicts between an AppSpec and its task definition. ECS reports them when
   * CodeDeploy creates the task set: "Network Configuration is not valid for the given networkMode
   * of this task definition.", "The platform version must be null when specifying an EC2 launch
   * type", "Assign public IP is not supported for this launch type".
   *
   * @param definition the task definition to deploy
   */
  public static List<Violation> against(JsonNode spec, JsonNode definition) {
    var rules = new AppSpecRules(spec);
    rules.fit(new Definition(definition, image -> false));
    return rules.findings.all();
  }

  private void fit(Definition definition) {
    JsonNode awsvpc = properties.path("NetworkConfiguration").path("AwsvpcConfiguration");
    boolean onlyEc2 = definition.demands("EC2") && !definition.isFargate();
    String mode = definition.networkMode();
    if (awsvpc.isObject() && !mode.equals("awsvpc")) {
      findings.refused(
          AWSVPC,
          "the task definition has networkMode " + mode + ", which takes no network",
          ", delete it",
          "Network Configuration is not valid for the given networkMode of this task definition.");
    } else if (onlyEc2 && awsvpc.path("AssignPublicIp").asText().equals("ENABLED")) {
      findings.refused(
          AWSVPC + ".AssignPublicIp",
          "only tasks on Fargate get public addresses",
          ", write DISABLED",
          "Assign public IP is not supported for this launch type.");
    }
    if (onlyEc2 && Tree.isSet(properties, "PlatformVersion")) {
      findings.refused(
          PROPERTIES + ".PlatformVersion",
          "only tasks on Fargate have a platform version",
          ", delete it",
          "The platform version must be null when specifying an EC2 launch type.");
    }
    JsonNode strategy = properties.path("CapacityProviderStrategy");
    for (int i = 0; i < strategy.size(); i++) {
      String name = strategy.path(i).path("CapacityProvider").asText();
      boolean fargate = name.equals("FARGATE") || name.equals("FARGATE_SPOT");
      if (fargate && onlyEc2) {
        findings.refused(
            STRATEGY + "[" + i + "].CapacityProvider",
            "the task definition is for EC2 alone",
            ", add FARGATE to its requiresCompatibilities",
            "Task definition does not support launch_type FARGATE.");
      }
    }
  }

  /** Returns the ARNs that belong to another account or region. */
  public static List<Violation> elsewhere(JsonNode spec, AccountId account, Region region) {
    var findings = new Findings();
    ArnMember.APP_SPEC.forEach(member -> member.check(spec, account, region, findings));
    return findings.all();
  }

  private void refused(String path, String what, String hint) {
    findings.refused(path, what, hint, CODE, path + ": " + what);
  }

  private void hooks() {
    for (ArnMember hook : ArnMember.APP_SPEC) {
      Tree.each(
          spec,
          hook.pattern(),
          (path, function) -> {
            String text = function.asText();
            if (function.isTextual()
                && !FUNCTION.matcher(text).matches()
                && !FUNCTION_ARN.matcher(text).matches()) {
              refused(
                  path,
                  "'" + text + "' is not a Lambda function",
                  ", write its name, or arn:aws:lambda:REGION:ACCOUNT:function:NAME");
            }
          });
    }
  }

  private void network() {
    JsonNode awsvpc = properties.path("NetworkConfiguration").path("AwsvpcConfiguration");
    ids(awsvpc, "Subnets", SUBNET, MOST_SUBNETS, "subnet-0a1b2c3d");
    ids(awsvpc, "SecurityGroups", SECURITY_GROUP, MOST_GROUPS, "sg-0a1b2c3d");
  }

  private void ids(JsonNode awsvpc, String field, Pattern form, int most, String example) {
    JsonNode list = awsvpc.path(field);
    String path = AWSVPC + "." + field;
    if (list.size() > most) {
      refused(path, list.size() + " are too many", ", write at most " + most);
    }
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < list.size(); i++) {
      String id = list.path(i).asText();
      if (list.path(i).isTextual() && !form.matcher(id).matches()) {
        refused(
            path + "[" + i + "]", "'" + id + "' is not such an id", ", write one like " + example);
      } else if (!seen.add(id)) {
        refused(path + "[" + i + "]", id + " is there already", "");
      }
    }
  }

  private void strategy() {
    JsonNode strategy = properties.path("CapacityProviderStrategy");
    if (strategy.isEmpty()) {
      return;
    }
    if (strategy.size() > MOST_PROVIDERS) {
      refused(STRATEGY, strategy.size() + " are too many", ", write at most " + MOST_PROVIDERS);
    }
    int bases = 0;
    int weights = 0;
    int fargate = 0;
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < strategy.size(); i++) {
      JsonNode one = strategy.path(i);
      String path = STRATEGY + "[" + i + "]";
      String name = one.path("CapacityProvider").asText();
      bases += range(one, "Base", path, HIGHEST_BASE) > 0 ? 1 : 0;
      weights += range(one, "Weight", path, HIGHEST_WEIGHT);
      fargate += name.equals("FARGATE") || name.equals("FARGATE_SPOT") ? 1 : 0;
      if (!names.add(name)) {
        refused(path + ".CapacityProvider", "a second line for " + name, "");
      }
    }
    if (bases > 1) {
      refused(STRATEGY, "only one capacity provider can have a base", ", write 0 for the others");
    }
    if (weights == 0 && areNumbers(strategy)) {
      refused(STRATEGY, "no capacity provider has a weight", ", write 1 for one at least");
    }
    if (fargate > 0 && fargate < names.size()) {
      refused(STRATEGY, "FARGATE and FARGATE_SPOT cannot be mixed with other providers", "");
    }
  }

  /** Whether all weights are numbers; others are reported by their type. */
  private static boolean areNumbers(JsonNode strategy) {
    for (JsonNode one : strategy) {
      if (one.has("Weight") && !one.path("Weight").asText().matches("-?\\d+")) {
        return false;
      }
    }
    return true;
  }

  /** Checks the range of a number; the value of a placeholder is a string here. */
  private int range(JsonNode one, String field, String path, int most) {
    JsonNode value = one.path(field);
    OptionalInt number =
        value.isTextual() && value.textValue().matches("-?\\d{1,9}")
            ? OptionalInt.of(Integer.parseInt(value.textValue()))
            : Tree.number(one, field);
    if (number.isPresent() && (number.getAsInt() < 0 || number.getAsInt() > most)) {
      refused(
          path + "." + field,
          number.getAsInt() + " is out of range",
          ", write a number from 0 to " + most);
    }
    return number.orElse(0);
  }
}
