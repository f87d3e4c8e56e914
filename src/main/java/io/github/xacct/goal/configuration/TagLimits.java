package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Validates tags. The rules are the same for sessions, task definitions and stacks. Source: STS,
 * ECS and CloudFormation API references, Tag.
 */
final class TagLimits {
  static final int MOST = 50;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;
  private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*");

  private TagLimits() {}

  /** Returns the tags in the order written; problems are reported without the values. */
  static Map<String, String> read(Map<String, String> written, Element element) {
    Map<String, String> tags = Element.mapOf(written);
    if (tags.size() > MOST) {
      element.problem(tags.size() + " tags are too many: write at most " + MOST);
    }
    var seen = new HashSet<String>();
    tags.forEach(
        (key, value) -> {
          checkKey(key, element.child(key));
          checkValue(value, element.child(key));
          // STS ignores the case of keys.
          if (!seen.add(key.toLowerCase(Locale.ROOT))) {
            element.child(key).problem("another tag has this key but for case: write one of them");
          }
        });
    return tags;
  }

  private static void checkKey(String key, Element element) {
    if (key.length() > LONGEST_KEY) {
      element.problem(
          "a key of " + key.length() + " characters is too long: write at most " + LONGEST_KEY);
    }
    if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
      element.problem("keys that begin with aws: belong to AWS: write another");
    }
  }

  private static void checkValue(String value, Element element) {
    if (value.length() > LONGEST_VALUE) {
      element.problem(
          "a value of "
              + value.length()
              + " characters is too long: write at most "
              + LONGEST_VALUE);
    }
    if (!CHARACTERS.matcher(value).matches()) {
      element.problem(
          "the value has characters that AWS refuses in a tag: write letters, digits, spaces and"
              + " _.:/=+@-");
    }
  }
}
