package io.github.xacct.network;

/**
 * A service or host to which a task connects at port 443.
 *
 * @param service the last part of its VPC endpoint's name, such as {@code ecr.api}; empty if there
 *     is no such endpoint
 * @param region of the service
 * @param words its name in messages
 */
public record Destination(String service, String region, String words) {

  /** The ECR API, which returns the login. */
  public static Destination registryApi(String region) {
    return new Destination("ecr.api", region, "Amazon ECR (ecr.api)");
  }

  /** The registry, which serves the manifests. */
  public static Destination registry(String region) {
    return new Destination("ecr.dkr", region, "the registry (ecr.dkr)");
  }

  /** The S3 bucket with the layers of ECR's images. */
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

  /** A host on the internet, such as a public registry. */
  public static Destination host(String name) {
    return new Destination("", "", name);
  }
}
