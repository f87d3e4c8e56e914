package io.github.xacct.rehearsal.plan;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;

/** Where things live: one account's part of one region. Nobody sees another place's things. */
public record AccountRegion(AccountId account, Region region) {

  public static AccountRegion of(RehearsedService plan) {
    return new AccountRegion(plan.account(), plan.region());
  }

  /** The ARN of a thing here, such as {@code arn("ecs", "cluster/web")}. */
  public String arn(String service, String resource) {
    return String.join(
        ":", "arn", region.partition(), service, region.id(), account.value(), resource);
  }

  /** The key in saved state. */
  public String key() {
    return account + "/" + region;
  }

  /** The name in what may be a name or an ARN: all behind the last slash. */
  public static String nameIn(String nameOrArn) {
    return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
  }
}
