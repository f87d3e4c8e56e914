package io.github.xacct.pipeline;

import io.github.xacct.model.Arn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The request of a build for a CodeArtifact authorization token: a rehearsal does not send it, but
 * checks that the build's role has the permissions. Source: CodeArtifact user guide, "AWS
 * CodeArtifact authentication and tokens" and "Using CodeArtifact with CodeBuild".
 *
 * @param region Region of the domain
 * @param owner account that owns the domain
 */
record CodeArtifactLogin(String region, String owner, String domain) {
  private static final Pattern CALL =
      Pattern.compile(
          "aws codeartifact get-authorization-token --domain (\\S+) --domain-owner (\\d+) --region"
              + " (\\S+)");

  /** A shell function that returns a token in place of the AWS CLI. */
  static final String STAND_IN =
      "aws() { case \"$1 $2\" in \"codeartifact get-authorization-token\") echo rehearsed ;;"
          + " *) command aws \"$@\" ;; esac; }\n";

  static Optional<CodeArtifactLogin> in(Buildspec buildspec) {
    return buildspec.phases().stream()
        .flatMap(phase -> phase.commands().stream())
        .flatMap(command -> CALL.matcher(command).results())
        .map(call -> new CodeArtifactLogin(call.group(3), call.group(2), call.group(1)))
        .findFirst();
  }

  void requirePermissions(String role, PipelineHost host) {
    var arn =
        new Arn(Arn.parse(role).partition(), "codeartifact", region, owner, "domain/" + domain);
    host.demand(role, "codeartifact:GetAuthorizationToken", arn.toString());
    host.demand(
        role,
        "sts:GetServiceBearerToken",
        "*",
        Map.of("sts:AWSServiceName", List.of("codeartifact.amazonaws.com")));
  }
}
