package io.github.xacct.stack;

import java.util.List;

/**
 * The differences of a resource from its template.
 *
 * @param status MODIFIED or DELETED
 * @param differences empty if it was deleted
 */
public record ResourceDrift(
    String logicalId, String physicalId, String type, String status, List<Difference> differences) {

  /**
   * A property that differs from the template.
   *
   * @param path JSON pointer of the property, such as {@code /DesiredCount}
   */
  public record Difference(String path, String expected, String actual) {}
}
