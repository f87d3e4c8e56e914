package io.github.xacct.image.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.json.Json;
import io.github.xacct.model.XacctException;

/** An error response of a registry: its status, code and message. */
public record RegistryError(int status, String code, String message) {
  static final int TOO_MANY_REQUESTS = 429;

  static final String PUSH_PERMISSIONS =
      "allow ecr:GetAuthorizationToken, BatchCheckLayerAvailability, InitiateLayerUpload,"
          + " UploadLayerPart, CompleteLayerUpload, PutImage and BatchGetImage to the user or role that pushes";
  static final String NEW_PASSWORD =
      "run it again; ECR's password is valid for twelve hours, and a new one is requested";
  static final String CREATE_REPOSITORY =
      "create it, or let push-ecr do so: <registry><createRepository>true</createRepository>";

  /** Parses {@code {"errors":[{"code":...,"message":...}]}}; ECR's 401 is plain text. */
  public static RegistryError read(int status, String body) {
    try {
      JsonNode first = Json.read(body).path("errors").path(0);
      if (first.has("code")) {
        return new RegistryError(
            status, first.path("code").asText(), first.path("message").asText());
      }
    } catch (JsonProcessingException e) {
      // not JSON: reported as it is
    }
    return new RegistryError(status, "", body.strip());
  }

  /** The code and message of any response in one line. */
  static String brief(String body) {
    RegistryError error = read(0, body);
    String text = (error.code + " " + error.message).strip().replaceAll("\\s+", " ");
    return text.length() > 300 ? text.substring(0, 300) + "..." : text;
  }

  /** Whether the tag is immutable, which is reported even for the image that it refers to. */
  public boolean isImmutableTag() {
    return status == 400 && (code.equals("TAG_INVALID") || message.contains("immutable"));
  }

  public XacctException exception(String action, String repositoryUri) {
    String verb = status == 429 || status >= 500 ? "failed" : "refuses";
    String said = "The registry said: " + status + " " + code + " " + message;
    var reported =
        XacctException.yours("The registry " + verb + " to " + action + " " + repositoryUri + ".")
            .evidence(said.strip().replace("  ", " "));
    return switch (status) {
      case 401 -> reported.suggestion(NEW_PASSWORD);
      case 403 -> reported.suggestion(PUSH_PERMISSIONS);
      case 404 ->
          code.startsWith("BLOB_UPLOAD_")
              ? lasting(status, reported)
              : reported.suggestion(CREATE_REPOSITORY);
      default -> lasting(status, reported);
    };
  }

  /** Adds suggestions for a failure of the target registry that has lasted. */
  static XacctException lasting(int status, XacctException failure) {
    if (status == TOO_MANY_REQUESTS) {
      return failure
          .suggestion("run it again in some minutes: what was sent is not sent again;")
          .suggestion("ECR's rates are quotas of the account, and can be raised in Service Quotas");
    }
    return failure.suggestion("run it again: what was sent is not sent again");
  }
}
