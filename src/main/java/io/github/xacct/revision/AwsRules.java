package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.revision.rules.AppSpecRules;
import io.github.xacct.revision.rules.TaskDefinitionRules;
import io.github.xacct.revision.rules.Violation;
import io.github.xacct.revision.rules.Violation.Weight;
import java.util.List;

/** Checks a document by AWS's rules: a violation becomes a problem, a doubtful value a warning. */
final class AwsRules {
  private final TemplateProblems problems;
  private final String start;

  /**
   * @param start path of the document in its file
   */
  AwsRules(TemplateProblems problems, String start) {
    this.problems = problems;
    this.start = start;
  }

  void taskDefinition(JsonNode definition) {
    add(TaskDefinitionRules.check(definition));
  }

  void taskDefinition(JsonNode definition, AccountId account, Region region) {
    taskDefinition(definition);
    add(TaskDefinitionRules.elsewhere(definition, account, region));
  }

  /** Checks an AppSpec against the task definition that it is deployed with. */
  void together(JsonNode spec, JsonNode definition) {
    add(AppSpecRules.against(spec, definition));
  }

  void appSpec(JsonNode spec) {
    add(AppSpecRules.check(spec));
  }

  void appSpec(JsonNode spec, AccountId account, Region region) {
    appSpec(spec);
    add(AppSpecRules.elsewhere(spec, account, region));
  }

  private void add(List<Violation> violations) {
    for (Violation violation : violations) {
      String path =
          start.isEmpty() || violation.path().isEmpty()
              ? start + violation.path()
              : FieldPath.child(start, violation.path());
      if (violation.weight() == Weight.DOUBTFUL) {
        problems.warn(path, violation.what(), violation.hint());
      } else {
        problems.add(path, violation.what(), violation.hint());
      }
    }
  }
}
