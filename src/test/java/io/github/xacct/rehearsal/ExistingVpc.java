package io.github.xacct.rehearsal;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.readonly.PlannedNetwork;
import io.github.xacct.rehearsal.readonly.StoredNetwork;
import io.github.xacct.rehearsal.state.ResourceStore;
import java.util.List;

/** Creates a VPC in a rehearsal that no stack created. */
public final class ExistingVpc {
  private ExistingVpc() {}

  /** Creates a VPC whose subnets have no default route. */
  public static void withoutRoutes(
      Rehearsal rehearsal, AccountId account, Region region, String vpc, List<String> subnets) {
    AccountRegion place = new AccountRegion(account, region);
    ResourceStore store = rehearsal.store();
    PlannedNetwork.subnets(store, place, List.of(vpc), subnets);
    store.all(place, StoredNetwork.ROUTE).keySet().stream()
        .filter(route -> route.contains("private"))
        .forEach(route -> store.remove(place, StoredNetwork.ROUTE, route));
  }
}
