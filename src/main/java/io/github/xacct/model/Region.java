package io.github.xacct.model;

import java.util.regex.Pattern;

/** Which AWS region, by its id such as {@code eu-central-1}. */
public record Region(String id) {
  private static final Pattern FORM = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-\\d");

  public Region {
    if (!FORM.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "'" + id + "' is not a region id: write one such as eu-central-1 or us-east-1");
    }
  }

  /** The ARN partition of the region: {@code aws}, {@code aws-cn} or {@code aws-us-gov}. */
  public String partition() {
    if (id.startsWith("cn-")) {
      return "aws-cn";
    }
    return id.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  @Override
  public String toString() {
    return id;
  }
}
