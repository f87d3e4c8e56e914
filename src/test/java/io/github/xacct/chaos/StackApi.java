package io.github.xacct.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What CloudFormation and IAM answer, in the XML of their query protocols: each stack is worked on
 * for some seconds, and nothing ever fails there.
 */
final class StackApi {
  private static final Duration WORK = Duration.ofSeconds(10);
  private static final String ARN = "arn:aws:cloudformation:eu-central-1:222222222222:";
  private static final Pattern OUTPUT = Pattern.compile("(?m)^  (\\w+):$");

  static final Set<String> OPERATIONS =
      Set.of(
          "CreateChangeSet",
          "DescribeChangeSet",
          "DeleteChangeSet",
          "ExecuteChangeSet",
          "ListChangeSets",
          "DescribeStacks",
          "DescribeStackEvents",
          "SetStackPolicy",
          "UpdateTerminationProtection",
          "DeleteStack",
          "DetectStackDrift",
          "DescribeStackDriftDetectionStatus",
          "DescribeStackResourceDrifts",
          "GetRole",
          "GetOpenIDConnectProvider",
          "CreateServiceLinkedRole",
          "GetCallerIdentity");

  private static final class Stack {
    private final String name;
    private final String id;
    private String status = "REVIEW_IN_PROGRESS";
    private Instant until = Instant.MAX;
    private boolean isProtected;
    private List<String> outputs = List.of();
    private final List<String> events = new ArrayList<>();

    private Stack(String name, int number) {
      this.name = name;
      this.id = ARN + "stack/" + name + "/" + number;
    }

    private void is(String now, Instant lasts) {
      status = now;
      until = lasts;
      happened("Thing", "AWS::Some::Thing", now);
      happened(name, "AWS::CloudFormation::Stack", now);
      if (now.equals("DELETE_COMPLETE") && name.endsWith("-service")) {
        happened("LogGroup", "AWS::Logs::LogGroup", "DELETE_SKIPPED");
      }
    }

    private void happened(String resource, String type, String now) {
      events.add(
          0,
          element("EventId", id + "-" + events.size())
              + element("StackId", id)
              + element("LogicalResourceId", resource)
              + element("PhysicalResourceId", resource.toLowerCase(java.util.Locale.ROOT))
              + element("ResourceType", type)
              + element("ResourceStatus", now));
    }
  }

  private record ChangeSet(String id, Stack stack, List<String> outputs) {}

  private final Time time;
  private final List<Stack> stacks = new ArrayList<>();
  private final Map<String, ChangeSet> sets = new LinkedHashMap<>();
  private final Set<String> executed = new HashSet<>();
  private final Set<String> roles = new HashSet<>();

  StackApi(Time time) {
    this.time = time;
  }

  /** A stack that was made before. */
  void stands(String name) {
    var stack = new Stack(name, stacks.size());
    stack.is("CREATE_COMPLETE", Instant.MAX);
    stack.isProtected = true;
    stacks.add(stack);
  }

  /** What is left of a run: the names of stacks with what became of them. */
  Map<String, String> standing() {
    var standing = new TreeMap<String, String>();
    settled().forEach(stack -> standing.put(stack.name, stack.status));
    return standing;
  }

  private List<Stack> settled() {
    for (var stack : stacks) {
      if (!time.now().isBefore(stack.until)) {
        stack.is(stack.status.replace("_IN_PROGRESS", "_COMPLETE"), Instant.MAX);
      }
    }
    return stacks;
  }

  String answer(String action, Map<String, String> in) {
    return switch (action) {
      case "CreateChangeSet" -> createChangeSet(in);
      case "DescribeChangeSet" -> describeChangeSet(set(in));
      case "DeleteChangeSet" -> {
        sets.values().removeIf(set -> set.id.equals(in.get("ChangeSetName")));
        yield "";
      }
      case "ExecuteChangeSet" -> execute(set(in));
      case "ListChangeSets" -> "<Summaries>" + members(sets(in.get("StackName"))) + "</Summaries>";
      case "DescribeStacks" ->
          "<Stacks><member>" + described(stack(in.get("StackName"))) + "</member></Stacks>";
      case "DescribeStackEvents" ->
          "<StackEvents>" + members(stack(in.get("StackName")).events) + "</StackEvents>";
      case "SetStackPolicy" -> "";
      case "UpdateTerminationProtection" -> {
        stack(in.get("StackName")).isProtected =
            in.get("EnableTerminationProtection").equals("true");
        yield element("StackId", stack(in.get("StackName")).id);
      }
      case "DeleteStack" -> delete(in.get("StackName"));
      case "DetectStackDrift" -> element("StackDriftDetectionId", "drift-1");
      case "DescribeStackDriftDetectionStatus" ->
          element("DetectionStatus", "DETECTION_COMPLETE")
              + element("StackDriftStatus", "DRIFTED")
              + element("StackDriftDetectionId", "drift-1");
      case "DescribeStackResourceDrifts" -> drifts();
      case "GetRole" -> role(in.get("RoleName"));
      case "GetOpenIDConnectProvider" -> element("Url", "token.actions.githubusercontent.com");
      case "CreateServiceLinkedRole" -> createRole(in.get("AWSServiceName"));
      case "GetCallerIdentity" ->
          element("Arn", "arn:aws:sts::222222222222:assumed-role/admin/ann")
              + element("Account", "222222222222")
              + element("UserId", "A:ann");
      default -> throw new Api.Refusal("InvalidAction", action + " is not simulated");
    };
  }

