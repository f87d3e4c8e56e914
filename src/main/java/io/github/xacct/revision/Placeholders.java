package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces placeholders <code>${name}</code> in a template. Values are inserted into the parsed
 * tree, so that no value can break out of its string, and are not searched for placeholders again.
 */
final class Placeholders {

  /** Marks a placeholder without quotes: a Unicode noncharacter, which no text may contain. */
  private static final char BARE = '\uFFFF';

  private static final Pattern FORM = Pattern.compile("(\\$\\$\\{)|\\$\\{([^}]*)\\}|\\$\\{");
  private static final Pattern BARE_FORM = Pattern.compile("\\$\\{([^\\s{}\"\\\\]+)\\}");

  /** Shell expansions that are not placeholders of this plugin, such as ${PORT:-8080}. */
  private static final Pattern EXPANSION = Pattern.compile("^\\w+(?::?[-=?+]|[%#/^,@])");

  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9]\\d*)");
  private static final Pattern DECIMAL = Pattern.compile(INTEGER.pattern() + "\\.\\d+");

  private final TemplateValues values;
  private final TemplateProblems problems;
  private boolean unfilled;

  Placeholders(TemplateValues values, TemplateProblems problems) {
    this.values = values;
    this.problems = problems;
  }

  /**
   * Quotes placeholders outside of strings, as in <code>"cpu": ${cpu}</code>, so that the template
   * is JSON. Every character keeps its line and column.
   */
  static String quoteBare(String json) {
    var text = new StringBuilder(json);
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inString && c == '\\') {
        i++;
      } else if (c == '"') {
        inString = !inString;
      } else if (!inString && c == '$') {
        Matcher bare = BARE_FORM.matcher(json).region(i, json.length());
        if (bare.lookingAt()) {
          text.replace(i, bare.end(), "\"" + BARE + bare.group(1) + "\"");
          i = bare.end() - 1;
        }
      }
    }
    return text.toString();
  }

  /**
   * Replaces all placeholders in a tree. An unresolved placeholder is added as a problem and its
   * value becomes a MissingNode, so that it is not reported twice.
   */
  JsonNode fill(JsonNode node, String path) {
    if (node instanceof ObjectNode object) {
      ObjectNode filled = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(
              e -> {
                String child = FieldPath.child(path, e.getKey());
                filled.set(text(e.getKey(), child), fill(e.getValue(), child));
              });
      return filled;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode filled = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < array.size(); i++) {
        filled.add(fill(array.get(i), path + "[" + i + "]"));
      }
      return filled;
    }
    return node.isTextual() ? scalar(node.textValue(), path) : node;
  }

  private JsonNode scalar(String text, String path) {
    if (!text.isEmpty() && text.charAt(0) == BARE) {
      return bare(text.substring(1), path);
    }
    int before = problems.count();
    for (ForeignPlaceholder foreign : ForeignPlaceholder.in(text, path)) {
      String what = foreign.text() + " looks like a placeholder of another tool";
      if (foreign.certain()) {
        problems.add(path, what, foreign.advice());
      } else {
        problems.warn(path, what, foreign.advice());
      }
    }
    if (problems.count() > before) {
      return MissingNode.getInstance();
    }
    String filled = text(text, path);
    return problems.count() == before ? TextNode.valueOf(filled) : MissingNode.getInstance();
  }

  private String text(String text, String path) {
    var filled = new StringBuilder();
    Matcher placeholder = FORM.matcher(text);
    while (placeholder.find()) {
      placeholder.appendReplacement(
          filled, Matcher.quoteReplacement(replacement(placeholder, path)));
    }
    return placeholder.appendTail(filled).toString();
  }

  private String replacement(Matcher placeholder, String path) {
    if (placeholder.group(1) != null) {
      return "${";
    }
    if (placeholder.group(2) == null) {
      problems.add(path, "${ is not closed by }", ", for a literal ${ write $${");
      return "${";
    }
    return value(placeholder.group(2), path).orElse(placeholder.group());
  }

  private JsonNode bare(String name, String path) {
    Optional<String> value = value(name, path);
    if (value.isEmpty()) {
      return MissingNode.getInstance();
    }
    String text = value.get();
    if (INTEGER.matcher(text).matches()) {
      BigInteger number = new BigInteger(text);
      return number.bitLength() < Integer.SIZE
          ? JsonNodeFactory.instance.numberNode(number.intValue())
          : JsonNodeFactory.instance.numberNode(number);
    }
    if (DECIMAL.matcher(text).matches()) {
      return DecimalNode.valueOf(new BigDecimal(text));
    }
    if (text.equals("true") || text.equals("false")) {
      return BooleanNode.valueOf(text.equals("true"));
    }
    problems.add(
        path,
        "the value of ${" + name + "} is not a number, true or false",
        ", put the placeholder in quotes if a text is meant");
    return MissingNode.getInstance();
  }

  private Optional<String> value(String name, String path) {
    Optional<String> value = values.apply(name);
    if (value.isEmpty() && ForeignPlaceholder.isForeign(name)) {
      problems.add(
          path,
          "${" + name + "} looks like a placeholder of another tool",
          ForeignPlaceholder.advice(name));
      return value;
    }
    if (value.isEmpty()) {
      problems.add(path, "nothing fills ${" + name + "}", hint(name, path));
      if (!unfilled) {
        unfilled = true;
        problems.advise(
            "set it in the environment's <variables> or as a project property; an environment"
                + " variable is written ${env.NAME}, a literal ${name} $${name}");
      }
    }
    return value;
  }

  private String hint(String name, String path) {
    String hint = values.hint(name);
    if (!hint.isEmpty()) {
      return hint;
    }
    boolean free = FreeText.isAt(path);
    boolean variable = FreeText.isCommand(path) && name.matches("\\w+");
    if (variable || free && EXPANSION.matcher(name).find()) {
      return ", for the container's shell write $${" + name + "}";
    }
    return free ? "" : ForeignPlaceholder.accountOrRegion(name);
  }
}
