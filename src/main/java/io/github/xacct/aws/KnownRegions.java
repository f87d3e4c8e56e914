package io.github.xacct.aws;

import io.github.xacct.model.Region;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which regions the AWS SDK of this plugin knows; AWS may have opened others since. */
public final class KnownRegions {
  private KnownRegions() {}

  /** Their ids, without pseudo-regions such as {@code aws-global}. */
  public static Set<String> ids() {
    return software.amazon.awssdk.regions.Region.regions().stream()
        .filter(region -> !region.isGlobalRegion())
        .map(software.amazon.awssdk.regions.Region::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether the region is one of them. */
  public static boolean contains(Region region) {
    return ids().contains(region.id());
  }
}
