package io.github.xacct.model;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ARN of an IAM role, {@code arn:aws:iam::222222222222:role/path/name}.
 *
 * @param partition aws, aws-cn or aws-us-gov
 * @param account owner of the role
 * @param pathAndName the role's name, with its path if it has one
 */
public record RoleArn(String partition, AccountId account, String pathAndName) {
  private static final Pattern NAME = Pattern.compile("(?:[\\w+=,.@-]+/)*[\\w+=,.@-]{1,64}");
  private static final Pattern ARN =
      Pattern.compile("arn:(aws[a-z-]*):iam::(\\d{12}):role/(" + NAME.pattern() + ")");

  public RoleArn {
    if (!NAME.matcher(pathAndName).matches()) {
      throw new IllegalArgumentException(
          "'"
              + pathAndName
              + "' is not a role name: letters, digits and +=,.@_- , at most 64, with an optional"
              + " path before the last slash");
    }
  }

  /**
   * Parses an ARN, or a name, which means a role in the given account.
   *
   * @throws IllegalArgumentException if it is invalid, with the reason and the expected form
   */
  public static RoleArn parse(String nameOrArn, String partition, @Nullable AccountId account) {
    if (!Arn.isMeant(nameOrArn)) {
      return new RoleArn(partition, Objects.requireNonNull(account), nameOrArn);
    }
    var matcher = ARN.matcher(nameOrArn);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a role ARN: write arn:aws:iam::%s:role/NAME, or the name alone"
              .formatted(nameOrArn, account));
    }
    return new RoleArn(matcher.group(1), new AccountId(matcher.group(2)), matcher.group(3));
  }

  /** Returns the name without its path. */
  public String name() {
    return pathAndName.substring(pathAndName.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return Arn.global(partition, account, "iam", "role/" + pathAndName).toString();
  }
}
