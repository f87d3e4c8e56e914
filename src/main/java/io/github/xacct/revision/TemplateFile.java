package io.github.xacct.revision;

/**
 * A template file of the user.
 *
 * @param file its path for messages, such as {@code src/main/ecs/taskdef-test.json}
 * @param text its content
 */
public record TemplateFile(String file, String text) {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  public TemplateFile {
    if (text.startsWith(BYTE_ORDER_MARK)) {
      text = text.substring(1);
    }
  }

  /** The text of one line, counted from 1; empty beyond the end. */
  String line(int number) {
    return text.lines().skip(number - 1L).findFirst().orElse("");
  }
}
