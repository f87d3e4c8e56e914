package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Checks the volumes of a task. Source: ECS API reference, Volume and EFSVolumeConfiguration; AWS's
 * messages as collected in badmintoncryer/cdk-preflight. EBS volumes: ECS developer guide, "Use
 * Amazon EBS volumes with Amazon ECS".
 */
final class VolumeRules {
  private static final List<String> KINDS =
      List.of(
          "host",
          "dockerVolumeConfiguration",
          "efsVolumeConfiguration",
          "s3filesVolumeConfiguration",
          "fsxWindowsFileServerVolumeConfiguration");
  private static final Pattern FILE_SYSTEM =
      Pattern.compile("fs-[0-9a-f]{8,40}|arn:aws[a-z-]*:elasticfilesystem:\\S+");
  private static final Pattern ACCESS_POINT =
      Pattern.compile("fsap-[0-9a-f]{8,40}|arn:aws[a-z-]*:elasticfilesystem:\\S+");

  private VolumeRules() {}

  static void check(Definition definition, Findings findings) {
    Tree.each(
        definition.json(),
        "volumes[]",
        (path, volume) -> {
          kinds(path, volume, findings);
          efs(path + ".efsVolumeConfiguration", volume.path("efsVolumeConfiguration"), findings);
          if (Tree.isTrue(volume, "configuredAtLaunch")) {
            findings.doubtful(
                path + ".configuredAtLaunch",
                "ECS attaches EBS volumes only where it deploys by itself, not for CodeDeploy",
                "");
          }
        });
  }

  private static void kinds(String path, JsonNode volume, Findings findings) {
    List<String> found = KINDS.stream().filter(kind -> Tree.isSet(volume, kind)).toList();
    if (found.size() > 1) {
      findings.refused(
          path,
          "a volume is of one kind, but here are " + String.join(", ", found),
          "",
          "Only one volume configuration can be specified for a volume.");
    }
  }

  private static void efs(String path, JsonNode efs, Findings findings) {
    if (!efs.isObject()) {
      return;
    }
    boolean encrypted = efs.path("transitEncryption").asText().equals("ENABLED");
    JsonNode authorization = efs.path("authorizationConfig");
    String root = efs.path("rootDirectory").asText("/");
    form(path + ".fileSystemId", efs.path("fileSystemId"), FILE_SYSTEM, "fs-0a1b2c3d", findings);
    String point = ".authorizationConfig.accessPointId";
    form(
        path + point, authorization.path("accessPointId"), ACCESS_POINT, "fsap-0a1b2c3d", findings);
    if (authorization.path("iam").asText().equals("ENABLED") && !encrypted) {
      findings.refused(
          path,
          "IAM authorization needs transitEncryption",
          ", write \"transitEncryption\": \"ENABLED\"",
          "EFS IAM authorization requires TransitEncryption to be enabled.");
    }
    if (efs.path("transitEncryptionPort").isNumber() && !encrypted) {
      findings.refused(
          path + ".transitEncryptionPort",
          "it needs transitEncryption",
          ", write \"transitEncryption\": \"ENABLED\"",
          "TransitEncryptionPort requires that TransitEncryption is enabled.");
    }
    if (Tree.isSet(authorization, "accessPointId") && !root.equals("/") && !root.isEmpty()) {
      findings.refused(
          path + ".rootDirectory",
          "an access point has its own root directory",
          ", delete it or write /",
          "When using an EFS access point, the root directory must either be set to \"/\" or be"
              + " omitted.");
    }
    if (Tree.isSet(authorization, "accessPointId") && !encrypted) {
      findings.refused(
          path,
          "an access point needs transitEncryption",
          ", write \"transitEncryption\": \"ENABLED\"",
          "EFS access points require TransitEncryption to be enabled.");
    }
  }

  /** Reports a value that does not have the form of an ID, with which no task starts. */
  private static void form(
      String path, JsonNode value, Pattern form, String example, Findings findings) {
    if (value.isTextual() && !form.matcher(value.textValue()).matches()) {
      findings.unusable(path, "this is not such an id", ", write one like " + example);
    }
  }
}
