package io.github.xacct.stack;

import java.util.List;

/**
 * How a resource differs from its template.
 *
 * @param status MODIFIED or DELETED
 * @param differences none if it is gone
 */
public record ResourceDrift(
    String logicalId, String physicalId, String type, String status, List<Difference> differences) {

  /**
   * A property that differs from the template.
   *
   * @param path such as {@code /DesiredCount}
   */
  public record Difference(String path, String expected, String actual) {}
}
