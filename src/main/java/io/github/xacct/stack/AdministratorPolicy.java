package io.github.xacct.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Arn;
import io.github.xacct.model.Region;
import io.github.xacct.stack.plan.Placeholder;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import io.github.xacct.stack.plan.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What whoever runs {@code bootstrap}, {@code destroy}, {@code drift} or {@code deploy.sh} must be
 * allowed to do in an account: the calls to CloudFormation, and what its handlers call as the same
 * caller for the types of resources that the account's stacks have.
 */
public final class AdministratorPolicy {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of a managed policy, without white space; a role takes ten of them. */
  private static final int LONGEST = 6_144;

  private static final List<String> ON_STACKS =
      List.of(
          "cloudformation:CreateChangeSet",
          "cloudformation:CreateStack",
          "cloudformation:DeleteChangeSet",
          "cloudformation:DeleteStack",
          "cloudformation:DescribeChangeSet",
          "cloudformation:DescribeStackEvents",
          "cloudformation:DescribeStackResourceDrifts",
          "cloudformation:DescribeStacks",
          "cloudformation:DetectStackDrift",
          "cloudformation:ExecuteChangeSet",
          "cloudformation:ListChangeSets",
          "cloudformation:SetStackPolicy",
          "cloudformation:UpdateStack",
          "cloudformation:UpdateTerminationProtection");

