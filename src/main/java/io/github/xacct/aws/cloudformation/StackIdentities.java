package io.github.xacct.aws.cloudformation;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.network.Reading;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/**
 * Reads and creates the service-linked roles, and reads the identity providers, that stacks need.
 */
final class StackIdentities {
  private final AwsSession session;

  StackIdentities(AwsSession session) {
    this.session = session;
  }

  boolean hasLinkedRole(String name) {
    return session.briefly(
        "Cannot look for role " + name + ".",
        () -> {
          try {
            var answer = session.briefClient(IamClient.builder()).getRole(r -> r.roleName(name));
            return AwsErrors.member("IAM GetRole", "Role", answer.role()) != null;
          } catch (NoSuchEntityException e) {
            return false;
          } catch (IamException e) {
            if (e.statusCode() == 403) {
              return true;
            }
            throw e;
          }
        });
  }

  Reading<Boolean> hasIdentityProvider(String arn) {
    var iam = session.briefClient(IamClient.builder());
    try {
      var found =
          session
              .patience()
              .askBriefly(() -> iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn)));
      AwsErrors.member("IAM GetOpenIDConnectProvider", "Url", found.url());
      return Reading.of(true);
    } catch (NoSuchEntityException e) {
      return Reading.of(false);
    } catch (SdkException e) {
      return Reading.unknown(AwsErrors.words(e));
    }
  }

  void createLinkedRole(String service) {
    session.patiently(
        "Cannot create the service-linked role of " + service + ".",
        () -> {
          try {
            return session
                .client(IamClient.builder())
                .createServiceLinkedRole(r -> r.awsServiceName(service));
          } catch (InvalidInputException e) {
            // Created meanwhile by another run, or by an earlier attempt whose response was lost.
            if (AwsErrors.words(e).contains("has been taken")) {
              return e;
            }
            throw e;
          }
        });
  }
}
