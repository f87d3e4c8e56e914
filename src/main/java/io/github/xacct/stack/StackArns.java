package io.github.xacct.stack;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Arn;
import io.github.xacct.model.Region;
import io.github.xacct.stack.plan.Placeholder;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.Template;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * ARNs of what an app's stacks create in an account: a pattern such as {@code
 * ecr:repository/{repository}} in, the ARNs with the configuration's names out.
 */
final class StackArns {
  private final AccountId account;
  private final List<Stack> stacks;
  private final String app;

  StackArns(AccountId account, List<Stack> stacks, String app) {
    this.account = account;
    this.stacks = stacks;
    this.app = app;
  }

  /** SERVICE:REST as the ARNs of all regions in which the account has stacks. */
  List<String> of(String resource) {
    return stacks.stream()
        .flatMap(stack -> named(resource, stack).map(name -> of(stack, name)))
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

  /** SERVICE:REST as the ARN in a stack's region. */
  String of(Stack stack, String resource) {
    String[] parts = resource.split(":", 2);
    String service = parts[0];
    String rest = parts[1];
    Region region = stack.place().region();
    String partition = region.partition();
    Arn arn =
        switch (service) {
          case "iam" -> Arn.global(partition, account, service, rest);
          case "s3" -> new Arn(partition, service, "", "", rest);
          default -> Arn.of(region, account, service, rest);
        };
    return arn.toString();
  }
}
