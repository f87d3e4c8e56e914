package io.github.xacct.revision;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.XacctException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reports a template that cannot be parsed: file, line, column, the text and the reason. */
final class TemplateSyntax {

  static final String TOO_DEEP = "It is nested deeper than " + FieldPath.DEEPEST + " levels.";

  private static final int WIDTH = 60;

  /** The position of an unclosed bracket or string, which Jackson reports only in its message. */
  private static final Pattern OPENED = Pattern.compile("line: (\\d+), column: (\\d+)\\]\\)");

  private TemplateSyntax() {}

  static XacctException error(TemplateFile template, JsonProcessingException error) {
    if (error instanceof JsonEOFException) {
      return endsEarly(template, error);
    }
    JsonLocation at = error.getLocation();
    if (at == null) {
      return XacctException.yours(template.file() + " cannot be read.")
          .evidence("The parser said: " + error.getOriginalMessage());
    }
    XacctException reported = at(template, at.getLineNr(), at.getColumnNr());
    if (error.getOriginalMessage().equals(TOO_DEEP)) {
      return reported.evidence(TOO_DEEP);
    }
    Optional<ForeignPlaceholder> foreign = foreign(template, at.getLineNr(), at.getColumnNr());
    if (foreign.isPresent()) {
      return withForeign(reported, foreign.get());
    }
    return advice(template, at)
        .map(reported::suggestion)
        .orElseGet(() -> reported.evidence("The parser said: " + error.getOriginalMessage()));
  }

  static XacctException yaml(TemplateFile template, MarkedYAMLException error) {
    Mark mark = error.getProblemMark() == null ? error.getContextMark() : error.getProblemMark();
    return yaml(template, mark, "The parser said: " + error.getProblem());
  }

  /** The error at a position: the given one, or a placeholder of another tool found there. */
  static XacctException yaml(TemplateFile template, Mark mark, String what) {
    XacctException reported = at(template, mark);
    if (template.line(mark.getLine() + 1).startsWith("${", mark.getColumn() - 1)) {
      return reported
          .evidence("YAML takes the { of ${...} for its own inside of [ ] and { }.")
          .suggestion("put it in quotes");
    }
    return foreign(template, mark.getLine() + 1, mark.getColumn() + 1)
        .map(foreign -> withForeign(reported, foreign))
        .orElseGet(() -> reported.evidence(what));
  }

  static XacctException at(TemplateFile template, Mark mark) {
    return at(template, mark.getLine() + 1, mark.getColumn() + 1);
  }

  static XacctException trailing(TemplateFile template, JsonLocation at) {
    return at(template, at.getLineNr(), at.getColumnNr())
        .evidence("The file goes on after its first value ends.");
  }

  static XacctException empty(TemplateFile template) {
    return XacctException.yours(template.file() + " is empty.")
        .suggestion("write the file's content, or delete it to use the configuration");
  }

  static XacctException notAnObject(TemplateFile template, JsonNode root) {
    XacctException reported =
        XacctException.yours(
            template.file()
                + " must contain an object, but contains "
                + FieldPath.kind(root)
                + ".");
    return root.path(0).has("image")
        ? reported.suggestion(
            "write the whole task definition around it: {\"family\": ..., \"containerDefinitions\":"
                + " [...]}")
        : reported;
  }

  private static Optional<ForeignPlaceholder> foreign(TemplateFile template, int line, int column) {
    return ForeignPlaceholder.at(template.line(line), column);
  }

  private static XacctException withForeign(XacctException reported, ForeignPlaceholder foreign) {
    return reported.evidence(
        foreign.text() + " looks like a placeholder of another tool" + foreign.advice() + ".");
  }

  private static XacctException endsEarly(TemplateFile template, JsonProcessingException error) {
    Matcher opened = OPENED.matcher(error.getOriginalMessage());
    XacctException reported =
        opened.find()
            ? at(template, Integer.parseInt(opened.group(1)), Integer.parseInt(opened.group(2)))
            : XacctException.yours(template.file() + " cannot be read.");
    return reported.evidence("The file ends before what is opened here is closed.");
  }

  private static XacctException at(TemplateFile template, int line, int column) {
    return XacctException.yours(
            template.file() + " cannot be read: line " + line + ", column " + column + ".")
        .evidence(excerpt(template.line(line), column));
  }

  /** The line, cut to the text around the column, with a marker below the column. */
  static String excerpt(String line, int column) {
    int from = Math.max(0, Math.min(column - 1, line.length()) - WIDTH / 2);
    String cut = line.substring(from, Math.min(line.length(), from + WIDTH)).replace('\t', ' ');
    int indent = cut.length() - cut.stripLeading().length();
    int mark = Math.max(0, column - 1 - from - indent);
    return "  " + cut.strip() + "\n  " + " ".repeat(mark) + "^";
  }

  /** Advice for the two common habits of other JSON dialects: comments and trailing commas. */
  private static Optional<String> advice(TemplateFile template, JsonLocation at) {
    String text = template.text();
    int offset = (int) Math.min(Math.max(0, at.getCharOffset()), text.length());
    if (text.startsWith("//", offset)
        || text.startsWith("/*", offset)
        || text.startsWith("#", offset)) {
      return Optional.of("delete the comment: JSON has no comments");
    }
    boolean closes = text.startsWith("}", offset) || text.startsWith("]", offset);
    if (closes && text.substring(0, offset).stripTrailing().endsWith(",")) {
      return Optional.of(
          "delete the comma before " + text.charAt(offset) + ": JSON has no trailing commas");
    }
    return Optional.empty();
  }
}
