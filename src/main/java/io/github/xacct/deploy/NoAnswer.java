package io.github.xacct.deploy;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Explains in network terms why a URL did not respond. */
final class NoAnswer {
  private NoAnswer() {}

  /**
   * Returns the reason in one sentence.
   *
   * @param uri the requested URL
   */
  static String words(URI uri, IOException e) {
    String place = uri.getHost() + (uri.getPort() > 0 ? ":" + uri.getPort() : "");
    if (is(e, UnresolvedAddressException.class) || is(e, UnknownHostException.class)) {
      return "the name " + uri.getHost() + " cannot be resolved (DNS)";
    }
    var tls = find(e, SSLException.class);
    if (tls.isPresent()) {
      String why = message(tls.get());
      return "the TLS handshake with %s failed: %s%s"
          .formatted(
              place,
              why,
              why.contains("certification path")
                  ? " (an imported certificate without its intermediates, or an authority that this JVM"
                      + " does not trust)"
                  : "");
    }
    if (is(e, HttpConnectTimeoutException.class) || mentions(e, "onnect timed out")) {
      return "no connection to " + place + " within 10 s";
    }
    if (is(e, HttpTimeoutException.class) || is(e, SocketTimeoutException.class)) {
      return "connected to " + place + ", but no answer in time";
    }
    if (is(e, NoRouteToHostException.class)) {
      return "there is no route to " + place;
    }
    if (mentions(e, "Tunnel failed") || mentions(e, "roxy")) {
      return "the proxy does not connect to " + place + ": " + message(e);
    }
    if (is(e, ConnectException.class)) {
      return place + " refuses the connection";
    }
    boolean cut = is(e, EOFException.class) || mentions(e, "reset") || mentions(e, "no bytes");
    return cut ? place + " closed the connection without an answer" : message(e);
  }

  private static boolean is(Throwable e, Class<? extends Throwable> type) {
    return find(e, type).isPresent();
  }

  private static Optional<Throwable> find(Throwable e, Class<? extends Throwable> type) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return Optional.of(t);
      }
    }
    return Optional.empty();
  }

  private static boolean mentions(Throwable e, String words) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (String.valueOf(t.getMessage()).contains(words)) {
        return true;
      }
    }
    return false;
  }

  /** The message of the innermost cause: Java wraps "PKIX path building failed" several times. */
  private static String message(Throwable e) {
    String message = e.getMessage();
    for (Throwable t = e; t != null; t = t.getCause()) {
      message = t.getMessage() == null ? message : t.getMessage();
    }
    return message == null ? "the connection broke" : message;
  }
}