  private String createChangeSet(Map<String, String> in) {
    String name = in.get("ChangeSetName");
    if (sets.containsKey(name)) {
      throw new Api.Refusal("AlreadyExistsException", "ChangeSet " + name + " already exists");
    }
    var stack =
        find(in.get("StackName"))
            .orElseGet(
                () -> {
                  stacks.add(new Stack(in.get("StackName"), stacks.size()));
                  return stacks.get(stacks.size() - 1);
                });
    String template = in.get("TemplateBody");
    String outputs = template.substring(template.indexOf("\nOutputs:"));
    var set =
        new ChangeSet(
            ARN + "changeSet/" + name,
            stack,
            OUTPUT.matcher(outputs).results().map(MatchResult::group).map(String::strip).toList());
    sets.put(name, set);
    return element("Id", set.id) + element("StackId", stack.id);
  }

  private ChangeSet set(Map<String, String> in) {
    String name = in.get("ChangeSetName");
    return sets.entrySet().stream()
        .filter(e -> e.getKey().equals(name) || e.getValue().id.equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () -> new Api.Refusal("ChangeSetNotFound", "ChangeSet [" + name + "] does not exist"));
  }

  private List<String> sets(String stackId) {
    return sets.values().stream()
        .filter(set -> set.stack.id.equals(stackId))
        .map(set -> element("ChangeSetId", set.id))
        .toList();
  }

  private String describeChangeSet(ChangeSet set) {
    return element("ChangeSetId", set.id)
        + element("StackId", set.stack.id)
        + element("Status", "CREATE_COMPLETE")
        + element("ExecutionStatus", executed.contains(set.id) ? "EXECUTE_COMPLETE" : "AVAILABLE")
        + "<Changes><member><Type>Resource</Type><ResourceChange><Action>Add</Action>"
        + "<LogicalResourceId>Thing</LogicalResourceId><ResourceType>AWS::Some::Thing</ResourceType>"
        + "<Details/></ResourceChange></member></Changes>";
  }

  private String execute(ChangeSet set) {
    if (!executed.add(set.id)) {
      throw new Api.Refusal(
          "InvalidChangeSetStatus", "ChangeSet [" + set.id + "] cannot be executed");
    }
    set.stack.is("CREATE_IN_PROGRESS", time.now().plus(WORK));
    set.stack.outputs = set.outputs;
    return "";
  }

  private String delete(String name) {
    find(name)
        .ifPresent(
            stack -> {
              if (stack.isProtected) {
                throw new Api.Refusal("ValidationError", "Stack [" + name + "] is protected");
              }
              if (stack.status.equals("REVIEW_IN_PROGRESS")) {
                stacks.remove(stack);
              } else if (!stack.status.startsWith("DELETE")) {
                stack.is("DELETE_IN_PROGRESS", time.now().plus(WORK));
              }
            });
    return "";
  }

  private static String described(Stack stack) {
    var outputs =
        stack.outputs.stream()
            .map(
                o ->
                    element("OutputKey", o.replace(":", ""))
                        + element("OutputValue", o.contains("TemplateVersion") ? "1" : "it"))
            .toList();
    return element("StackName", stack.name)
        + element("StackId", stack.id)
        + element("StackStatus", stack.status)
        + element("EnableTerminationProtection", String.valueOf(stack.isProtected))
        + "<Parameters/><Tags/><Outputs>"
        + members(outputs)
        + "</Outputs>";
  }

  private static String drifts() {
    return "<StackResourceDrifts><member>"
        + element("LogicalResourceId", "Thing")
        + element("PhysicalResourceId", "thing")
        + element("ResourceType", "AWS::Some::Thing")
        + element("StackResourceDriftStatus", "MODIFIED")
        + "<PropertyDifferences><member>"
        + element("PropertyPath", "/Size")
        + element("ExpectedValue", "1")
        + element("ActualValue", "2")
        + "</member></PropertyDifferences></member></StackResourceDrifts>";
  }

  private String role(String name) {
    if (!roles.contains(name)) {
      throw new Api.Refusal("NoSuchEntity", "The role with name " + name + " cannot be found.");
    }
    return "<Role>" + element("RoleName", name) + "</Role>";
  }

  private String createRole(String service) {
    String name =
        service.startsWith("ecs")
            ? "AWSServiceRoleForECS"
            : "AWSServiceRoleForElasticLoadBalancing";
    if (!roles.add(name)) {
      throw new Api.Refusal(
          "InvalidInput",
          "Service role name "
              + name
              + " has been taken in this account, please try a different"
              + " suffix.");
    }
    return "<Role>" + element("RoleName", name) + "</Role>";
  }

  private Stack stack(String nameOrId) {
    return find(nameOrId)
        .orElseThrow(
            () ->
                new Api.Refusal(
                    "ValidationError", "Stack with id " + nameOrId + " does not exist"));
  }

  /** One that is gone is found by its id alone. */
  private Optional<Stack> find(String nameOrId) {
    return settled().stream()
        .filter(
            s ->
                s.id.equals(nameOrId)
                    || s.name.equals(nameOrId) && !s.status.equals("DELETE_COMPLETE"))
        .findFirst();
  }

  private static String members(List<String> members) {
    return members.isEmpty()
        ? ""
        : "<member>" + String.join("</member><member>", members) + "</member>";
  }

  private static String element(String name, String value) {
    return "<" + name + ">" + value + "</" + name + ">";
  }
}
