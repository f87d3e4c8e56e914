package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.xacct.model.XacctException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Converts a YAML scalar to a string, number, boolean or null. */
record YamlScalar(TemplateFile template, ScalarNode node) {

  private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9]\\d{0,17})");
  private static final Pattern DECIMAL = Pattern.compile("[-+]?\\d{1,18}\\.\\d{0,18}");
  private static final Set<String> YES = Set.of("yes", "true", "on");

  /** The value by YAML 1.1, unless YAML 1.2 contradicts it. */
  JsonNode value() {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.STR) || tag.equals(Tag.MERGE) || tag.equals(Tag.TIMESTAMP)) {
      return TextNode.valueOf(text);
    }
    if (tag.equals(Tag.NULL)) {
      return NullNode.getInstance();
    }
    if (tag.equals(Tag.BOOL)) {
      return BooleanNode.valueOf(YES.contains(text.toLowerCase(Locale.ROOT)));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(text);
    }
    throw unknownTag(template, node);
  }

  private JsonNode number(String text) {
    if (INTEGER.matcher(text).matches()) {
      BigInteger number = new BigInteger(text);
      return number.bitLength() < Integer.SIZE
          ? JsonNodeFactory.instance.numberNode(number.intValue())
          : JsonNodeFactory.instance.numberNode(number);
    }
    if (DECIMAL.matcher(text).matches()) {
      return DecimalNode.valueOf(new BigDecimal(text.endsWith(".") ? text + "0" : text));
    }
    throw TemplateSyntax.at(template, node.getStartMark())
        .evidence("Not all readers of YAML take " + text + " for the same number.")
        .suggestion("write it with decimal digits, or in quotes if a text is meant");
  }

  /** The error for a tag, which only a particular program can interpret. */
  static XacctException unknownTag(TemplateFile template, Node node) {
    String tag = node.getTag().getValue();
    XacctException problem =
        TemplateSyntax.at(template, node.getStartMark())
            .evidence("The tag " + tag.replace(Tag.PREFIX, "!!") + " is not one of plain YAML.");
    return tag.startsWith("!") && !tag.startsWith("!!")
        ? problem.suggestion(
            "CodeDeploy has no functions of CloudFormation: write ${name}, which is filled here")
        : problem;
  }
}
