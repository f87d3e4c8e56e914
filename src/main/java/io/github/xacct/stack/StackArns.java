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
 * Converts a pattern such as {@code ecr:repository/{repository}} to the ARNs of the resources that
 * an application's stacks create in an account.
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

  /**
   * Returns the ARNs of a pattern {@code SERVICE:RESOURCE} in all regions of the account's stacks.
   */
  List<String> of(String resource) {
    return stacks.stream()
        .flatMap(stack -> named(resource, stack).map(name -> of(stack, name)))
        .distinct()
        .toList();
  }

  /** Fills in the configuration's names; a repository's is that of the stack that creates it. */
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

  /** Returns the ARN of {@code SERVICE:RESOURCE} in the stack's account and region. */
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
