package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskDefinitionDiffTest {

  @Test
  void whatDescribeAnswersIsWhatWasRegistered() {
    String described = Samples.resource("described-taskdef.json");
    TaskDefinition registered =
        TaskDefinitionTemplate.render(
            new TemplateFile("taskdef.json", described),
            new AppContainer(Optional.of("web"), Optional.of(8080)),
            Samples.values());
    String ours =
        registered.withImage("111111111111.dkr.ecr.eu-central-1.amazonaws.com/demo:1.0").text();
    assertThat(TaskDefinitionDiff.between(described, ours).lines()).isEmpty();
    assertThat(TaskDefinitionDiff.same(ours, described)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("equals")
  void whatEcsTakesAsTheSameIsTheSame(String a, String b) {
    assertThat(diff(a, b).lines()).isEmpty();
    assertThat(diff(b, a).lines()).isEmpty();
  }

  static Stream<Arguments> equals() {
    return Stream.of(
        Arguments.of("{'cpu': '1 vCPU', 'memory': '2GB'}", "{'cpu': '1024', 'memory': '2048'}"),
        Arguments.of("{'cpu': '.5 vcpu', 'memory': '0.5 gb'}", "{'cpu': '512', 'memory': '512'}"),
        Arguments.of("{'volumes': [], 'tags': null, 'pidMode': null}", "{}"),
        Arguments.of("{'volumes': [{'name': 'a', 'host': {}}]}", "{'volumes': [{'name': 'a'}]}"),
        Arguments.of(
            "{'tags': [{'key': 'a', 'value': '1'}, {'key': 'b', 'value': '2'}]}",
            "{'taskDefinition': {'revision': 3}, 'tags': [{'key': 'b', 'value': '2'},"
                + " {'key': 'aws:cloudformation:stack-name', 'value': 's'},"
                + " {'key': 'a', 'value': '1'}]}"),
        Arguments.of(
            "{'requiresCompatibilities': ['FARGATE'], 'networkMode': 'awsvpc'}",
            "{'requiresCompatibilities': ['FARGATE'], 'networkMode': 'awsvpc',"
                + " 'enableFaultInjection': false, 'runtimePlatform': {'cpuArchitecture': 'X86_64',"
                + " 'operatingSystemFamily': 'LINUX'}}"),
        Arguments.of(
            "{'requiresCompatibilities': ['FARGATE', 'EC2']}",
            "{'requiresCompatibilities': ['EC2', 'FARGATE']}"),
        Arguments.of(
            web("'essential': true, 'cpu': 0, 'versionConsistency': 'enabled'"),
            web("'links': []")),
        Arguments.of(
            awsvpc("'portMappings': [{'containerPort': 80}]"),
            awsvpc("'portMappings': [{'containerPort': 80, 'hostPort': 80, 'protocol': 'tcp'}]")),
        Arguments.of(
            web("'portMappings': [{'containerPort': 80}]"),
            web("'portMappings': [{'containerPort': 80, 'hostPort': 0, 'protocol': 'tcp'}]")),
        Arguments.of(
            web("'healthCheck': {'command': ['CMD', 'x']}"),
            web(
                "'healthCheck': {'command': ['CMD', 'x'], 'interval': 30, 'timeout': 5,"
                    + " 'retries': 3, 'startPeriod': 0}")),
        Arguments.of(
            web("'environment': [{'name': 'A', 'value': '1'}, {'name': 'B', 'value': '2'}]"),
            web("'environment': [{'name': 'B', 'value': '2'}, {'name': 'A', 'value': '1'}]")),
        Arguments.of(
            web("'secrets': [{'name': 'A', 'valueFrom': '1'}, {'name': 'B', 'valueFrom': '2'}]"),
            web("'secrets': [{'name': 'B', 'valueFrom': '2'}, {'name': 'A', 'valueFrom': '1'}]")),
        Arguments.of(
            web("'logConfiguration': {'options': {'a': '1', 'b': '2'}, 'logDriver': 'awslogs'}"),
            web("'logConfiguration': {'logDriver': 'awslogs', 'options': {'b': '2', 'a': '1'}}")),
        Arguments.of(
            "{'containerDefinitions': [{'name': 'a'}, {'name': 'b'}]}",
            "{'containerDefinitions': [{'name': 'b'}, {'name': 'a'}]}"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void eachChangeIsOneReadableLine(String before, String after, String line) {
    assertThat(diff(before, after).lines()).containsExactly(line);
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of("{'cpu': '256'}", "{'cpu': '1 vCPU'}", "~ cpu: 256 -> 1024"),
        Arguments.of("{}", "{'taskRoleArn': 'x'}", "+ taskRoleArn: x"),
        Arguments.of("{'taskRoleArn': 'x'}", "{}", "- taskRoleArn: x"),
        Arguments.of(web("'image': 'a'"), web("'image': 'b'"), "~ containers[web].image: a -> b"),
        Arguments.of(
            web("'environment': [{'name': 'LOG_LEVEL', 'value': 'INFO'}]"),
            web("'environment': [{'name': 'LOG_LEVEL', 'value': 'DEBUG'}]"),
            "~ containers[web].environment[LOG_LEVEL]: INFO -> DEBUG"),
        Arguments.of(
            web("'command': ['a', 'b']"),
            web("'command': ['b', 'a']"),
            "~ containers[web].command: [\"a\",\"b\"] -> [\"b\",\"a\"]"),
        Arguments.of(
            web("'portMappings': [{'containerPort': 53}]"),
            web("'portMappings': [{'containerPort': 53, 'name': 'dns'}]"),
            "+ containers[web].portMappings[53].name: dns"),
        Arguments.of(
            web("'healthCheck': {'command': ['CMD', 'x']}"),
            web("'healthCheck': {'command': ['CMD', 'x'], 'interval': 10}"),
            "~ containers[web].healthCheck.interval: 30 -> 10"),
        Arguments.of(
            web("'logConfiguration': {'logDriver': 'awslogs', 'options': {'a': '1'}}"),
            web("'logConfiguration': {'logDriver': 'awslogs', 'options': {'a': '2'}}"),
            "~ containers[web].logConfiguration.options[a]: 1 -> 2"),
        Arguments.of("{'tags': [{'key': 'a', 'value': '1'}]}", "{}", "- tags[a]: 1"),
        Arguments.of(
            "{'requiresCompatibilities': ['EC2']}",
            "{'requiresCompatibilities': ['EXTERNAL', 'EC2']}",
            "~ requiresCompatibilities: EC2 -> EC2, EXTERNAL"),
        Arguments.of(
            web("'environment': [{'name': 'A', 'value': '1'}]"),
            web("'environment': [{'name': 'A', 'value': '1'}, {'name': 'A', 'value': '2'}]"),
            "+ containers[web].environment[A]#2: 2"),
        Arguments.of(
            web("'extraHosts': [{'hostname': 'h', 'ipAddress': '1'}]"),
            web("'extraHosts': [{'hostname': 'h', 'ipAddress': '2'}]"),
            "~ containers[web].extraHosts[0].ipAddress: 1 -> 2"),
        Arguments.of(
            web("'secrets': [{'name': 'DB_PASSWORD', 'valueFrom': 'arn:1'}]"),
            web("'secrets': [{'name': 'DB_PASSWORD', 'valueFrom': 'arn:2'}]"),
            "~ containers[web].secrets[DB_PASSWORD]: arn:1 -> arn:2"));
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void whatSmellsOfASecretIsNotShown(String before, String after, String line) {
    TaskDefinitionDiff diff = diff(before, after);
    assertThat(diff.lines()).containsExactly(line);
    assertThat(diff.toString()).doesNotContain("hunter");
  }

  static Stream<Arguments> secrets() {
    return Stream.of(
            "DB_PASSWORD", "clientSecret", "GITHUB_TOKEN", "API_KEY", "CREDENTIALS", "DB_PASS")
        .flatMap(
            name ->
                Stream.of(
                    Arguments.of(
                        variable(name, "hunter1"),
                        variable(name, "hunter2"),
                        "~ containers[web].environment[" + name + "]: (changed, not shown)"),
                    Arguments.of(
                        web("'cpu': 0"),
                        variable(name, "hunter2"),
                        "+ containers[web].environment[" + name + "]: (not shown)"),
                    Arguments.of(
                        variable(name, "hunter1"),
                        web("'cpu': 0"),
                        "- containers[web].environment[" + name + "]: (not shown)")));
  }

  @Test
  void secretsInUrlsOptionsAndCommandsAreNotShownEither() {
    assertHidden(variable("DB_URL", "postgres://me:hunter1@db/x"), variable("DB_URL", "none"));
    assertHidden(
        variable("JAVA_OPTS", "-Dspring.password=hunter1"), variable("JAVA_OPTS", "-Xmx1g"));
    assertHidden(web("'command': ['run', '--password', 'hunter1']"), web("'command': ['run']"));
    assertHidden(
        web("'logConfiguration': {'options': {'splunk-token': 'hunter1'}}"),
        web("'logConfiguration': {'options': {'splunk-token': 'hunter2'}}"));
    assertHidden(
        web("'dockerLabels': {'admin.password': 'hunter1'}"),
        web("'dockerLabels': {'admin.password': 'hunter2'}"));
  }

  @Test
  void aReferenceToASecretIsShown() {
    String arn = "arn:aws:secretsmanager:eu-central-1:222222222222:secret:x-AbCdEf:password::";
    assertThat(diff(variable("REF", arn), variable("REF", "b")).lines())
        .containsExactly("~ containers[web].environment[REF]: " + arn + " -> b");
  }

  @Test
  void aSecondPortIsNotTakenForAChangeOfTheFirst() {
    String tcp = web("'portMappings': [{'containerPort': 53}]");
    String both =
        web("'portMappings': [{'containerPort': 53, 'protocol': 'udp'}, {'containerPort': 53}]");
    assertThat(diff(tcp, both).lines())
        .containsExactly(
            "+ containers[web].portMappings[53/udp].containerPort: 53",
            "+ containers[web].portMappings[53/udp].protocol: udp");
  }

  /** Compares documents with single quotes, which are easier to read in tables. */
  private static TaskDefinitionDiff diff(String before, String after) {
    return TaskDefinitionDiff.between(before.replace('\'', '"'), after.replace('\'', '"'));
  }

  private static void assertHidden(String before, String after) {
    assertThat(diff(before, after).lines())
        .singleElement()
        .asString()
        .startsWith("~ containers[web].")
        .endsWith(": (changed, not shown)");
  }

  private static String variable(String name, String value) {
    return web("'environment': [{'name': '%s', 'value': '%s'}]".formatted(name, value));
  }

  private static String web(String fields) {
    return "{'containerDefinitions': [{'name': 'web', %s}]}".formatted(fields);
  }

  private static String awsvpc(String fields) {
    return "{'networkMode': 'awsvpc', " + web(fields).substring(1);
  }
}
