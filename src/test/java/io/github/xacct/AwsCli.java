package io.github.xacct;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.goal.ForkedAwsCli;
import io.github.xacct.rehearsal.plan.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The AWS CLI of this machine, pointed at a rehearsal by the variables that it prints. */
final class AwsCli {
  private static final Pattern VERSION = Pattern.compile("aws-cli/(\\d+)\\.(\\d+)\\.");
  private static final Map<String, String> API_VERSIONS =
      Map.of(
          "sts", "2011-06-15",
          "ecr", "2015-09-21",
          "ecs", "2014-11-13",
          "codedeploy", "2014-10-06",
          "elbv2", "2015-12-01",
          "cloudformation", "2010-05-15",
          "logs", "2014-03-28",
          "cloudwatch", "2010-08-01");

  private AwsCli() {}

  /** The installed CLI, by forks if it takes the endpoint of a rehearsal from a variable. */
  static Program of(RehearsedAws aws, Path folder, ForkedAwsCli forked)
      throws IOException, InterruptedException {
    var cli = new Program(forked.program(), folder, environment(aws, folder));
    return honoursEndpointUrl(cli.text("--version")) ? cli : of(aws, folder);
  }

  static Program of(RehearsedAws aws, Path folder) throws IOException, InterruptedException {
    var cli = new Program("aws", folder, environment(aws, folder));
    if (!honoursEndpointUrl(cli.text("--version"))) {
      Path rules = folder.resolve("endpoint-rules");
      writeEndpointRules(rules, aws.rehearsal.endpoint().toString());
      return cli.with(Map.of("AWS_DATA_PATH", rules.toString()));
    }
    return cli;
  }

  private static Map<String, String> environment(RehearsedAws aws, Path folder) {
    var environment = new HashMap<>(aws.rehearsal.environment());
    environment.put("AWS_CONFIG_FILE", folder.resolve("no-config").toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("no-credentials").toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_PAGER", "");
    environment.put("AWS_DEFAULT_OUTPUT", "json");
    return environment;
  }

  /** The arguments that deploy to the service of a rehearsal as {@link RehearsedAws} has it. */
  static String[] ecsDeploy(Path taskDefinition, Path appSpec) {
    return new String[] {
      "ecs", "deploy",
      "--cluster", "apps",
      "--service", "demo",
      "--codedeploy-application", "demo-app",
      "--codedeploy-deployment-group", "demo-group",
      "--task-definition", taskDefinition.toString(),
      "--codedeploy-appspec", appSpec.toString()
    };
  }

  /** The same as the role of a session. */
  static Program as(JsonNode credentials, Program cli) {
    return cli.with(
        Map.of(
            "AWS_ACCESS_KEY_ID", credentials.path("AccessKeyId").asText(),
            "AWS_SECRET_ACCESS_KEY", credentials.path("SecretAccessKey").asText(),
            "AWS_SESSION_TOKEN", credentials.path("SessionToken").asText()));
  }

  /** The same as whoever has the keys. */
  static Program as(Keys keys, Program cli) {
    return cli.with(
        Map.of(
            "AWS_ACCESS_KEY_ID", keys.accessKeyId(),
            "AWS_SECRET_ACCESS_KEY", keys.secretAccessKey()));
  }

  /** AWS_ENDPOINT_URL came with 1.29 and 2.13. */
  private static boolean honoursEndpointUrl(String said) {
    Matcher version = VERSION.matcher(said);
    if (!version.find()) {
      throw new AssertionError("not a version: " + said);
    }
    int minor = Integer.parseInt(version.group(2));
    return minor >= (version.group(1).equals("1") ? 29 : 13);
  }

  /** Older ones, such as Debian's, take their endpoints from data files, which can be one's own. */
  private static void writeEndpointRules(Path folder, String endpoint) throws IOException {
    for (var api : API_VERSIONS.entrySet()) {
      Path file = folder.resolve(api.getKey()).resolve(api.getValue());
      Files.createDirectories(file);
      Files.writeString(
          file.resolve("endpoint-rule-set-1.json"),
          """
          {"version": "1.0",
           "parameters": {
             "Region": {"builtIn": "AWS::Region", "required": false, "type": "String"},
             "UseDualStack": {"builtIn": "AWS::UseDualStack", "required": true,
                              "default": false, "type": "Boolean"},
             "UseFIPS": {"builtIn": "AWS::UseFIPS", "required": true,
                         "default": false, "type": "Boolean"},
             "Endpoint": {"builtIn": "SDK::Endpoint", "required": false, "type": "String"}},
           "rules": [{"conditions": [], "type": "endpoint",
             "endpoint": {"url": "%s", "properties": {}, "headers": {}}}]}
          """
              .formatted(endpoint));
    }
  }
}
