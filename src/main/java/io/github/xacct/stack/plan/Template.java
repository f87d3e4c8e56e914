package io.github.xacct.stack.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.xacct.model.Region;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a stack is made of: one of the templates that the plugin brings along, or a rendered one.
 */
public final class Template {
  private static final String HOME = "/io/github/xacct/stack/";

  /** The template of the development account. */
  public static final Template TOOLING = resource("tooling");

  /** An environment's, in the order in which it gets them. */
  public static final Template NETWORK = resource("network");

  /** The template of the placeholder image, for tasks that cannot reach a public registry. */
  public static final Template PLACEHOLDER = resource("placeholder");

  public static final Template SERVICE = resource("service");
  public static final Template CODEDEPLOY = resource("codedeploy");
  public static final Template ROLE = resource("role");

  /** After the first deployment these are CodeDeploy's; their stack policy says so too. */
  private static final List<String> OF_CODEDEPLOY =
      List.of("Service", "ProductionListener", "TestListener", "ProductionRule", "TestRule");

  /** Of what a stack may find there already and take over. */
  private static final Pattern DYNAMIC_NAME =
      Pattern.compile(
          "(?m)^( +(?:RepositoryName|LogGroupName): )(?:!Ref (\\w+)|!Sub '([^'\\n]+)')$");

  private final String id;
  private final String text;
  private final Optional<String> stackPolicy;
  private final JsonNode tree;

  private Template(String id, String text, Optional<String> stackPolicy) {
    this.id = id;
    this.text = text;
    this.stackPolicy = stackPolicy;
    try {
      tree = new YAMLMapper().readTree(text); // without CloudFormation's tags: !Ref X is X
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that is not a resource, because it depends on the configuration. */
  public static Template rendered(String id, String text) {
    return new Template(id, text, Optional.empty());
  }

  private static Template resource(String id) {
    String text = read(id + ".yaml").map(Template::withoutComments).orElseThrow();
    return new Template(id, text, read(id + ".stack-policy.json"));
  }

  /**
   * CloudFormation counts them too, and takes 51,200 bytes; they are for the template's readers.
   */
  static String withoutComments(String yaml) {
    return yaml.replaceAll("(?m)^ *#.*\\R", "");
  }

  /**
   * Of the development account in another region than the pipeline's; its outputs are named by the
   * region.
   */
  static Template artifacts(Region region) {
    return rendered(
        "artifacts-" + region,
        read("artifacts.yaml").orElseThrow().replace("Elsewhere", region.inNames()));
  }

  /** As the last part of its stacks' names. */
  public String id() {
    return id;
  }

  /** Such as {@code service.yaml}. */
  public String fileName() {
    return id() + ".yaml";
  }

  /** The template as CloudFormation gets it. */
  public String text() {
    return text;
  }

  /**
   * The template with names written out, for {@code ImportExistingResources}: "The resource must
   * have a static custom name defined in your template. Dynamic names (using !Ref or other
   * functions) are not currently supported." Source: CloudFormation user guide, "Import AWS
   * resources into a CloudFormation stack automatically".
   */
  public String textFor(Map<String, String> parameters) {
    return DYNAMIC_NAME
        .matcher(text)
        .replaceAll(name -> Matcher.quoteReplacement(literal(name, parameters)));
  }

  /** Names of what is no parameter, such as another resource of the stack, stay as they are. */
  private static String literal(MatchResult name, Map<String, String> parameters) {
    String value = name.group(2) == null ? name.group(3) : "${" + name.group(2) + "}";
    for (var parameter : parameters.entrySet()) {
      value = value.replace("${" + parameter.getKey() + "}", parameter.getValue());
    }
    return value.contains("${") ? name.group() : name.group(1) + "'" + value + "'";
  }

  /** What updates may never do, if there is such a thing. */
  public Optional<String> stackPolicy() {
    return stackPolicy;
  }

  /** Counted up with each change that a stack should not lose again. */
  public int version() {
    return Integer.parseInt(tree.at("/Outputs/TemplateVersion/Value").asText());
  }

  /** What can be said of it, by name. */
  public Map<String, TemplateParameter> parameters() {
    var parameters = new LinkedHashMap<String, TemplateParameter>();
    tree.path("Parameters")
        .properties()
        .forEach(p -> parameters.put(p.getKey(), TemplateParameter.of(p.getKey(), p.getValue())));
    return parameters;
  }

  /** Names of what it puts out. */
  Stream<String> outputs() {
    return tree.path("Outputs").properties().stream().map(Map.Entry::getKey);
  }

  /** What it makes, by logical id; functions of CloudFormation stand as their text. */
  public Map<String, JsonNode> resources() {
    var resources = new LinkedHashMap<String, JsonNode>();
    tree.path("Resources").properties().forEach(r -> resources.put(r.getKey(), r.getValue()));
    return resources;
  }

  /** Whether a resource holds what nobody can make again. */
  public boolean holdsData(String logicalId) {
    return tree.path("Resources")
        .path(logicalId)
        .path("DeletionPolicy")
        .asText()
        .startsWith("Retain");
  }

  /** Whether a resource may leave its stack, for it stays where it is whatever happens. */
  public boolean mayBeLeft(String logicalId) {
    return tree.path("Resources").path(logicalId).path("DeletionPolicy").asText().equals("Retain");
  }

  /** Whether a resource is CodeDeploy's once it exists. */
  public boolean isCodeDeploys(String logicalId) {
    return this == SERVICE && OF_CODEDEPLOY.contains(logicalId);
  }

  /**
   * Parameters that a stack keeps as they were, because CodeDeploy's resources are made of them.
   */
  public Set<String> frozenParameters() {
    var names = new TreeSet<String>();
    if (this == SERVICE) {
      OF_CODEDEPLOY.forEach(name -> collect(tree.path("Resources").path(name), names));
    }
    return names;
  }

  private void collect(JsonNode node, Set<String> names) {
    if (node.isContainerNode()) {
      node.forEach(child -> collect(child, names));
    } else if (tree.path("Parameters").has(node.asText())) {
      names.add(node.asText());
    } else if (tree.path("Conditions").has(node.asText())) {
      collect(tree.path("Conditions").path(node.asText()), names);
    }
  }

  /** What deploys stacks by the AWS CLI, without the calls for any stack. */
  public static String script() {
    return read("deploy.sh").orElseThrow();
  }

  private static Optional<String> read(String name) {
    try (InputStream in = Template.class.getResourceAsStream(HOME + name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return id;
  }
}
