package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.XacctException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Parses YAML 1.1 with the line of each value: aliases are replaced by their anchors, merge keys
 * are merged, an empty node is null. Constructs on which YAML parsers disagree are refused.
 *
 * @see <a href="https://yaml.org/spec/1.1/">YAML 1.1</a>
 */
final class YamlReader {

  /** The maximum number of values, because aliases can expand a few lines to billions. */
  private static final int MOST_VALUES = 10_000;

  private final TemplateFile template;
  private final Map<String, Integer> lines;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int values;

  /**
   * @param lines receives the line of each path
   */
  YamlReader(TemplateFile template, Map<String, Integer> lines) {
    this.template = template;
    this.lines = lines;
  }

  /**
   * Returns the only document; null if there is none.
   *
   * @throws XacctException with line and column of the error
   */
  JsonNode read() {
    try {
      refuseDepth();
      Node node = new Composer(parser(), new Resolver(), options()).getSingleNode();
      return node == null ? NullNode.getInstance() : value(node, "", node.getStartMark());
    } catch (MarkedYAMLException e) {
      throw TemplateSyntax.yaml(template, e);
    } catch (YAMLException e) {
      throw XacctException.yours(template.file() + " cannot be read.")
          .evidence("The parser said: " + ErrorText.of(e).lines().findFirst().orElse(""));
    }
  }

  private ParserImpl parser() {
    return new ParserImpl(new StreamReader(template.text()), options());
  }

  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setNestingDepthLimit(FieldPath.DEEPEST + 1);
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    options.setProcessComments(false);
    return options;
  }

  private void refuseDepth() {
    ParserImpl parser = parser();
    int depth = 0;
    while (parser.peekEvent() != null) {
      Event event = parser.getEvent();
      if (event.is(Event.ID.SequenceStart) || event.is(Event.ID.MappingStart)) {
        if (++depth > FieldPath.DEEPEST) {
          throw TemplateSyntax.at(template, event.getStartMark()).evidence(TemplateSyntax.TOO_DEEP);
        }
      } else if (event.is(Event.ID.SequenceEnd) || event.is(Event.ID.MappingEnd)) {
        depth--;
      }
    }
  }

  private JsonNode value(Node node, String path, Mark at) {
    lines.putIfAbsent(path, at.getLine() + 1);
    if (++values > MOST_VALUES) {
      throw TemplateSyntax.at(template, at)
          .evidence("Its aliases stand for more than " + MOST_VALUES + " values.");
    }
    if (node instanceof ScalarNode scalar) {
      return new YamlScalar(template, scalar).value();
    }
    if (!open.add(node)) {
      throw TemplateSyntax.at(template, at).evidence("The alias is inside its own anchor.");
    }
    JsonNode value =
        node instanceof MappingNode mapping
            ? object(mapping, path, at)
            : array((SequenceNode) node, path, at);
    open.remove(node);
    return value;
  }

  private ArrayNode array(SequenceNode node, String path, Mark at) {
    requireTag(node, Tag.SEQ);
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Node element : node.getValue()) {
      array.add(value(element, path + "[" + array.size() + "]", at(element, node, at)));
    }
    return array;
  }

  /** The position to report: that of the alias for a value inside its anchor. */
  private static Mark at(Node child, Node parent, Mark at) {
    boolean byAlias = at.getIndex() > parent.getEndMark().getIndex();
    boolean isAlias = child.getStartMark().getIndex() < parent.getStartMark().getIndex();
    return byAlias || isAlias ? at : child.getStartMark();
  }

  private ObjectNode object(MappingNode node, String path, Mark at) {
    requireTag(node, Tag.MAP);
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (NodeTuple tuple : fields(node).values()) {
      String field = key(tuple);
      String child = FieldPath.child(path, field);
      object.set(field, value(tuple.getValueNode(), child, at(tuple.getKeyNode(), node, at)));
    }
    return object;
  }

  /** A mapping's own fields in order, then the merged ones that it does not override. */
  private Map<String, NodeTuple> fields(MappingNode node) {
    Map<String, NodeTuple> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      NodeTuple first = isMerge(tuple) ? null : fields.putIfAbsent(key(tuple), tuple);
      if (first != null) {
        throw TemplateSyntax.at(template, tuple.getKeyNode().getStartMark())
            .evidence(
                key(tuple)
                    + " is there twice, first in line "
                    + (first.getKeyNode().getStartMark().getLine() + 1)
                    + ".")
            .suggestion("delete one of the two");
      }
    }
    node.getValue().stream().filter(this::isMerge).forEach(tuple -> merge(tuple, fields));
    return fields;
  }

  private void merge(NodeTuple tuple, Map<String, NodeTuple> fields) {
    Node merged = tuple.getValueNode();
    Mark at = tuple.getKeyNode().getStartMark();
    if (!open.add(merged)) {
      throw TemplateSyntax.at(template, at).evidence("The alias is inside its own anchor.");
    }
    if (merged instanceof MappingNode mapping) {
      fields(mapping).forEach(fields::putIfAbsent);
    } else if (merged instanceof SequenceNode list
        && list.getValue().stream().allMatch(MappingNode.class::isInstance)) {
      list.getValue()
          .forEach(mapping -> fields((MappingNode) mapping).forEach(fields::putIfAbsent));
    } else {
      throw TemplateSyntax.at(template, at).evidence("<< merges a mapping, or a list of mappings.");
    }
    open.remove(merged);
  }

  private boolean isMerge(NodeTuple tuple) {
    return tuple.getKeyNode().getTag().equals(Tag.MERGE);
  }

  private String key(NodeTuple tuple) {
    if (tuple.getKeyNode() instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw TemplateSyntax.yaml(
        template,
        tuple.getKeyNode().getStartMark(),
        "A field's name is a text, but here is a list or a mapping.");
  }

  private void requireTag(Node node, Tag tag) {
    if (!node.getTag().equals(tag)) {
      throw YamlScalar.unknownTag(template, node);
    }
  }
}
