package io.github.xacct.revision;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.json.Json;

/** Formats JSON identically on every platform: two spaces, one element a line, a final newline. */
final class JsonText {

  private static final DefaultPrettyPrinter PRINTER = printer();

  private JsonText() {}

  static String pretty(JsonNode node) {
    return Json.pretty(node, PRINTER) + "\n";
  }

  /** The compact form, as an SDK sends it. */
  static String compact(JsonNode node) {
    return Json.compact(node);
  }

  private static DefaultPrettyPrinter printer() {
    var indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""))
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }
}
