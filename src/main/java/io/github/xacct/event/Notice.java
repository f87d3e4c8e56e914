package io.github.xacct.event;

import io.github.xacct.model.ForeignText;

/**
 * A message for an SNS topic, short enough for a phone.
 *
 * @param subject one line of printable ASCII with at most 100 characters, which is SNS's limit
 * @param text the body, for people
 */
public record Notice(String subject, String text) {
  private static final int LONGEST_SUBJECT = 100;

  public Notice {
    subject = ForeignText.line(subject).replaceAll("[^\\x20-\\x7e]", "?").strip();
    subject = subject.substring(0, Math.min(LONGEST_SUBJECT, subject.length()));
    text = text.lines().map(ForeignText::line).collect(java.util.stream.Collectors.joining("\n"));
  }
}
