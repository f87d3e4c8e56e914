package io.github.xacct.policy;

import java.util.List;

/**
 * The principals to which a statement applies. An account (its ID or root ARN) matches each of its
 * identities; the caller evaluates the identity policies that must allow the action as well.
 *
 * @param aws accounts, ARNs or {@code *}
 * @param services service names or {@code *}
 * @param federated identity providers or {@code *}
 * @param negated for {@code NotPrincipal}, which is not evaluated
 */
record PrincipalElement(
    List<String> aws, List<String> services, List<String> federated, boolean negated) {

  Match matches(Principal principal) {
    if (negated) {
      return Match.unknown("NotPrincipal is not evaluated");
    }
    if (principal instanceof Principal.AwsService service) {
      return Match.of(services.contains("*") || services.contains(service.name()));
    }
    if (principal instanceof Principal.Federated somebody) {
      return Match.of(federated.contains("*") || federated.contains(somebody.provider()));
    }
    var caller = (Principal.Aws) principal;
    return Match.of(aws.stream().anyMatch(name -> names(name, caller)));
  }

  private static boolean names(String name, Principal.Aws caller) {
    return name.equals("*")
        || name.equals(caller.account().value())
        || name.matches("arn:aws[a-z-]*:iam::" + caller.account() + ":root")
        || name.equals(caller.arn())
        || name.equals(caller.principalArn());
  }
}
