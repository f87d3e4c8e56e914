package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.plan.Place;
import io.github.xacct.rehearsal.readonly.EstateNetwork;
import io.github.xacct.rehearsal.readonly.PlannedNetwork;
import io.github.xacct.rehearsal.state.Estate;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import java.util.List;

/** A VPC that somebody else made, in a rehearsal. */
public final class ExistingVpc {
  private ExistingVpc() {}

  /** Its subnets have no default route. */
  public static void withoutRoutes(
      Rehearsal rehearsal, AccountId account, Region region, String vpc, List<String> subnets) {
    Place place = new Place(account, region);
    Estate estate = rehearsal.estate();
    PlannedNetwork.subnets(estate, place, List.of(vpc), subnets);
    estate.all(place, EstateNetwork.ROUTE).keySet().stream()
        .filter(route -> route.contains("private"))
        .forEach(route -> estate.remove(place, EstateNetwork.ROUTE, route));
  }
}
