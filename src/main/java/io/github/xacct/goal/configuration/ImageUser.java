package io.github.xacct.goal.configuration;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Validates the user that runs the image's process: {@code user}, {@code uid}, {@code user:group},
 * {@code uid:gid} and the like. Source: OCI image specification, "Image Configuration", User.
 */
public final class ImageUser {
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_.-]*\\$?";
  private static final Pattern FORM = Pattern.compile("(\\d+|%1$s)(:(\\d+|%1$s))?".formatted(NAME));

  private ImageUser() {}

  /**
   * Returns the user unchanged if it is valid.
   *
   * @throws IllegalArgumentException if no container could start with it
   */
  public static String check(String user) {
    if (!FORM.matcher(user).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a user: write %suid:gid such as 10001:10001"
              .formatted(user, withoutColon(user)));
    }
    Stream.of(user.split(":"))
        .filter(part -> part.matches("\\d+"))
        .forEach(id -> checkId(id, user));
    return user;
  }

  private static String withoutColon(String user) {
    String alone = user.replaceAll("^:+|:+$", "");
    return alone.equals(user) || !FORM.matcher(alone).matches() ? "" : alone + ", or ";
  }

  /** Source: opencontainers/runc, libcontainer/user. */
  private static void checkId(String digits, String user) {
    if (digits.length() > 10 || Long.parseLong(digits) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "'" + user + "' is not a user: an id is a number from 0 to " + Integer.MAX_VALUE);
    }
  }
}
