package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A member of a task definition or AppSpec that refers to a resource of an account and region. The
 * lists here are complete. Source: the ECS service model, API 2014-11-13 of July 2026; CodeDeploy
 * user guide, "AppSpec 'hooks' section for an Amazon ECS deployment".
 *
 * @param pattern path of the member
 * @param thing kind of the resource
 */
record ArnMember(String pattern, Thing thing) {

  /** The kinds of resources. */
  enum Thing {
    ROLE("role"),
    SECRET("secret"),
    FILE_SYSTEM("file system"),
    FUNCTION("function"),
    REGION("log group");

    private final String word;

    Thing(String word) {
      this.word = word;
    }
  }

  private static final String CONTAINER = "containerDefinitions[].";
  private static final String VOLUME = "volumes[].";
  private static final String CREDENTIALS = ".authorizationConfig.credentialsParameter";

  static final List<ArnMember> TASK_DEFINITION =
      List.of(
          new ArnMember("executionRoleArn", Thing.ROLE),
          new ArnMember("taskRoleArn", Thing.ROLE),
          new ArnMember(CONTAINER + "secrets[].valueFrom", Thing.SECRET),
          new ArnMember(CONTAINER + "logConfiguration.secretOptions[].valueFrom", Thing.SECRET),
          new ArnMember(CONTAINER + "repositoryCredentials.credentialsParameter", Thing.SECRET),
          new ArnMember(CONTAINER + "credentialSpecs[]", Thing.SECRET),
          new ArnMember(CONTAINER + "logConfiguration.options.awslogs-region", Thing.REGION),
          new ArnMember(VOLUME + "efsVolumeConfiguration.fileSystemId", Thing.FILE_SYSTEM),
          new ArnMember(
              VOLUME + "efsVolumeConfiguration.authorizationConfig.accessPointId",
              Thing.FILE_SYSTEM),
          new ArnMember(VOLUME + "s3filesVolumeConfiguration.fileSystemArn", Thing.FILE_SYSTEM),
          new ArnMember(VOLUME + "s3filesVolumeConfiguration.accessPointArn", Thing.FILE_SYSTEM),
          new ArnMember(
              VOLUME + "fsxWindowsFileServerVolumeConfiguration" + CREDENTIALS, Thing.SECRET));

  static final List<ArnMember> APP_SPEC =
      List.of(
          new ArnMember("Hooks[].BeforeInstall", Thing.FUNCTION),
          new ArnMember("Hooks[].AfterInstall", Thing.FUNCTION),
          new ArnMember("Hooks[].AfterAllowTestTraffic", Thing.FUNCTION),
          new ArnMember("Hooks[].BeforeAllowTraffic", Thing.FUNCTION),
          new ArnMember("Hooks[].AfterAllowTraffic", Thing.FUNCTION));

  private static final Pattern ARN =
      Pattern.compile("(?:[a-z]+:)?arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\\d{12}):(\\S+)");

  void check(JsonNode document, AccountId account, Region region, Findings findings) {
    Tree.each(
        document,
        pattern,
        (path, value) -> {
          if (value.isTextual()) {
            check(path, value.textValue(), account, region, findings);
          }
        });
  }

  private void check(
      String path, String value, AccountId account, Region region, Findings findings) {
    if (thing == Thing.REGION) {
      if (!value.equals(region.id())) {
        elsewhere(
            path,
            "the log group is in " + value,
            "the environment is in " + region,
            region.id(),
            findings);
      }
      return;
    }
    Matcher arn = ARN.matcher(value);
    if (!arn.matches()) {
      return; // a name refers to the same account and region
    }
    if (!arn.group(4).equals(account.value())) {
      elsewhere(
          path,
          "the " + thing.word + " is of account " + arn.group(4),
          "the environment is in " + account,
          "one of " + account,
          findings);
    } else if (!arn.group(3).isEmpty() && !arn.group(3).equals(region.id())) {
      elsewhere(
          path,
          "the " + thing.word + " is in " + arn.group(3),
          "the environment is in " + region,
          "one of " + region,
          findings);
    } else if (!arn.group(1).equals(region.partition())) {
      elsewhere(
          path,
          "the " + thing.word + " is of the partition " + arn.group(1),
          region + " is of " + region.partition(),
          "arn:" + region.partition() + ":...",
          findings);
    }
  }

  private void elsewhere(String path, String what, String but, String instead, Findings findings) {
    if (thing == Thing.ROLE) {
      findings.refused(
          path,
          what + ", but " + but,
          ", write " + instead,
          "AccessDeniedException",
          "Cross-account pass role is not allowed.");
    } else {
      findings.unusable(path, what + ", but " + but, ", write " + instead);
    }
  }
}
