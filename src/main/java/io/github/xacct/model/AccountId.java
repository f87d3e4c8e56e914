package io.github.xacct.model;

import java.util.regex.Pattern;

/** The ID of an AWS account: 12 digits. */
public record AccountId(String value) {
  private static final Pattern FORM = Pattern.compile("\\d{12}");

  public AccountId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'" + value + "' is not an AWS account id: an id has 12 digits, such as 111111111111");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
