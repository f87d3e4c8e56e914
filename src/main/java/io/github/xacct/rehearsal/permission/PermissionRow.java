package io.github.xacct.rehearsal.permission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.wire.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of {@code permissions.txt}, whose header explains the syntax.
 *
 * @param operation with the service's signing name before a colon
 * @param action or {@code -}, or {@code none}
 * @param resource template
 * @param conditions templates by condition key
 * @param when member that the request must have for the row to apply
 */
record PermissionRow(
    String operation,
    String action,
    String resource,
    Map<String, String> conditions,
    Optional<String> when) {
  private static final Pattern PATH_NAME = Pattern.compile("\\{(\\w+)}");

  static PermissionRow parse(String line) {
    String[] columns = line.split("\\s*\\|(?!\\w)\\s*", -1);
    Map<String, String> conditions = new LinkedHashMap<>();
    if (columns.length > 3 && !columns[3].isBlank()) {
      for (String condition : columns[3].split(";\\s*")) {
        int equals = condition.indexOf('=');
        conditions.put(condition.substring(0, equals), condition.substring(equals + 1));
      }
    }
    return new PermissionRow(
        columns[0],
        columns[1],
        columns[2].strip(),
        conditions,
        columns.length > 4
            ? Optional.of(columns[4].strip().replaceFirst("^when ", ""))
            : Optional.empty());
  }

  /**
   * Returns the call with the path's parameters as members; empty if the row is of another
   * operation.
   */
  Optional<Call> bind(String service, Call call) {
    if (!operation.startsWith(service + ":") || !operation.contains(" ")) {
      return Optional.empty();
    }
    String path = operation.substring(service.length() + 1);
    Matcher matcher =
        Pattern.compile(PATH_NAME.matcher(path).replaceAll("(?<$1>[^/]+)") + "/?")
            .matcher(call.operation());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    ObjectNode input = call.input().deepCopy();
    PATH_NAME
        .matcher(path)
        .results()
        .forEach(r -> input.put(r.group(1), matcher.group(r.group(1)).replace("%3A", ":")));
    return Optional.of(
        new Call(call.caller(), call.region(), call.operation(), input, call.requestId()));
  }

  List<Access> accesses(Call call, ResourceNames names) {
    boolean counts = when.filter(member -> !RequestMember.present(call, member)).isEmpty();
    if (action.equals("none") || !counts) {
      return List.of();
    }
    String wanted = action.equals("-") ? operation : action;
    Map<String, List<String>> context = new LinkedHashMap<>();
    conditions.forEach(
        (key, template) -> {
          List<String> values = values(wanted, template, call, names);
          if (!values.isEmpty()) {
            context.put(key, values);
          }
        });
    context.putAll(RequestMember.tags(call));
    context.put("aws:RequestedRegion", List.of(call.region()));
    List<Access> accesses = new ArrayList<>();
    for (String arn : arns(wanted, resource, call, names)) {
      accesses.add(new Access(call.caller().principalArn(), wanted, arn, context));
    }
    return accesses;
  }

  private static List<String> values(
      String action, String template, Call call, ResourceNames names) {
    if (template.startsWith("@")) {
      return arns(action, template.substring(1), call, names);
    }
    var request = new RequestMember(template, call, names);
    return request.complete() ? request.texts() : List.of();
  }

  private static List<String> arns(String action, String template, Call call, ResourceNames names) {
    return new RequestMember(template, call, names)
        .texts().stream().map(text -> arn(action, text, call)).toList();
  }

  private static String arn(String action, String resource, Call call) {
    if (resource.equals("*") || resource.startsWith("arn:")) {
      return resource;
    }
    String service = action.substring(0, action.indexOf(':'));
    String registry = service.equals("ecr") ? call.text("registryId") : "";
    AccountId account =
        registry.matches("\\d{12}") ? new AccountId(registry) : call.caller().account();
    Region region = new Region(call.region());
    return service.equals("iam")
        ? "arn:%s:iam::%s:%s".formatted(region.partition(), account, resource)
        : new AccountRegion(account, region).arn(service, resource);
  }
}
