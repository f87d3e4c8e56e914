package io.github.xacct.aws;

import io.github.xacct.model.Region;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The AWS Regions that this plugin's AWS SDK lists; AWS may have added others since. */
public final class KnownRegions {
  private KnownRegions() {}

  /** Returns their codes, without pseudo-regions such as {@code aws-global}. */
  public static Set<String> ids() {
    return software.amazon.awssdk.regions.Region.regions().stream()
        .filter(region -> !region.isGlobalRegion())
        .map(software.amazon.awssdk.regions.Region::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether the SDK lists the region. */
  public static boolean contains(Region region) {
    return ids().contains(region.id());
  }
}
