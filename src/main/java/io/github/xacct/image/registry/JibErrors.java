package io.github.xacct.image.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.cloud.tools.jib.api.InsecureRegistryException;
import com.google.cloud.tools.jib.api.RegistryAuthenticationFailedException;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryUnauthorizedException;
import com.google.cloud.tools.jib.http.ResponseException;
import com.google.cloud.tools.jib.image.LayerCountMismatchException;
import com.google.cloud.tools.jib.image.json.BadContainerConfigurationFormatException;
import com.google.cloud.tools.jib.image.json.PlatformNotFoundInBaseImageException;
import com.google.cloud.tools.jib.image.json.UnlistedPlatformInManifestListException;
import io.github.xacct.model.XacctException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.commons.compress.compressors.CompressorException;

/** Converts Jib's exceptions to errors with suggestions. */
public final class JibErrors {
  private static final int UNAUTHORIZED = 401;
  private static final String MIRROR =
      "its name in a mirror, such as a pull-through cache of your ECR";

  private JibErrors() {}

  /** The error for an exception about the base image. */
  public static XacctException base(String image, Exception thrown) {
    Throwable cause = unwrap(thrown);
    if (isRefused(cause)) {
      return failure("The registry of the base image " + image + " refuses the pull.", cause)
          .suggestion("docker login to that registry (Docker's config and helpers are used),")
          .suggestion(
              "or check the name: registries respond the same for images that do not exist");
    }
    if (isUnreachable(cause)) {
      return failure("The registry of the base image " + image + " cannot be reached.", cause)
          .suggestion("check the network and proxy; with the image cached, mvn -o builds without");
    }
    if (isPlatform(cause)) {
      return failure(
              "The base image " + image + " is not available for the image's platform.", cause)
          .suggestion("change <image><baseImage> or <image><platform>");
    }
    if (text(cause).contains("Cannot run Jib in offline mode")) {
      return notCached(image);
    }
    if (text(cause).contains("MANIFEST_UNKNOWN")
        || text(cause).contains("NAME_UNKNOWN")
        || text(cause).contains("manifest unknown")) {
      return failure("The base image " + image + " does not exist.", cause)
          .suggestion("check its name and tag in <image><baseImage>");
    }
    return ofContent(image, cause).orElseGet(() -> lasting(image, cause));
  }

  /** The error for a layer that cannot be uncompressed. */
  public static XacctException notGzip(String image, String evidence) {
    return XacctException.yours(
            "A layer of the base image " + image + " is not gzip, although its media type is.")
        .evidence(evidence)
        .suggestion("rebuild the base image, or choose another <image><baseImage>");
  }

  private static Optional<XacctException> ofContent(String image, Throwable cause) {
    if (Causes.find(cause, CompressorException.class).isPresent()) {
      return Optional.of(notGzip(image, "Jib said: " + text(cause)).cause(cause));
    }
    return isOfContent(cause)
        ? Optional.of(
            failure("The base image " + image + " has a configuration that cannot be read.", cause)
                .suggestion(
                    "rebuild the base image without that, or choose another <image><baseImage>"))
        : Optional.empty();
  }

  /** Whether an exception is about the content of a base image rather than its registry. */
  public static boolean isOfContent(Throwable thrown) {
    return Causes.find(thrown, CompressorException.class).isPresent()
        || Causes.find(thrown, BadContainerConfigurationFormatException.class).isPresent()
        || Causes.find(thrown, LayerCountMismatchException.class).isPresent()
        || Causes.find(thrown, JsonProcessingException.class).isPresent();
  }

  private static XacctException lasting(String image, Throwable cause) {
    int status = status(cause);
    if (status == RegistryError.TOO_MANY_REQUESTS) {
      return failure("The registry of the base image " + image + " limits pulls.", cause)
          .suggestion(
              "docker login to that registry, or a <server> of settings.xml with its host as the id,")
          .suggestion("for the limit of an account is higher;")
          .suggestion("or write <image><baseImage> as " + MIRROR);
    }
    if (status >= 500) {
      return failure("The registry of the base image " + image + " has a fault.", cause)
          .suggestion("run it again later, or write <image><baseImage> as " + MIRROR + ";")
          .suggestion("with the image cached, mvn -o builds without that registry");
    }
    if (RegistryFault.isLost(cause)) {
      return failure("The pull of the base image " + image + " was cut off.", cause)
          .suggestion("check the network and proxy; with the image cached, mvn -o builds without");
    }
    if (status > 0 || cause instanceof RegistryException) {
      return failure("The base image " + image + " could not be pulled.", cause)
          .suggestion("check <image><baseImage>, and whether docker pull " + image + " works here");
    }
    return failure("The image could not be built on " + image + ".", cause)
        .suggestion("check the space and the permissions of target and of Jib's cache folder");
  }

  /** The error for an exception about a layer of the app. */
  public static XacctException layers(Exception thrown) {
    return failure("The image could not be built.", unwrap(thrown))
        .suggestion("check the space and the permissions of target and of Jib's cache folder");
  }

  /** The error for an offline build without the base image. */
  public static XacctException notCached(String configured) {
    return XacctException.yours(
            "Maven is offline (-o) and the base image " + configured + " is not on this machine.")
        .suggestion("build once without -o; its layers are then kept for offline builds");
  }

  public static XacctException wrongPlatform(String base, String platform) {
    return XacctException.yours(
            "The base image " + base + " is not available for " + platform + ".")
        .suggestion("change <image><baseImage> or <image><platform>");
  }

  private static XacctException failure(String problem, Throwable cause) {
    return XacctException.yours(problem).evidence("Jib said: " + text(cause)).cause(cause);
  }

  /** The first cause that is not a wrapper, which has the actual message. */
  private static Throwable unwrap(Throwable thrown) {
    Throwable t = thrown;
    while ((t instanceof ExecutionException || t instanceof UncheckedIOException)
        && t.getCause() != null) {
      t = t.getCause();
    }
    return t;
  }

  private static boolean isRefused(Throwable t) {
    return t instanceof RegistryUnauthorizedException
        || (t instanceof RegistryAuthenticationFailedException
            && status(t) != RegistryError.TOO_MANY_REQUESTS
            && status(t) < 500)
        || status(t) == UNAUTHORIZED;
  }

  private static int status(Throwable t) {
    return Causes.find(t, ResponseException.class).map(ResponseException::getStatusCode).orElse(0);
  }

  private static boolean isUnreachable(Throwable t) {
    return t instanceof InsecureRegistryException
        || Causes.find(t, UnknownHostException.class).isPresent()
        || Causes.find(t, ConnectException.class).isPresent()
        || Causes.find(t, SocketTimeoutException.class).isPresent();
  }

  private static boolean isPlatform(Throwable t) {
    return t instanceof PlatformNotFoundInBaseImageException
        || t instanceof UnlistedPlatformInManifestListException;
  }

  private static String text(Throwable t) {
    String said =
        Causes.find(t, ResponseException.class)
            .map(r -> (r.getStatusCode() + " " + body(r)).strip())
            .orElseGet(() -> t.getMessage() == null ? t.toString() : t.getMessage());
    return Causes.find(t, UnknownHostException.class).isPresent() && !said.contains("unknown host")
        ? "unknown host: " + said
        : said;
  }

  private static String body(ResponseException response) {
    return Optional.ofNullable(response.getContent()).map(RegistryError::brief).orElse("");
  }
}
