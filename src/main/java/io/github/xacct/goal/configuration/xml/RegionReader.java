package io.github.xacct.goal.configuration.xml;

import io.github.xacct.aws.KnownRegions;
import io.github.xacct.model.Region;
import io.github.xacct.model.Spelling;
import java.util.Optional;

/** Parses region IDs and suggests corrections of misspelt ones. */
public final class RegionReader {
  private RegionReader() {}

  /**
   * Parses the ID of a region.
   *
   * @throws IllegalArgumentException if there cannot be such a region, with a suggestion
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
   * Parses the region of an environment.
   *
   * @throws IllegalArgumentException also if it is in another partition than the registry's region
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

  /** Returns the doubt about a region that this plugin does not know; empty if it does. */
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
