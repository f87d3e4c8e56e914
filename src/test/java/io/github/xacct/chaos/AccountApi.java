package io.github.xacct.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What ECR answers of a repository that is not there yet, CodeDeploy of its groups, ACM and a
 * connection.
 */
final class AccountApi {
  private static final String HOST = "111111111111.dkr.ecr.eu-central-1.amazonaws.com";
  private boolean created;

  ObjectNode answer(String operation, JsonNode in) {
    var answer = Api.JSON.createObjectNode();
    switch (operation) {
      case "DescribeRepositories" -> {
        if (!created) {
          throw new Api.Refusal("RepositoryNotFoundException", "there is no such repository");
        }
        repository(answer.putArray("repositories").addObject());
      }
      case "CreateRepository" -> {
        if (created) {
          throw new Api.Refusal("RepositoryAlreadyExistsException", "it exists already");
        }
        created = true;
        repository(answer.putObject("repository"));
      }
      case "SetRepositoryPolicy", "UpdateService" -> {}
      case "GetAuthorizationToken" ->
          answer
              .putArray("authorizationData")
              .addObject()
              .put("proxyEndpoint", "https://" + HOST)
              .put(
                  "authorizationToken",
                  Base64.getEncoder()
                      .encodeToString("AWS:secret".getBytes(StandardCharsets.UTF_8)));
      case "DescribeCertificate" ->
          answer
              .putObject("Certificate")
              .put("CertificateArn", in.path("CertificateArn").asText())
              .put("DomainName", "shop.example.com")
              .put("Status", "ISSUED")
              .put("KeyAlgorithm", "RSA_2048");
      case "GetConnection" ->
          answer
              .putObject("Connection")
              .put("ConnectionArn", in.path("ConnectionArn").asText())
              .put("ConnectionStatus", "AVAILABLE");
      case "ListApplications" -> answer.putArray("applications").add("shop");
      case "ListDeploymentGroups" -> answer.putArray("deploymentGroups").add("shop");
      case "BatchGetDeploymentGroups" -> {
        var group = answer.putArray("deploymentGroupsInfo").addObject();
        group.put("applicationName", "shop").put("deploymentGroupName", "shop");
        group
            .putArray("ecsServices")
            .addObject()
            .put("serviceName", "web")
            .put("clusterName", "apps");
      }
      default ->
          throw new Api.Refusal("UnknownOperationException", operation + " is not simulated");
    }
    return answer;
  }

  private static void repository(ObjectNode repository) {
    repository
        .put("repositoryName", "shop")
        .put("repositoryUri", HOST + "/shop")
        .put("imageTagMutability", "MUTABLE");
  }
}
