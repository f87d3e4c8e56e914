package io.github.xacct.network;

/**
 * What a task opens a connection to, at port 443.
 *
 * @param service the last part of its endpoint's name, such as {@code ecr.api}; empty for what has
 *     no endpoint
 * @param region where it is asked
 * @param words what it is, for a person
 */
public record Destination(String service, String region, String words) {

  /** ECR's API, which gives the login. */
  public static Destination registryApi(String region) {
    return new Destination("ecr.api", region, "Amazon ECR (ecr.api)");
  }

  /** The registry, which gives manifests. */
  public static Destination registry(String region) {
    return new Destination("ecr.dkr", region, "the registry (ecr.dkr)");
  }

  /** The layers of ECR's images. */
  public static Destination layers(String region) {
    return new Destination("s3", region, "the image's layers (s3)");
  }

  public static Destination logs(String region) {
    return new Destination("logs", region, "CloudWatch Logs (logs)");
  }

  public static Destination secrets(String region) {
    return new Destination("secretsmanager", region, "Secrets Manager (secretsmanager)");
  }

  public static Destination parameters(String region) {
    return new Destination("ssm", region, "Parameter Store (ssm)");
  }

  /** A host of the internet, such as a public registry. */
  public static Destination host(String name) {
    return new Destination("", "", name);
  }
}
