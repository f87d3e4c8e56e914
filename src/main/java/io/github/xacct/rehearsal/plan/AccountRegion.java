package io.github.xacct.rehearsal.plan;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;

/**
 * One account in one region, which owns resources. A call sees only the resources of its own
 * account and region.
 */
public record AccountRegion(AccountId account, Region region) {

  public static AccountRegion of(RehearsedService plan) {
    return new AccountRegion(plan.account(), plan.region());
  }

  /**
   * Returns the ARN of a resource of this account and region, such as {@code arn("ecs",
   * "cluster/web")}.
   */
  public String arn(String service, String resource) {
    return String.join(
        ":", "arn", region.partition(), service, region.id(), account.value(), resource);
  }

  /** Returns the key in saved state, {@code account/region}. */
  public String key() {
    return account + "/" + region;
  }

  /** Returns the name in a name or an ARN: the part after the last slash. */
  public static String nameIn(String nameOrArn) {
    return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
  }
}
