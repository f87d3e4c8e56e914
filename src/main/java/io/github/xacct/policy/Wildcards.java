package io.github.xacct.policy;

/** Matches texts against patterns with the wildcards {@code *} and {@code ?}. */
final class Wildcards {
  private Wildcards() {}

  /**
   * Whether the pattern matches the whole text. Called too often for regular expressions: each
   * action of a call is compared with each statement of a role.
   *
   * @param ignoreCase whether to ignore the case of ASCII letters
   */
  static boolean match(String pattern, String text, boolean ignoreCase) {
    int at = 0;
    int in = 0;
    int star = -1;
    int taken = 0; // end of what the last * matched
    while (in < text.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        taken = in;
      } else if (at < pattern.length() && one(pattern.charAt(at), text.charAt(in), ignoreCase)) {
        at++;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++taken;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }

  private static boolean one(char wanted, char found, boolean ignoreCase) {
    return wanted == '?' || wanted == found || ignoreCase && lower(wanted) == lower(found);
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }
}
