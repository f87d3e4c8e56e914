package io.github.xacct.stack.plan;

import io.github.xacct.model.Arn;
import io.github.xacct.model.Environment;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The image that a service runs until its first deployment. If tasks reach no public registry, they
 * pull a copy from a repository in the environment's account and region.
 */
public final class Placeholder {

  /** The public image that the plugin copies. */
  public static final String SOURCE = "public.ecr.aws/docker/library/busybox";

  /**
   * The digest that it copies, for all architectures: busybox 1.37.0, even if the tag was moved.
   */
  public static final String DIGEST =
      "sha256:9db7b59979c38555a39def84a31fb98b5296952f9e3afd4f6f11f05b07adfab0";

  /** The image reference with the digest. */
  public static final String IMAGE = SOURCE + "@" + DIGEST;

  /** The tag of the copy, whose repository has immutable tags. */
  public static final String TAG = "busybox-1.37.0";

  /** The parameter's value that requests a copy. */
  static final String COPY = "copy";

  private static final String PARAMETER = "PlaceholderImage";

  private Placeholder() {}

  /** Whether the environment gets a copy: if it has interface endpoints, or if requested. */
  static boolean isCopied(BootstrapRequest.OfEnvironment requested) {
    var written = requested.parameters();
    return written.containsKey(PARAMETER)
        ? COPY.equals(written.get(PARAMETER))
        : "endpoints".equals(written.get("NatGateways"));
  }

  /** Returns the configured parameters, with the copy as the placeholder if it is copied. */
  static Map<String, String> written(String app, BootstrapRequest.OfEnvironment requested) {
    if (!isCopied(requested)) {
      return requested.parameters();
    }
    var written = new LinkedHashMap<>(requested.parameters());
    written.put(PARAMETER, uri(app, requested.environment()) + ":" + TAG);
    return written;
  }

  /** Returns the ARN of the repository with the copy; the empty string if there is none. */
  static String repositoryArn(String app, BootstrapRequest.OfEnvironment requested) {
    var environment = requested.environment();
    return isCopied(requested)
        ? Arn.of(
                environment.region(),
                environment.account(),
                "ecr",
                "repository/" + repository(app, environment.name()))
            .toString()
        : "";
  }

  /** Returns the name of the repository that a stack creates. */
  public static String repository(Stack stack) {
    return repository(value(stack, "AppName"), value(stack, "EnvName"));
  }

  private static String value(Stack stack, String name) {
    return stack.values().getOrDefault(name, "");
  }

  private static String repository(String app, String environment) {
    return app + "-" + environment + "-placeholder";
  }

  private static String uri(String app, Environment environment) {
    return "%s.dkr.ecr.%s.%s/%s"
        .formatted(
            environment.account(),
            environment.region(),
            environment.region().dnsSuffix(),
            repository(app, environment.name()));
  }
}
