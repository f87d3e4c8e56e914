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

/** A CloudFormation template: one of the plugin's resources, or a rendered one. */
public final class Template {
  private static final String HOME = "/io/github/xacct/stack/";

  /** The template of the development account. */
  public static final Template TOOLING = resource("tooling");

  /** An environment's templates, from here on in the order of deployment. */
  public static final Template NETWORK = resource("network");

  /** The template of the placeholder image, for tasks that cannot reach a public registry. */
  public static final Template PLACEHOLDER = resource("placeholder");

  public static final Template SERVICE = resource("service");
  public static final Template CODEDEPLOY = resource("codedeploy");
  public static final Template ROLE = resource("role");

  /** Resources that deployments change after their creation; the stack policy protects them too. */
  private static final List<String> OF_CODEDEPLOY =
      List.of("Service", "ProductionListener", "TestListener", "ProductionRule", "TestRule");

  /** The names of resources that may exist already and are imported. */
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

  /** Returns a template that depends on the configuration and so is not a resource. */
  public static Template rendered(String id, String text) {
    return new Template(id, text, Optional.empty());
  }

  private static Template resource(String id) {
    String text = read(id + ".yaml").map(Template::withoutComments).orElseThrow();
    return new Template(id, text, read(id + ".stack-policy.json"));
  }

  /** Removes comments, which count towards CloudFormation's limit of 51,200 bytes. */
  static String withoutComments(String yaml) {
    return yaml.replaceAll("(?m)^ *#.*\\R", "");
  }

  /**
   * Returns the artifacts' template for a region other than the pipeline's; the region is part of
   * its outputs' names.
   */
  static Template artifacts(Region region) {
    return rendered(
        "artifacts-" + region,
        read("artifacts.yaml").orElseThrow().replace("Elsewhere", region.inNames()));
  }

  /** Returns the last part of the names of its stacks. */
  public String id() {
    return id;
  }

  /** Returns the file name, such as {@code service.yaml}. */
  public String fileName() {
    return id() + ".yaml";
  }

  /** Returns the template without its comments, as it is sent to CloudFormation. */
  public String text() {
    return text;
  }

  /**
   * Returns the template with static names, as {@code ImportExistingResources} requires: "The
   * resource must have a static custom name defined in your template. Dynamic names (using !Ref or
   * other functions) are not currently supported." Source: CloudFormation user guide, "Import AWS
   * resources into a CloudFormation stack automatically".
   */
  public String textFor(Map<String, String> parameters) {
    return DYNAMIC_NAME
        .matcher(text)
        .replaceAll(name -> Matcher.quoteReplacement(literal(name, parameters)));
  }

  /** Leaves names unchanged that do not refer to a parameter but, for example, to a resource. */
  private static String literal(MatchResult name, Map<String, String> parameters) {
    String value = name.group(2) == null ? name.group(3) : "${" + name.group(2) + "}";
    for (var parameter : parameters.entrySet()) {
      value = value.replace("${" + parameter.getKey() + "}", parameter.getValue());
    }
    return value.contains("${") ? name.group() : name.group(1) + "'" + value + "'";
  }

  /** Returns the stack policy; empty if the template has none. */
  public Optional<String> stackPolicy() {
    return stackPolicy;
  }

  /** Returns the version, which grows with each change that a downgrade would lose. */
  public int version() {
    return Integer.parseInt(tree.at("/Outputs/TemplateVersion/Value").asText());
  }

  /** Returns the parameters by name. */
  public Map<String, TemplateParameter> parameters() {
    var parameters = new LinkedHashMap<String, TemplateParameter>();
    tree.path("Parameters")
        .properties()
        .forEach(p -> parameters.put(p.getKey(), TemplateParameter.of(p.getKey(), p.getValue())));
    return parameters;
  }

  /** Returns the names of the outputs. */
  Stream<String> outputs() {
    return tree.path("Outputs").properties().stream().map(Map.Entry::getKey);
  }

  /** Returns the resources by logical ID; intrinsic functions are replaced by their arguments. */
  public Map<String, JsonNode> resources() {
    var resources = new LinkedHashMap<String, JsonNode>();
    tree.path("Resources").properties().forEach(r -> resources.put(r.getKey(), r.getValue()));
    return resources;
  }

  /** Whether a resource holds data, that is, is retained when its stack is deleted. */
  public boolean holdsData(String logicalId) {
    return tree.path("Resources")
        .path(logicalId)
        .path("DeletionPolicy")
        .asText()
        .startsWith("Retain");
  }

  /** Whether a resource may be removed from the template: CloudFormation always retains it. */
  public boolean isAlwaysRetained(String logicalId) {
    return tree.path("Resources").path(logicalId).path("DeletionPolicy").asText().equals("Retain");
  }

  /** Whether deployments change the resource once it exists. */
  public boolean isCodeDeploys(String logicalId) {
    return this == SERVICE && OF_CODEDEPLOY.contains(logicalId);
  }

  /**
   * Returns the parameters that an existing stack keeps, because resources depend on them that
   * deployments change.
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

  /** Returns the functions of deploy.sh, without the calls for stacks. */
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
