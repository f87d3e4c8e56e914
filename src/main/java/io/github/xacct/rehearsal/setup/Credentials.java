package io.github.xacct.rehearsal.setup;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.plan.Keys;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AccessKeys;
import io.github.xacct.rehearsal.wire.Ids;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The credentials of a rehearsal: of the builder, of role sessions, and of an administrator of each
 * account.
 */
public final class Credentials {
  private static final String ADMINISTRATOR = "xacct-rehearsal-administrator";
  private static final String SESSION = "xacct-rehearsal";

  private final RehearsalPlan plan;
  private final ResourceStore store;
  private final Identities identities;
  private final AccessKeys accounts;
  private final Map<String, Keys> issued = new ConcurrentHashMap<>();

  public Credentials(
      RehearsalPlan plan, ResourceStore store, Identities identities, AccessKeys accounts) {
    this.plan = plan;
    this.store = store;
    this.identities = identities;
    this.accounts = accounts;
  }

  /** Returns the keys of the builder: of a session of its role if that exists, else of its user. */
  public Keys builder() {
    if (plan.setUpFaults().contains(SetUpFault.BUILDER_IN_OTHER_ACCOUNT)) {
      return administrator(new AccountId(FaultyAccount.STRANGER));
    }
    Optional<RoleArn> role =
        plan.builderRole().filter(r -> identities.find(r.toString()).isPresent());
    return role.map(this::session)
        .orElseGet(() -> user(PlannedIdentities.builderArn(plan), plan.toolsAccount()));
  }

  /** Returns the keys of an administrator of an account, who is created at the first call. */
  public Keys administrator(AccountId account) {
    String arn = PlannedIdentities.userArn(plan, account, ADMINISTRATOR);
    if (identities.find(arn).isEmpty()) {
      PlannedIdentities.putUser(store, account, ADMINISTRATOR);
    }
    return user(arn, account);
  }

  private Keys user(String arn, AccountId account) {
    return issued.computeIfAbsent(
        arn, a -> accounts.issueKeys(new Caller(account, a, a, Ids.unique("AIDA", a))).keys());
  }

  /** Returns the keys of a session of a role, valid for longer than any rehearsal. */
  public Keys session(RoleArn role) {
    return session(role, SESSION);
  }

  /** Returns the keys of a session of a role with a session name. */
  public Keys session(RoleArn role, String name) {
    Caller caller = caller(role, name);
    return issued.computeIfAbsent(
        caller.arn(), a -> accounts.issueSession(caller, Duration.ofDays(2)).keys());
  }

  /** Returns the caller of a role's session. */
  public Caller caller(RoleArn role) {
    return caller(role, SESSION);
  }

  private static Caller caller(RoleArn role, String session) {
    String arn =
        "arn:%s:sts::%s:assumed-role/%s/%s"
            .formatted(role.partition(), role.account(), role.name(), session);
    String userId = Ids.unique("AROA", role.toString()) + ":" + session;
    return new Caller(role.account(), arn, role.toString(), userId);
  }
}
