package io.github.xacct.image.registry;

import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** Creates errors with suggestions for a target registry that did not respond. */
final class TargetErrors {
  private TargetErrors() {}

  /**
   * The error for a connection that was lost or never established.
   *
   * @param asked method and path of the request
   */
  static XacctException lost(String repositoryUri, String asked, IOException thrown) {
    String host = repositoryUri.substring(0, repositoryUri.indexOf('/'));
    String words = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    if (words.matches("(?s).*tunnel through proxy.*407.*")) {
      return failure("The proxy on the way to the registry " + host + " requires a user.", words)
          .suggestion("write user and password to <proxy> in settings.xml; if they are there,")
          .suggestion("MAVEN_OPTS=-Djdk.http.auth.tunneling.disabledSchemes= lets Java send them")
          .cause(thrown);
    }
    if (isUnreachable(thrown, words)) {
      boolean unknown = thrown instanceof UnknownHostException && !words.contains("unknown host");
      return failure(
              "The registry " + host + " cannot be reached.",
              unknown ? "unknown host: " + words : words)
          .suggestion("check the network, the proxy and the region")
          .cause(thrown);
    }
    return RegistryError.lasting(
        0,
        failure("The push to " + repositoryUri + " failed.", asked + ": " + words).cause(thrown));
  }

  /** Whether no connection was established; the type of Java's timeout does not show it. */
  private static boolean isUnreachable(IOException thrown, String words) {
    return thrown instanceof UnknownHostException
        || thrown instanceof ConnectException
        || (thrown instanceof SocketTimeoutException && !words.startsWith("Read"));
  }

  private static XacctException failure(String problem, String words) {
    return XacctException.yours(problem).evidence("Java said: " + words);
  }
}
