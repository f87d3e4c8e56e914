package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.iam.Authority;
import io.github.xacct.rehearsal.iam.Iam;
import io.github.xacct.rehearsal.iam.IamApi;
import io.github.xacct.rehearsal.iam.RepositoryPolicies;
import io.github.xacct.rehearsal.iam.ResourcePolicy;
import io.github.xacct.rehearsal.iam.Sts;
import io.github.xacct.rehearsal.iam.TokenIssuer;
import io.github.xacct.rehearsal.permission.Authorizer;
import io.github.xacct.rehearsal.permission.PermissionTable;
import io.github.xacct.rehearsal.permission.ResourceNames;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.setup.Credentials;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AccessKeys;
import io.github.xacct.rehearsal.wire.Service;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The access control of a rehearsal: access keys, roles with their sessions, and policies. */
final class AccessControl {
  final AccessKeys keys;
  final Iam iam;
  final Credentials credentials;
  final Authority authority;
  final RoleSessions roles;
  private final ResourceStore store;
  private final TokenIssuer issuer;

  AccessControl(
      RehearsalPlan plan,
      ResourceStore store,
      Consumer<Access> granted,
      Clock clock,
      Supplier<URI> endpoint) {
    this.store = store;
    keys = new AccessKeys(clock);
    iam = new Iam(store);
    credentials = new Credentials(plan, store, iam.identities(), keys);
    authority = new Authority(iam, granted);
    issuer = new TokenIssuer(clock);
    roles = new RoleSessions(store, credentials, iam, authority, issuer, endpoint);
  }

  /** Returns the APIs of STS and IAM. */
  List<Service> services(Clock clock) {
    return List.of(new Sts(keys, iam, issuer, clock), new IamApi(iam, clock));
  }

  /**
   * Returns the authorizer that admits the calls that policies allow.
   *
   * @param groupOfDeployment returns the deployment group of a deployment ID
   * @param repositories repository policies of the registries
   * @param buckets returns the policy of a bucket by its name
   */
  Authorizer admission(
      BiFunction<AccountRegion, String, Optional<String>> groupOfDeployment,
      RepositoryPolicies repositories,
      Function<String, ResourcePolicy> buckets) {
    var names = new ResourceNames(store, iam.identities(), groupOfDeployment);
    return new Authorizer(authority, new PermissionTable(names), iam, repositories, buckets);
  }
}
