package io.github.xacct.policy;

/** Whether a text is what a pattern with {@code *} and {@code ?} stands for. */
final class Wildcards {
  private Wildcards() {}

  /**
   * Compares them; each action of a call is compared with each statement of a role, too often for
   * regular expressions.
   *
   * @param ignoreCase of the letters of ASCII
   */
  static boolean match(String pattern, String text, boolean ignoreCase) {
    int at = 0;
    int in = 0;
    int star = -1;
    int taken = 0; // by the last star
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
