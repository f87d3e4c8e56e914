package io.github.xacct.revision;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.XacctException;

/** How a template that cannot even be read is told: file, line, column, the text, and why. */
final class TemplateSyntax {

  private static final int WIDTH = 60;

  private TemplateSyntax() {}

  static XacctException error(Template template, JsonProcessingException error) {
    JsonLocation at = error.getLocation();
    XacctException told = at(template, at).evidence(reason(error));
    return advice(template, at, error).map(told::suggestion).orElse(told);
  }

  static XacctException trailing(Template template, JsonLocation at) {
    return at(template, at).evidence("The file goes on after its first value ends.");
  }

  static XacctException empty(Template template) {
    return XacctException.yours(template.file() + " is empty.")
        .suggestion("write the file's content, or delete it to use the configuration");
  }

  static XacctException notAnObject(Template template, JsonNode root) {
    return XacctException.yours(
        template.file() + " must hold an object, but holds " + ShapeCheck.kind(root) + ".");
  }

  private static XacctException at(Template template, JsonLocation at) {
    return XacctException.yours(
            template.file()
                + " cannot be read: line "
                + at.getLineNr()
                + ", column "
                + at.getColumnNr()
                + ".")
        .evidence(excerpt(template.line(at.getLineNr()), at.getColumnNr()));
  }

  /** The offending line, cut to what is around the column, with a mark under the column. */
  private static String excerpt(String line, int column) {
    int from = Math.max(0, Math.min(column - 1, line.length()) - WIDTH / 2);
    String cut = line.substring(from, Math.min(line.length(), from + WIDTH)).replace('\t', ' ');
    int indent = cut.length() - cut.stripLeading().length();
    int mark = Math.max(0, column - 1 - from - indent);
    return "  " + cut.strip() + "\n  " + " ".repeat(mark) + "^";
  }

  private static String reason(JsonProcessingException error) {
    if (error instanceof JsonEOFException) {
      return "The file ends before everything that it opened is closed.";
    }
    String words = error.getOriginalMessage().lines().findFirst().orElse("");
    return "The parser said: " + words;
  }

  private static java.util.Optional<String> advice(
      Template template, JsonLocation at, JsonProcessingException error) {
    if (!template.file().endsWith(".json")) {
      return java.util.Optional.empty();
    }
    int offset = (int) Math.min(Math.max(0, at.getCharOffset()), template.text().length());
    char here = offset < template.text().length() ? template.text().charAt(offset) : ' ';
    String before = template.text().substring(0, offset).stripTrailing();
    String words = error.getOriginalMessage();
    if (words.contains("ALLOW_COMMENTS") || words.contains("ALLOW_YAML_COMMENTS")) {
      return java.util.Optional.of(
          "delete the comment: RegisterTaskDefinition JSON has no comments");
    }
    if ((here == '}' || here == ']') && before.endsWith(",")) {
      return java.util.Optional.of(
          "delete the comma before " + here + ": JSON has no trailing commas");
    }
    return java.util.Optional.empty();
  }
}
