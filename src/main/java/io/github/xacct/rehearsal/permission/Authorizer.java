package io.github.xacct.rehearsal.permission;

import io.github.xacct.model.AccountId;
import io.github.xacct.rehearsal.iam.Authority;
import io.github.xacct.rehearsal.iam.Iam;
import io.github.xacct.rehearsal.iam.RepositoryPolicies;
import io.github.xacct.rehearsal.iam.ResourcePolicy;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.wire.Admission;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Service;
import io.github.xacct.rehearsal.wire.Service.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Admits a call if the caller is allowed all permissions that the permission table requires for it.
 */
public final class Authorizer implements Admission {
  private final Authority authority;
  private final PermissionTable permissions;
  private final Iam iam;
  private final RepositoryPolicies repositories;
  private final Function<String, ResourcePolicy> buckets;

  /** Creates an authorizer with the policies of all accounts. */
  public Authorizer(
      Authority authority,
      PermissionTable permissions,
      Iam iam,
      RepositoryPolicies repositories,
      Function<String, ResourcePolicy> buckets) {
    this.buckets = buckets;
    this.authority = authority;
    this.permissions = permissions;
    this.iam = iam;
    this.repositories = repositories;
  }

  @Override
  public List<Access> admit(Service service, Protocol protocol, Call call) {
    List<Access> needed = permissions.of(service.signingName(), call);
    for (Access access : needed) {
      refuseForeignRole(call.caller(), access, protocol);
      authority
          .denial(call.caller(), access, policyOf(access))
          .ifPresent(
              words -> {
                throw denied(protocol, words);
              });
    }
    return needed;
  }

  static AwsError denied(Protocol protocol, String words) {
    return switch (protocol) {
      case JSON_1_1, JSON_1_0, RPC_CBOR -> AwsError.badRequest("AccessDeniedException", words);
      case REST_JSON -> new AwsError(403, "AccessDeniedException", words);
      case QUERY, REST_XML -> new AwsError(403, "AccessDenied", words);
      case EC2 ->
          new AwsError(
              403,
              "UnauthorizedOperation",
              "You are not authorized to perform this operation. " + words);
    };
  }

  private static void refuseForeignRole(Caller caller, Access access, Protocol protocol) {
    boolean passed = access.action().equals("iam:PassRole") && access.resource().startsWith("arn:");
    if (passed && !Iam.account(access.resource()).equals(caller.account().value())) {
      throw denied(protocol, "Cross-account pass role is not allowed.");
    }
  }

  private Optional<ResourcePolicy> policyOf(Access access) {
    if (access.action().startsWith("sts:")) {
      return Optional.of(ResourcePolicy.ofRole(iam, access.resource()));
    }
    if (access.action().startsWith("s3:")) {
      String bucket =
          access.resource().replaceFirst("^arn:[^:]*:s3:::", "").replaceFirst("/.*", "");
      // A call for a bucket that does not exist must be answered with NoSuchBucket, not with
      // AccessDenied.
      return Optional.of(buckets.apply(bucket)).filter(policy -> policy.owner().isPresent());
    }
    String[] arn = access.resource().split(":", 6);
    boolean repository = access.action().startsWith("ecr:") && arn.length == 6;
    return repository
        ? Optional.of(
            repositories.of(new AccountId(arn[4]), arn[3], arn[5].replaceFirst("^repository/", "")))
        : Optional.empty();
  }
}
