package io.github.xacct.preflight;

import java.util.Map;

/**
 * A permission that a principal requires.
 *
 * @param action in IAM's form
 * @param resource its ARN; {@code *} for actions without resource-level permissions
 * @param context condition keys of the actual request
 * @param essential whether a deployment fails without it; otherwise only the report is less
 *     detailed
 */
record Need(String action, String resource, Map<String, String> context, boolean essential) {

  /** The condition key for the region of a request. */
  static final String REGION = "aws:RequestedRegion";

  Need(String action, String resource) {
    this(action, resource, Map.of(), true);
  }

  Need when(String key, String value) {
    return new Need(action, resource, Map.of(key, value), essential);
  }

  Need optional() {
    return new Need(action, resource, context, false);
  }

  @Override
  public String toString() {
    return action + " on " + resource;
  }
}