  private static final List<String> PUSH =
      List.of(
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:CompleteLayerUpload",
          "ecr:DescribeRepositories",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart");

  private static final List<String> PASSED_TO =
      List.of(
          "codebuild.amazonaws.com",
          "codedeploy.amazonaws.com",
          "codepipeline.amazonaws.com",
          "ecs.amazonaws.com",
          "ecs-tasks.amazonaws.com",
          "events.amazonaws.com",
          "lambda.amazonaws.com",
          "vpc-flow-logs.amazonaws.com");

  private static final List<String> LINKED =
      List.of(
          "ecs.amazonaws.com",
          "ecs.application-autoscaling.amazonaws.com",
          "elasticloadbalancing.amazonaws.com");

  private static final Map<String, Row> ROWS = read();

  private final StackPlan plan;
  private final AccountId account;
  private final List<Stack> stacks;
  private final String app;

  private record Row(String resource, List<String> actions) {}

  private AdministratorPolicy(StackPlan plan, AccountId account) {
    this.plan = plan;
    this.account = account;
    this.stacks =
        plan.all().stream().filter(stack -> stack.place().account().equals(account)).toList();
    this.app = Objects.requireNonNull(plan.tooling().values().get("AppName"));
  }

  /** Types of resources of which it is known what they take. */
  public static Set<String> types() {
    return ROWS.keySet();
  }

  /**
   * The policies for an account of the plan: one, or as many as IAM's limit of a managed policy
   * makes necessary.
   */
  public static List<JsonNode> of(StackPlan plan, AccountId account) {
    return new AdministratorPolicy(plan, account).documents();
  }

  private List<JsonNode> documents() {
    var documents = new ArrayList<JsonNode>();
    ObjectNode document = document(documents);
    for (ObjectNode statement : statements()) {
      boolean fits = document.toString().length() + statement.toString().length() < LONGEST;
      if (!fits) {
        document = document(documents);
      }
      ((ArrayNode) document.path("Statement")).add(statement);
    }
    return documents;
  }

  private static ObjectNode document(List<JsonNode> documents) {
    ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
    document.putArray("Statement");
    documents.add(document);
    return document;
  }

  private List<ObjectNode> statements() {
    var statements = new ArrayList<ObjectNode>();
    statements.add(statement("Stacks", ON_STACKS, arns("cloudformation:stack/" + app + "-*")));
    var byResource = new TreeMap<String, Set<String>>();
    byResource.put("*", new TreeSet<>(List.of("cloudformation:DescribeStackDriftDetectionStatus")));
    for (String type : typesOfTheAccount()) {
      Row row = Objects.requireNonNull(ROWS.get(type));
      for (String action : row.actions()) {
        boolean anywhere = Objects.requireNonNull(ROWS.get("*")).actions().contains(action);
        byResource
            .computeIfAbsent(anywhere ? "*" : row.resource(), r -> new TreeSet<>())
            .add(action);
      }
    }
    byResource.forEach((resource, actions) -> statements.add(onResources(resource, actions)));
    statements.add(passRole());
    statements.addAll(linkedRoles());
    connection().ifPresent(statements::add);
    certificates().ifPresent(statements::add);
    provider().ifPresent(statements::add);
    placeholders().forEach(statements::add);
    return statements;
  }

  private Set<String> typesOfTheAccount() {
    var types = new TreeSet<String>();
    for (Stack stack : stacks) {
      stack.template().resources().forEach((id, r) -> types.add(r.path("Type").asText()));
    }
    return types;
  }

  private ObjectNode onResources(String resource, Collection<String> actions) {
    if (!resource.equals("*")) {
      String name = resource.replaceAll("\\{\\w+}", "").replaceAll("[^a-z0-9]+", " ").trim();
      return statement(camel(name), actions, arns(resource));
    }
    ObjectNode statement = statement("WithoutResources", actions, List.of("*"));
    var regions = stacks.stream().map(stack -> stack.place().region().id()).distinct();
    condition(statement, "StringEquals", "aws:RequestedRegion", regions.toList());
    return statement;
  }

  private ObjectNode passRole() {
    ObjectNode statement =
        statement("PassTheStacksRoles", List.of("iam:PassRole"), arns("iam:role/" + app + "-*"));
    condition(statement, "StringEquals", "iam:PassedToService", PASSED_TO);
    return statement;
  }

  /** Roles that AWS makes for its services, of which an empty account has none. */
  private List<ObjectNode> linkedRoles() {
    if (stacks.stream().noneMatch(stack -> stack.template() == Template.SERVICE)) {
      return List.of();
    }
    var roles = arns("iam:role/aws-service-role/*");
    ObjectNode create =
        statement("CreateServiceLinkedRoles", List.of("iam:CreateServiceLinkedRole"), roles);
    condition(create, "StringEquals", "iam:AWSServiceName", LINKED);
    // One that does not exist has no path yet.
    var looked = new ArrayList<>(roles);
    looked.addAll(arns("iam:role/AWSServiceRoleFor*"));
    return List.of(create, statement("LookForServiceLinkedRoles", List.of("iam:GetRole"), looked));
  }

  private Optional<ObjectNode> connection() {
    return plan.pipeline()
        .filter(stacks::contains)
        .map(pipeline -> pipeline.values().get("ConnectionArn"))
        .map(
            arn -> {
              String service = Arn.parse(arn).service();
              return statement(
                  "UseTheConnection",
                  List.of(service + ":GetConnection", service + ":PassConnection"),
                  List.of(arn));
            });
  }

  /** Of the listeners: those who bootstrap look whether they are for the domain name. */
  private Optional<ObjectNode> certificates() {
    var arns =
        stacks.stream()
            .map(stack -> stack.values().getOrDefault("CertificateArn", ""))
            .filter(arn -> !arn.isEmpty())
            .distinct()
            .toList();
    return arns.isEmpty()
        ? Optional.empty()
        : Optional.of(statement("LookAtTheCertificates", List.of("acm:DescribeCertificate"), arns));
  }

  /** Of the jobs' roles, if it exists already; one that is created has its row. */
  private Optional<ObjectNode> provider() {
    return stacks.stream()
        .map(stack -> stack.values().getOrDefault("ProviderArn", ""))
        .filter(arn -> !arn.isEmpty())
        .findFirst()
        .map(
            arn ->
                statement(
                    "LookAtTheProvider", List.of("iam:GetOpenIDConnectProvider"), List.of(arn)));
  }

  /** Pushed to the repositories of placeholders, and nowhere else; asked for first. */
  private List<ObjectNode> placeholders() {
    var arns =
        stacks.stream()
            .filter(stack -> stack.template() == Template.PLACEHOLDER)
            .map(
                stack ->
                    arn(
                        stack.place().region(),
                        "ecr",
                        "repository/" + Placeholder.repository(stack)))
            .toList();
    if (arns.isEmpty()) {
      return List.of();
    }
    ObjectNode login = statement("LogInToEcr", List.of("ecr:GetAuthorizationToken"), List.of("*"));
    return List.of(login, statement("CopyThePlaceholder", PUSH, arns));
  }

  private static ObjectNode statement(
      String sid, Collection<String> actions, Collection<String> resources) {
    ObjectNode statement = JSON.createObjectNode().put("Sid", sid).put("Effect", "Allow");
    actions.forEach(statement.putArray("Action")::add);
    resources.forEach(statement.putArray("Resource")::add);
    return statement;
  }

  private static void condition(
      ObjectNode statement, String operator, String key, Collection<String> values) {
    values.forEach(statement.putObject("Condition").putObject(operator).putArray(key)::add);
  }

  /** SERVICE:REST as the ARNs of all regions in which the account has stacks. */
  private List<String> arns(String resource) {
    return stacks.stream()
        .flatMap(stack -> named(resource, stack).map(name -> arn(stack, name)))
        .distinct()
        .toList();
  }

  /** With the names of the configuration; of a repository, that of the stack which makes it. */
  private Stream<String> named(String resource, Stack stack) {
    if (resource.contains("{repository}")) {
      return repository(stack).map(name -> resource.replace("{repository}", name)).stream();
    }
    return Stream.of(
        resource
            .replace("{app20}", app.substring(0, Math.min(20, app.length())))
            .replace("{app}", app));
  }

  private static Optional<String> repository(Stack stack) {
    return stack.template() == Template.PLACEHOLDER
        ? Optional.of(Placeholder.repository(stack))
        : Optional.ofNullable(stack.values().get("RepositoryName"));
  }

  private String arn(Stack stack, String resource) {
    String[] parts = resource.split(":", 2);
    return arn(stack.place().region(), parts[0], parts[1]);
  }

  private String arn(Region region, String service, String rest) {
    String partition = region.partition();
    Arn arn =
        switch (service) {
          case "iam" -> Arn.global(partition, account, service, rest);
          case "s3" -> new Arn(partition, service, "", "", rest);
          default -> Arn.of(region, account, service, rest);
        };
    return arn.toString();
  }

  private static String camel(String words) {
    var text = new StringBuilder();
    for (String word : words.split(" ")) {
      text.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return text.toString();
  }

  private static Map<String, Row> read() {
    var rows = new LinkedHashMap<String, Row>();
    try (var in = AdministratorPolicy.class.getResourceAsStream("administrator.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" \\| "))
          .forEach(row -> rows.put(row[0], new Row(row[1], List.of(row[2].split(" ")))));
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
