package io.github.xacct.stack;

import static io.github.xacct.stack.PolicyDocuments.condition;
import static io.github.xacct.stack.PolicyDocuments.statement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Arn;
import io.github.xacct.stack.plan.Placeholder;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import io.github.xacct.stack.plan.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Builds the IAM policies for running {@code bootstrap}, {@code destroy}, {@code drift} or {@code
 * deploy.sh} in an account: the calls to CloudFormation, and the calls that CloudFormation makes
 * with the caller's credentials for the resource types of the account's stacks.
 */
public final class AdministratorPolicy {
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

  private final StackPlan plan;
  private final List<Stack> stacks;
  private final String app;
  private final StackArns named;

  private AdministratorPolicy(StackPlan plan, AccountId account) {
    this.plan = plan;
    this.stacks =
        plan.all().stream().filter(stack -> stack.place().account().equals(account)).toList();
    this.app = Objects.requireNonNull(plan.tooling().values().get("AppName"));
    this.named = new StackArns(account, stacks, app);
  }

  /** Returns the resource types whose required actions are known. */
  public static Set<String> types() {
    return HandlerActions.types();
  }

  /**
   * Returns the policies for an account of the plan: one, or more if it would exceed IAM's size
   * limit of a managed policy.
   */
  public static List<JsonNode> of(StackPlan plan, AccountId account) {
    return PolicyDocuments.of(new AdministratorPolicy(plan, account).statements());
  }

  private List<ObjectNode> statements() {
    var statements = new ArrayList<ObjectNode>();
    statements.add(statement("Stacks", ON_STACKS, named.of("cloudformation:stack/" + app + "-*")));
    var byResource = HandlerActions.byResource(typesOfTheAccount());
    byResource
        .computeIfAbsent("*", r -> new TreeSet<>())
        .add("cloudformation:DescribeStackDriftDetectionStatus");
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
      return statement(camel(name), actions, named.of(resource));
    }
    ObjectNode statement = statement("WithoutResources", actions, List.of("*"));
    var regions = stacks.stream().map(stack -> stack.place().region().id()).distinct();
    condition(statement, "StringEquals", "aws:RequestedRegion", regions.toList());
    return statement;
  }

  private ObjectNode passRole() {
    ObjectNode statement =
        statement(
            "PassTheStacksRoles", List.of("iam:PassRole"), named.of("iam:role/" + app + "-*"));
    condition(statement, "StringEquals", "iam:PassedToService", PASSED_TO);
    return statement;
  }

  /** Service-linked roles, which a new account does not have yet. */
  private List<ObjectNode> linkedRoles() {
    if (stacks.stream().noneMatch(stack -> stack.template() == Template.SERVICE)) {
      return List.of();
    }
    var roles = named.of("iam:role/aws-service-role/*");
    ObjectNode create =
        statement("CreateServiceLinkedRoles", List.of("iam:CreateServiceLinkedRole"), roles);
    condition(create, "StringEquals", "iam:AWSServiceName", LINKED);
    // A role that does not exist has no path yet.
    var looked = new ArrayList<>(roles);
    looked.addAll(named.of("iam:role/AWSServiceRoleFor*"));
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

  /** The listeners' certificates, which bootstrap checks for the domain name. */
  private Optional<ObjectNode> certificates() {
    var arns =
        stacks.stream()
            .map(stack -> stack.values().getOrDefault("CertificateArn", ""))
            .filter(arn -> !arn.isEmpty())
            .distinct()
            .toList();
    return arns.isEmpty()
        ? Optional.empty()
        : Optional.of(statement("ReadTheCertificates", List.of("acm:DescribeCertificate"), arns));
  }

  /**
   * The existing identity provider of the jobs' roles; one that a stack creates is in the table.
   */
  private Optional<ObjectNode> provider() {
    return stacks.stream()
        .map(stack -> stack.values().getOrDefault("ProviderArn", ""))
        .filter(arn -> !arn.isEmpty())
        .findFirst()
        .map(
            arn ->
                statement(
                    "ReadTheProvider", List.of("iam:GetOpenIDConnectProvider"), List.of(arn)));
  }

  /** The push of placeholder images, only to their own repositories. */
  private List<ObjectNode> placeholders() {
    var arns =
        stacks.stream()
            .filter(stack -> stack.template() == Template.PLACEHOLDER)
            .map(stack -> named.of(stack, "ecr:repository/" + Placeholder.repository(stack)))
            .toList();
    if (arns.isEmpty()) {
      return List.of();
    }
    ObjectNode login = statement("LogInToEcr", List.of("ecr:GetAuthorizationToken"), List.of("*"));
    return List.of(login, statement("CopyThePlaceholder", PUSH, arns));
  }

  private static String camel(String words) {
    var text = new StringBuilder();
    for (String word : words.split(" ")) {
      text.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return text.toString();
  }
}
