package io.github.xacct.stack;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.plan.Stack;
import java.util.Optional;

/**
 * Checks the identity provider of the jobs' roles: a configured one must exist, and one that the
 * stack creates must not, because an account can have only one per issuer. Source: IAM API
 * reference, CreateOpenIDConnectProvider.
 */
final class IdentityProviderCheck {
  private static final String CREATED = "Provider";

  private final Stack stack;

  IdentityProviderCheck(Stack stack) {
    this.stack = stack;
  }

  /**
   * Fails if CloudFormation would fail; warns if the provider cannot be read.
   *
   * @param first whether the stack does not exist yet
   */
  void at(CloudFormation account, boolean first, Reporter reporter) {
    String named = stack.values().getOrDefault("ProviderArn", "");
    Optional<String> created = created();
    if (!named.isEmpty() && !exists(account, named, reporter).orElse(true)) {
      throw XacctException.yours("The identity provider " + named + " does not exist.")
          .evidence("IAM GetOpenIDConnectProvider found none in " + stack.place() + ".")
          .suggestion("correct <pipeline><oidcProvider>, or leave it out, and bootstrap creates it")
          .suggestion("Nothing was changed.");
    }
    if (first && created.isPresent() && exists(account, created.get(), reporter).orElse(false)) {
      throw XacctException.yours(
              "Account " + stack.place().account() + " has the identity provider already.")
          .evidence(created.get())
          .suggestion(
              "<pipeline><oidcProvider>"
                  + created.get()
                  + "</oidcProvider>, for an account has one"
                  + " for each issuer")
          .suggestion("Nothing was changed.");
    }
  }

  private Optional<Boolean> exists(CloudFormation account, String arn, Reporter reporter) {
    var answer = account.hasIdentityProvider(arn);
    answer
        .why()
        .ifPresent(
            why ->
                reporter.report(
                    new Event.Warning(
                        "%s: whether %s has the identity provider %s is not known: %s"
                            .formatted(stack.name(), stack.place(), arn, why))));
    return answer.value();
  }

  /** Returns the ARN of the identity provider that the template creates, if it does. */
  private Optional<String> created() {
    return Optional.ofNullable(stack.template().resources().get(CREATED))
        .filter(resource -> resource.path("Type").asText().equals("AWS::IAM::OIDCProvider"))
        .map(resource -> resource.at("/Properties/Url").asText().replaceFirst("^https://", ""))
        .map(
            host ->
                "arn:%s:iam::%s:oidc-provider/%s"
                    .formatted(stack.place().region().partition(), stack.place().account(), host));
  }
}
