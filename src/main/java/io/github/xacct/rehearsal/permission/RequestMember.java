package io.github.xacct.rehearsal.permission;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.QueryFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resolves a template of {@code permissions.txt} with the members of a request. */
final class RequestMember {
  private static final Pattern PLACE =
      Pattern.compile(
          "\\{(?<names>[\\w|.]+)(?<list>\\[])?(?<optional>\\?)?(?::(?<kind>[\\w-]+))?}");

  private final String template;
  private final Call call;
  private final ResourceNames names;

  RequestMember(String template, Call call, ResourceNames names) {
    this.template = template;
    this.call = call;
    this.names = names;
  }

  /** Returns whether the request has a member, in JSON or in a form. */
  static boolean present(Call call, String member) {
    return !call.input().path(member).isEmpty()
        || call.input().path(member).isValueNode()
        || call.input().has(member + ".member.1")
        || call.input().has(member + ".member.1.Key");
  }

  /** Returns the condition keys of the request's tags. */
  static Map<String, List<String>> tags(Call call) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    JsonNode tags = Json.anyCase(call.input(), "tags");
    if (tags.isArray() && !tags.isEmpty()) {
      List<String> names = new ArrayList<>();
      for (JsonNode tag : tags) {
        String name = Json.anyCase(tag, "key").asText();
        names.add(name);
        keys.put("aws:RequestTag/" + name, List.of(Json.anyCase(tag, "value").asText()));
      }
      keys.put("aws:TagKeys", names);
    }
    return keys;
  }

  /** Returns whether the request has all members that the template names. */
  boolean complete() {
    return PLACE.matcher(template).results().noneMatch(r -> values(matcher(r.group())).isEmpty());
  }

  /**
   * Returns one text for each item of the list in the template; none if an optional member is
   * absent.
   */
  List<String> texts() {
    List<String> texts = List.of("");
    Matcher place = PLACE.matcher(template);
    int done = 0;
    while (place.find()) {
      String before = template.substring(done, place.start());
      boolean last = place.end() == template.length();
      List<String> values = values(place);
      if (values.isEmpty() && place.group("optional") == null) {
        values = List.of("*");
      }
      List<String> longer = new ArrayList<>();
      for (String text : texts) {
        for (String value : values) {
          longer.add(join(text + before, value, last));
        }
      }
      texts = longer;
      done = place.end();
    }
    String rest = template.substring(done);
    return texts.stream().map(text -> text + rest).toList();
  }

  private static String join(String before, String value, boolean last) {
    if (value.startsWith("arn:")) {
      return last ? value : before + AccountRegion.nameIn(value);
    }
    return before + value;
  }

  private static Matcher matcher(String place) {
    Matcher matcher = PLACE.matcher(place);
    matcher.matches();
    return matcher;
  }

  private List<String> values(Matcher place) {
    List<String> raw = raw(place.group("names"), place.group("list") != null);
    String kind = place.group("kind");
    if (kind == null) {
      return raw;
    }
    return (raw.isEmpty() ? List.of("") : raw)
        .stream().map(value -> names.of(kind, call, value)).flatMap(Optional::stream).toList();
  }

  private List<String> raw(String alternatives, boolean list) {
    for (String name : alternatives.split("\\|")) {
      List<String> found =
          name.contains(".") ? nested(name) : list ? list(name) : List.of(call.text(name));
      if (!found.isEmpty() && !found.get(0).isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** Returns the texts at the end of a path of nested members, through lists. */
  private List<String> nested(String path) {
    List<JsonNode> nodes = List.of(call.input());
    for (String member : path.split("\\.")) {
      nodes =
          nodes.stream()
              .flatMap(
                  node -> node.isArray() ? Json.stream(node) : java.util.stream.Stream.of(node))
              .map(node -> node.path(member))
              .filter(node -> !node.isMissingNode() && !node.isNull())
              .toList();
    }
    return nodes.stream().map(JsonNode::asText).distinct().toList();
  }

  /**
   * Returns the texts of a JSON list, or {@code name.member.1}, {@code name.member.2} of the query
   * protocol.
   */
  private List<String> list(String name) {
    List<String> found = Json.textsOf(call.input().path(name));
    return found.isEmpty() ? QueryFields.texts(call, name) : found;
  }
}
