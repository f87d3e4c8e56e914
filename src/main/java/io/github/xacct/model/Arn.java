package io.github.xacct.model;

import java.util.regex.Pattern;

/**
 * The Amazon Resource Name of a resource, {@code arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE}.
 * Source: AWS General Reference, "Amazon Resource Names (ARNs)".
 *
 * @param partition aws, aws-cn or aws-us-gov
 * @param service such as ecs
 * @param region empty for global resources, such as roles
 * @param account empty for resources named without their owner, such as buckets
 * @param resource the rest, including the resource type if there is one
 */
public record Arn(
    String partition, String service, String region, String account, String resource) {
  private static final String PREFIX = "arn:";
  private static final Pattern PARTITION = Pattern.compile("aws[a-z-]*");
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");
  private static final Pattern OWNER = Pattern.compile("(\\d{12}|aws)?");

  public Arn {
    if (!PARTITION.matcher(partition).matches()
        || !NAME.matcher(service).matches()
        || !(region.isEmpty() || NAME.matcher(region).matches())
        || !OWNER.matcher(account).matches()
        || resource.isEmpty()) {
      throw invalid(String.join(":", "arn", partition, service, region, account, resource));
    }
  }

  /** The ARN of a resource in a region of an account. */
  public static Arn of(Region region, AccountId account, String service, String resource) {
    return new Arn(region.partition(), service, region.id(), account.value(), resource);
  }

  /** The ARN of a global resource of an account. */
  public static Arn global(String partition, AccountId account, String service, String resource) {
    return new Arn(partition, service, "", account.value(), resource);
  }

  /** The root ARN of an account, which stands for the account in policies. */
  public static Arn root(String partition, AccountId account) {
    return global(partition, account, "iam", "root");
  }

  /** Whether a text begins like an ARN, and so is not a name. */
  public static boolean isMeant(String text) {
    return text.startsWith(PREFIX);
  }

  /**
   * Splits an ARN into its parts.
   *
   * @throws IllegalArgumentException if it is not an ARN, with the expected form
   */
  public static Arn parse(String text) {
    String[] parts = text.split(":", 6);
    if (parts.length < 6 || !isMeant(text)) {
      throw invalid(text);
    }
    return new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]);
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is not an ARN: write arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE");
  }

  @Override
  public String toString() {
    return String.join(":", "arn", partition, service, region, account, resource);
  }
}
