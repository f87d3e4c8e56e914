package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Checks a task definition for everything that AWS rejects or that cannot work. The tree may
 * contain wrong types and missing values, which are left to the check of its shape.
 */
public final class TaskDefinitionRules {
  private static final Pattern ECR = Pattern.compile(".*\\.dkr[.-]ecr[.-].*|<\\w+>");

  private TaskDefinitionRules() {}

  /** Returns the violations of a definition in which a placeholder stands for an image in ECR. */
  public static List<Violation> check(JsonNode definition) {
    return check(definition, image -> ECR.matcher(image).matches());
  }

  /**
   * Returns the violations of a definition.
   *
   * @param ofEcr whether an image is in ECR
   */
  public static List<Violation> check(JsonNode definition, Predicate<String> ofEcr) {
    var subject = new Definition(definition, ofEcr);
    var findings = new Findings();
    NameRules.check(subject, findings);
    EnumerationRules.check(subject, findings);
    FargateRules.check(subject, findings);
    RoleRules.check(subject, findings);
    SizeRules.check(subject, findings);
    ReferenceRules.check(subject, findings);
    LogRules.check(subject, findings);
    PortRules.check(subject, findings);
    LimitRules.check(subject, findings);
    VolumeRules.check(subject, findings);
    UsableRules.check(subject, findings);
    TagRules.check(subject, findings);
    WindowsRules.check(subject, findings);
    return findings.all();
  }

  /** Returns the ARNs of an account or region other than those it is registered in. */
  public static List<Violation> elsewhere(JsonNode definition, AccountId account, Region region) {
    var findings = new Findings();
    ArnMember.TASK_DEFINITION.forEach(
        member -> member.check(definition, account, region, findings));
    return findings.all();
  }
}
