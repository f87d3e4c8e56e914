package io.github.xacct.preflight;

import java.util.Map;

/**
 * One thing that somebody must be allowed to do.
 *
 * @param action as IAM calls it
 * @param resource its ARN, or {@code *} where AWS has no resource level
 * @param context condition keys that the real request has
 * @param essential whether nothing can be deployed without it; else something is reported with less
 */
record Need(String action, String resource, Map<String, String> context, boolean essential) {

  /** Condition key of where a request goes. */
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
