package io.github.xacct.rehearsal.cloudformation;

import io.github.xacct.rehearsal.cloudformation.template.AccountValues;
import io.github.xacct.rehearsal.cloudformation.template.ParameterDeclaration;
import io.github.xacct.rehearsal.cloudformation.template.Pseudo;
import io.github.xacct.rehearsal.cloudformation.template.StackTemplate;
import io.github.xacct.rehearsal.cloudformation.template.Template;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.QueryFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The input for a stack: template, parameters, tags and capabilities.
 *
 * @param template text of the template
 * @param parameters specified values; the others have their defaults
 * @param secret names of the parameters with NoEcho, set by {@link #complete}
 * @param importsExisting whether existing resources are imported: ImportExistingResources
 * @param stored values of the parameters that refer to the Parameter Store, set by {@link
 *     #complete}
 */
record Submission(
    String template,
    Map<String, String> parameters,
    Map<String, String> tags,
    List<String> capabilities,
    Set<String> secret,
    boolean importsExisting,
    Map<String, String> stored) {
  private static final int LONGEST = 51_200;

  /** Copies the parameters and tags. */
  Submission {
    parameters = new LinkedHashMap<>(parameters);
    tags = new LinkedHashMap<>(tags);
    capabilities = List.copyOf(capabilities);
    secret = Set.copyOf(secret);
    stored = stored == null ? Map.of() : Map.copyOf(stored);
  }

  static Submission none() {
    return new Submission("", Map.of(), Map.of(), List.of(), Set.of(), false, Map.of());
  }

  /**
   * Reads the input of CreateStack, UpdateStack or CreateChangeSet.
   *
   * @param urls reads templates in buckets
   * @param before the stack's last submission, for UsePreviousTemplate and UsePreviousValue
   */
  static Submission of(Call call, Submission before, TemplateUrls urls) {
    if (!call.text("StackPolicyURL").isEmpty()) {
      throw new UnsupportedOperationException("StackPolicyURL");
    }
    if (call.text("DeploymentConfig.Mode").equals("EXPRESS")) {
      throw new UnsupportedOperationException("DeploymentConfig.Mode EXPRESS");
    }
    String template = template(call, before, urls);
    Map<String, String> parameters = new LinkedHashMap<>();
    QueryFields.structures(call, "Parameters")
        .forEach(
            p -> {
              String key = p.path("ParameterKey").asText();
              boolean previous = p.path("UsePreviousValue").asText().equals("true");
              if (previous && !before.parameters().containsKey(key)) {
                throw StackErrors.invalid("Parameters: [" + key + "] must have values");
              }
              parameters.put(
                  key, previous ? before.parameters().get(key) : p.path("ParameterValue").asText());
            });
    boolean tagged =
        call.input().properties().stream().anyMatch(e -> e.getKey().startsWith("Tags"));
    return new Submission(
        template,
        parameters,
        tagged ? QueryFields.tags(call, "Tags") : before.tags(),
        QueryFields.texts(call, "Capabilities"),
        Set.of(),
        call.text("ImportExistingResources").equals("true"),
        Map.of());
  }

  private static String template(Call call, Submission before, TemplateUrls urls) {
    String body = call.text("TemplateBody");
    if (!call.text("TemplateURL").isEmpty()) {
      return urls.read(call.caller(), call.text("TemplateURL"));
    }
    if (call.text("UsePreviousTemplate").equals("true")) {
      return before.template();
    }
    if (body.isEmpty()) {
      throw StackErrors.invalid("Either Template URL or Template Body must be specified.");
    }
    if (body.length() > LONGEST) {
      throw StackErrors.invalid(
          "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member"
              + " must have length less than or equal to 51200");
    }
    return body;
  }

  /** Returns the template with the specified parameters and the defaults of the others. */
  StackTemplate bound(Pseudo pseudo, AccountValues account) {
    return new StackTemplate(Template.read(template), parameters, pseudo, account);
  }

  /** Refuses a template whose IAM resources the capabilities do not acknowledge. */
  void checkCapabilities() {
    Template.read(template)
        .capability()
        .filter(c -> !capabilities.contains("CAPABILITY_NAMED_IAM") && !capabilities.contains(c))
        .ifPresent(
            c -> {
              throw AwsError.badRequest(
                  "InsufficientCapabilitiesException", "Requires capabilities : [" + c + "]");
            });
  }

  /** Returns a copy with the values of all parameters. */
  Submission complete(StackTemplate wanted) {
    Set<String> hidden =
        wanted.template().parameters().stream()
            .filter(ParameterDeclaration::secret)
            .map(ParameterDeclaration::name)
            .collect(Collectors.toSet());
    return new Submission(
        template,
        wanted.values(),
        tags,
        capabilities,
        hidden,
        importsExisting,
        wanted.storedValues());
  }
}
