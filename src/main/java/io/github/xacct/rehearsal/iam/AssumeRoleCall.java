package io.github.xacct.rehearsal.iam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The request of AssumeRole, validated as STS validates it before it evaluates the role. */
public final class AssumeRoleCall {
  private static final String NAME = "[\\w+=,.@-]*";
  private static final int MAX_SESSION_SECONDS = 3600;
  private static final int MAX_TAGS = 50;

  private final ObjectNode input;
  private final boolean chained;
  private final RoleArn role;
  private final Optional<Duration> duration;
  private final Map<String, String> tags;

  public AssumeRoleCall(Call call) {
    this.input = call.input();
    this.chained = call.caller().arn().contains(":assumed-role/");
    refuseWhatIsNotRehearsed();
    length("roleArn", 20, 2048, true);
    length("roleSessionName", 2, 64, true);
    pattern("roleSessionName", NAME);
    length("externalId", 2, 1224, false);
    pattern("externalId", "[\\w+=,.@:\\/-]*");
    length("sourceIdentity", 2, 64, false);
    pattern("sourceIdentity", NAME);
    this.role = parseRole(text("roleArn"));
    this.duration = parseDuration(text("durationSeconds"));
    this.tags = parseTags();
  }

  RoleArn role() {
    return role;
  }

  String sessionName() {
    return text("roleSessionName");
  }

  /** Returns DurationSeconds; empty for STS's default of one hour. */
  Optional<Duration> duration() {
    return duration;
  }

  /** Returns the session tags in their order in the request. */
  Map<String, String> tags() {
    return tags;
  }

  /** Returns PackedPolicySize in percent; an estimate, because AWS does not publish the packing. */
  String packedSize() {
    int bytes = tags.entrySet().stream().mapToInt(t -> (t.getKey() + t.getValue()).length()).sum();
    return String.valueOf(Math.min(100, 1 + bytes * 100 / 2048));
  }

  /** Returns the accesses that the caller's policies and the role's trust policy must allow. */
  public List<Access> accesses(Caller caller) {
    Map<String, List<String>> context = conditions();
    return actions().stream()
        .map(action -> new Access(caller.principalArn(), action, role.toString(), context))
        .toList();
  }

  private List<String> actions() {
    List<String> actions = new ArrayList<>(List.of("sts:AssumeRole"));
    if (!tags.isEmpty()) {
      actions.add("sts:TagSession");
    }
    if (!text("sourceIdentity").isEmpty()) {
      actions.add("sts:SetSourceIdentity");
    }
    return actions;
  }

  /** Returns the condition keys of the request. */
  private Map<String, List<String>> conditions() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    keys.put("sts:RoleSessionName", List.of(sessionName()));
    if (!text("externalId").isEmpty()) {
      keys.put("sts:ExternalId", List.of(text("externalId")));
    }
    if (!text("sourceIdentity").isEmpty()) {
      keys.put("sts:SourceIdentity", List.of(text("sourceIdentity")));
    }
    tags.forEach((key, value) -> keys.put("aws:RequestTag/" + key, List.of(value)));
    if (!tags.isEmpty()) {
      keys.put("aws:TagKeys", List.copyOf(tags.keySet()));
    }
    return keys;
  }

  private void refuseWhatIsNotRehearsed() {
    input
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (field.matches(
                  "(Policy|PolicyArns|SerialNumber|TokenCode|ProvidedContexts)\\b.*")) {
                throw new UnsupportedOperationException("with " + field);
              }
            });
  }

  private static RoleArn parseRole(String arn) {
    try {
      if (arn.startsWith("arn:")) {
        return RoleArn.parse(arn, "aws", new AccountId("000000000000"));
      }
    } catch (IllegalArgumentException e) {
      // Reported below with STS's message.
    }
    throw validation(arn + " is invalid");
  }

  private Optional<Duration> parseDuration(String seconds) {
    if (seconds.isEmpty()) {
      return Optional.empty();
    }
    int value = seconds.matches("\\d{1,9}") ? Integer.parseInt(seconds) : -1;
    if (value < 900) {
      throw constraint(
          "durationSeconds", seconds, "Member must have value greater than or equal to 900");
    }
    if (value > 43200) {
      throw constraint(
          "durationSeconds", seconds, "Member must have value less than or equal to 43200");
    }
    if (value > MAX_SESSION_SECONDS) {
      throw validation(
          chained
              ? "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed"
                  + " by role chaining."
              : "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    return Optional.of(Duration.ofSeconds(value));
  }

  private Map<String, String> parseTags() {
    Map<String, String> found = new LinkedHashMap<>();
    for (int i = 1; input.has("Tags.member." + i + ".Key"); i++) {
      String key = input.path("Tags.member." + i + ".Key").asText();
      String value = input.path("Tags.member." + i + ".Value").asText();
      if (key.isEmpty() || key.length() > 128) {
        throw constraint(
            "tags." + i + ".member.key", key, "Member must have length between 1 and 128");
      }
      if (value.length() > 256) {
        throw constraint(
            "tags." + i + ".member.value",
            value,
            "Member must have length less than or equal to 256");
      }
      if (found.keySet().stream().anyMatch(key::equalsIgnoreCase)) {
        throw new AwsError(
            400,
            "InvalidParameterValue",
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
      found.put(key, value);
    }
    if (found.size() > MAX_TAGS) {
      throw constraint(
          "tags", "[...]", "Member must have length less than or equal to " + MAX_TAGS);
    }
    return found;
  }

  private void length(String member, int least, int most, boolean required) {
    String value = text(member);
    if (value.isEmpty() && !required) {
      return;
    }
    if (value.isEmpty()) {
      throw constraint(member, null, "Member must not be null");
    }
    if (value.length() < least) {
      throw constraint(member, value, "Member must have length greater than or equal to " + least);
    }
    if (value.length() > most) {
      throw constraint(member, value, "Member must have length less than or equal to " + most);
    }
  }

  private void pattern(String member, String regex) {
    if (!Pattern.matches(regex, text(member))) {
      throw constraint(
          member, text(member), "Member must satisfy regular expression pattern: " + regex);
    }
  }

  /**
   * Returns a member, which starts with a capital letter in the request and with a lower-case
   * letter in STS's messages.
   */
  private String text(String member) {
    String field = Character.toUpperCase(member.charAt(0)) + member.substring(1);
    return input.path(field).asText("");
  }

  private static AwsError constraint(String member, @Nullable String value, String rule) {
    return validation(
        "1 validation error detected: Value %s at '%s' failed to satisfy constraint: %s"
            .formatted(value == null ? "null" : "'" + value + "'", member, rule));
  }

  private static AwsError validation(String message) {
    return new AwsError(400, "ValidationError", message);
  }
}
