package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The IDs and attributes of a new resource. */
public final class NewIds {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Pseudo pseudo;
  private final ResourceNaming naming;
  private final ObjectNode properties;
  private final String ref;

  /**
   * Generates the IDs and attributes of a new resource.
   *
   * @param properties resolved; a missing name is generated and added
   */
  public NewIds(ResourceType type, String logicalId, ObjectNode properties, Pseudo pseudo) {
    this.pseudo = pseudo;
    this.naming = type.naming();
    this.properties = properties;
    if (!naming.nameProperty().isEmpty() && !properties.has(naming.nameProperty())) {
      properties.put(naming.nameProperty(), generated(type, logicalId));
    }
    this.ref = filled(naming.ref());
  }

  /** Returns the value of {@code Ref}. */
  public String ref() {
    return ref;
  }

  /** Returns its ID in the resource store. */
  public String key() {
    return naming.key().equals(naming.ref()) ? ref : filled(naming.key());
  }

  /**
   * Returns the values of {@code Fn::GetAtt} by attribute, and the name, which may be generated.
   */
  public Map<String, String> attributes() {
    Map<String, String> attributes = new TreeMap<>();
    if (!naming.nameProperty().isEmpty()) {
      attributes.put(naming.nameProperty(), properties.path(naming.nameProperty()).asText());
    }
    naming.attributes().forEach((name, pattern) -> attributes.put(name, filled(pattern)));
    return attributes;
  }

  /**
   * Returns a name of stack, logical ID and twelve random characters, shortened to the service's
   * limit.
   */
  private String generated(ResourceType type, String logicalId) {
    String random = random(ALPHABET, 12);
    int room = naming.nameLength() - random.length() - 2;
    String logical = logicalId.substring(0, Math.min(logicalId.length(), room / 2));
    String stack = pseudo.stackName();
    String name =
        "%s-%s-%s"
            .formatted(
                stack
                    .substring(0, Math.min(stack.length(), room - logical.length()))
                    .replaceAll("-+$", ""),
                logical,
                random);
    boolean lower = type.name().startsWith("AWS::S3::") || type.name().startsWith("AWS::ECR::");
    return lower ? name.toLowerCase(Locale.ROOT) : name;
  }

  /** Fills a pattern, innermost braces first, because a default may be a pattern itself. */
  private String filled(String pattern) {
    Pattern innermost = Pattern.compile("\\$\\{((?:[^${}]|\\$(?!\\{))*)}");
    String text = pattern;
    for (Matcher next = innermost.matcher(text); next.find(); next = innermost.matcher(text)) {
      text = text.substring(0, next.start()) + value(next.group(1)) + text.substring(next.end());
    }
    return text;
  }

  private String value(String expression) {
    int bar = expression.lastIndexOf('|');
    String fallback = bar < 0 ? null : expression.substring(bar + 1);
    String wanted = bar < 0 ? expression : expression.substring(0, bar);
    int tilde = wanted.indexOf('~');
    String name = tilde < 0 ? wanted : wanted.substring(0, tilde);
    String value = named(name);
    if (value == null) {
      return fallback == null ? "" : fallback;
    }
    if (tilde < 0) {
      return value;
    }
    Matcher part = Pattern.compile(wanted.substring(tilde + 1)).matcher(value);
    return part.find() ? part.group(1) : value;
  }

  private @Nullable String named(String name) {
    if (name.matches("(hex|upper)\\d+")) {
      boolean hex = name.startsWith("hex");
      return random(
          hex ? "0123456789abcdef" : ALPHABET, Integer.parseInt(name.replaceAll("\\D", "")));
    }
    return switch (name) {
      case "partition" -> pseudo.partition();
      case "region" -> pseudo.region();
      case "account" -> pseudo.account();
      case "uuid" -> UUID.randomUUID().toString();
      case "octet" -> String.valueOf(1 + RANDOM.nextInt(254));
      case "ref" -> ref;
      case "kind" -> properties.path("Type").asText().equals("network") ? "net" : "app";
      default -> {
        JsonNode property = properties.path(name);
        yield property.isValueNode() ? property.asText() : null;
      }
    };
  }

  private static String random(String alphabet, int length) {
    return RANDOM
        .ints(length, 0, alphabet.length())
        .mapToObj(i -> String.valueOf(alphabet.charAt(i)))
        .collect(java.util.stream.Collectors.joining());
  }
}
