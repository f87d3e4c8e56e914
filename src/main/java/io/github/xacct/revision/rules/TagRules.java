package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks the tags of the task definition. Source: ECS API reference, RegisterTaskDefinition (tags):
 * at most 50, unique keys, 128 and 256 characters, no {@code aws:} "or any upper or lowercase
 * combination of such"; the pattern of TagKey in the service model; AWS's message about keys as in
 * hashicorp/terraform-provider-aws#32259.
 */
final class TagRules {
  private static final String CODE = "InvalidParameterException";
  private static final int MOST = 50;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;
  private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private final Findings findings;
  private final Set<String> keys = new HashSet<>();

  private TagRules(Findings findings) {
    this.findings = findings;
  }

  static void check(Definition definition, Findings findings) {
    JsonNode tags = definition.json().path("tags");
    if (tags.size() > MOST) {
      findings.refused(
          "tags",
          "ECS takes at most 50 tags, but here are " + tags.size(),
          "",
          CODE,
          "The number of tags exceeds the limit of 50.");
    }
    var rules = new TagRules(findings);
    for (int i = 0; i < tags.size(); i++) {
      rules.tag("tags[" + i + "]", tags.path(i));
    }
  }

  private void tag(String path, JsonNode tag) {
    if (!tag.path("key").isTextual()) {
      if (tag.isObject() && tag.has("value") && tag.size() == 1) {
        refused(path, "key is missing", "Tag key is invalid.");
      }
      return; // reported by its type if it is no string
    }
    String key = tag.path("key").textValue();
    String value = tag.path("value").asText("");
    if (!keys.add(key)) {
      refused(
          path + ".key", "a second tag is called " + key, "Multiple tags contain the same key.");
    }
    if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
      refused(
          path + ".key",
          "tags that begin with aws: are AWS's own",
          "Tag keys that start with aws: are reserved for system use.");
    }
    if (key.isEmpty() || key.length() > LONGEST_KEY || !CHARACTERS.matcher(key).matches()) {
      refused(
          path + ".key",
          "a tag's key has 1 to 128 letters, digits, spaces and _.:/=+-@",
          "Tag key is invalid.");
    }
    if (value.length() > LONGEST_VALUE || !CHARACTERS.matcher(value).matches()) {
      refused(
          path + ".value",
          "a tag's value has at most 256 letters, digits, spaces and _.:/=+-@",
          "Tag value is invalid.");
    }
  }

  private void refused(String path, String what, String aws) {
    findings.refused(path, what, "", CODE, aws);
  }
}
