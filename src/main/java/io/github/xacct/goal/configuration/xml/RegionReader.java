package io.github.xacct.goal.configuration.xml;

import io.github.xacct.aws.KnownRegions;
import io.github.xacct.model.Region;
import io.github.xacct.model.Spelling;
import java.util.Optional;

/** Reads the id of a region, and knows the one that was meant. */
public final class RegionReader {
  private RegionReader() {}

  /**
   * Reads a region by its name.
   *
   * @throws IllegalArgumentException if there cannot be such a region, with what to write
   */
  public static Region read(String id) {
    try {
      return new Region(id);
    } catch (IllegalArgumentException e) {
      throw Spelling.nearest(id, KnownRegions.ids())
          .map(
              near ->
                  new IllegalArgumentException("there is no region '" + id + "': write " + near, e))
          .orElse(e);
    }
  }

  /**
   * The same for an environment.
   *
   * @throws IllegalArgumentException also if nothing gets there from the registry's region
   */
  public static Region read(String id, Optional<Region> registry) {
    Region region = read(id);
    registry
        .filter(r -> !r.partition().equals(region.partition()))
        .ifPresent(
            r -> {
              throw new IllegalArgumentException(
                  """
                      %s is of the partition %s and the registry's %s of %s, between which no \
                      role is assumed and no image is pulled: write regions of one partition"""
                      .formatted(region, region.partition(), r, r.partition()));
            });
    return region;
  }

  /** What is reported of a region that may be right. */
  public static Optional<String> doubt(Region region) {
    if (KnownRegions.contains(region)) {
      return Optional.empty();
    }
    return Optional.of(
        "the AWS SDK of this plugin has no region "
            + region
            + Spelling.nearest(region.id(), KnownRegions.ids())
                .map(near -> ": did you mean " + near + "?")
                .orElse(": is it newer?"));
  }
}
