package io.github.xacct.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * The providers of the SDK's default chain, in its order. Unlike the SDK's chain, it keeps each
 * provider's reason for failing.
 */
final class CredentialChain implements AwsCredentialsProvider, AutoCloseable {

  private final Map<String, Supplier<AwsCredentialsProvider>> links = new LinkedHashMap<>();
  private final Map<String, AwsCredentialsProvider> asked = new LinkedHashMap<>();
  private final Map<String, String> environment;
  private final String profile;
  private final Supplier<ProfileFile> files;
  private final List<String> reasons = new ArrayList<>();
  private @Nullable AwsCredentialsProvider found;

  /**
   * Returns the chain for a profile.
   *
   * @param named the requested profile; if empty, that of aws.profile or AWS_PROFILE, else {@code
   *     default}
   */
  static CredentialChain of(Optional<String> named, Map<String, String> environment) {
    return new CredentialChain(named, environment, ProfileFile::defaultProfileFile);
  }

  CredentialChain(
      Optional<String> named, Map<String, String> environment, Supplier<ProfileFile> files) {
    this.environment = environment;
    this.files = files;
    this.profile =
        named
            .or(() -> Optional.ofNullable(System.getProperty("aws.profile")))
            .orElse(environment.getOrDefault("AWS_PROFILE", "default"));
    links.put("system properties", SystemPropertyCredentialsProvider::create);
    links.put("environment", EnvironmentVariableCredentialsProvider::create);
    links.put("web identity", WebIdentityTokenFileCredentialsProvider::create);
    links.put(
        "profile " + profile,
        () -> ProfileCredentialsProvider.builder().profileName(profile).profileFile(files).build());
    links.put("container", () -> ContainerCredentialsProvider.builder().build());
    links.put("instance metadata", this::metadata);
  }

  private AwsCredentialsProvider metadata() {
    return metadataIsOff()
        ? () -> {
          throw SdkClientException.create("switched off");
        }
        : InstanceProfileCredentialsProvider.builder().profileName(profile).build();
  }

  private boolean metadataIsOff() {
    return "true".equalsIgnoreCase(environment.get("AWS_EC2_METADATA_DISABLED"));
  }

  @Override
  public synchronized AwsCredentials resolveCredentials() {
    if (found != null) {
      return found.resolveCredentials();
    }
    reasons.clear();
    for (var link : links.entrySet()) {
      try {
        var provider = asked.computeIfAbsent(link.getKey(), name -> link.getValue().get());
        var credentials = provider.resolveCredentials();
        found = provider;
        return credentials;
      } catch (RuntimeException e) {
        reason(link.getKey(), e).ifPresent(why -> reasons.add(link.getKey() + ": " + why));
      }
    }
    throw SdkClientException.create("No AWS credentials were found. " + String.join("; ", reasons));
  }

  /** Why each configured provider returned no credentials, one line each. */
  synchronized List<String> reasons() {
    return List.copyOf(reasons);
  }

  /** Returns empty if the provider is not configured. */
  private Optional<String> reason(String link, RuntimeException e) {
    return switch (link) {
      case "system properties" -> ifMeant(System.getProperty("aws.accessKeyId") != null, e);
      case "environment" -> ifMeant(environment.containsKey("AWS_ACCESS_KEY_ID"), e);
      case "web identity" -> ifMeant(environment.containsKey("AWS_WEB_IDENTITY_TOKEN_FILE"), e);
      case "container" ->
          ifMeant(
              environment.keySet().stream()
                  .anyMatch(name -> name.startsWith("AWS_CONTAINER_CREDENTIALS_")),
              e);
      case "instance metadata" ->
          metadataIsOff()
              ? Optional.of("switched off by AWS_EC2_METADATA_DISABLED")
              : Optional.of("does not answer here");
      default -> Optional.of(ofProfile(e));
    };
  }

  private static Optional<String> ifMeant(boolean meant, RuntimeException e) {
    return meant ? Optional.of(words(e)) : Optional.empty();
  }

  private String ofProfile(RuntimeException e) {
    var file = files.get();
    var settings = file.profile(profile);
    if (settings.isEmpty()) {
      var names = file.profiles().keySet().stream().sorted().toList();
      return "not found"
          + (names.isEmpty()
              ? "; no profile is configured on this machine"
              : "; there are " + String.join(", ", names));
    }
    if (settings.get().property(ProfileProperty.MFA_SERIAL).isPresent()) {
      return "its role requires an MFA code (mfa_serial), which the SDK does not prompt for; "
          + words(e);
    }
    boolean sso =
        settings.get().property(ProfileProperty.SSO_START_URL).isPresent()
            || settings.get().property("sso_session").isPresent();
    return sso ? "single sign-on returned none: " + ofSingleSignOn(e) : words(e);
  }

  private static String ofSingleSignOn(RuntimeException e) {
    String words = words(e);
    return words.contains("NoSuchFile") ? "no login on this machine" : words;
  }

  /** The message with its root cause, which is the most exact; never the files' contents. */
  private static String words(RuntimeException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String outer = String.valueOf(e.getMessage()).replaceAll(":? *ProfileFile\\(.*", "").strip();
    String inner = root == e ? "" : root.getClass().getSimpleName() + " " + root.getMessage();
    inner = inner.replaceAll("null|:$", "").strip();
    return outer + (inner.isEmpty() || outer.contains(inner) ? "" : " (" + inner + ")");
  }

  @Override
  public synchronized void close() {
    for (var link : asked.values()) {
      if (link instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
