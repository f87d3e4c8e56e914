package io.github.xacct.image.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends Jib's retries of a connection, which last for a minute. Only its log shows failed requests,
 * without their reason, so one more request finds out whether the host can be reached.
 */
public final class LostConnection {
  private static final String RETRIED = " failed and will be retried";
  private static final int TIMEOUT_MILLIS = 5_000;

  private final int limit;
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();

  public LostConnection(int limit) {
    this.limit = limit;
  }

  /**
   * Evaluates a line of Jib's log.
   *
   * @throws IOException if the same request has failed too often
   */
  public void check(String line) throws IOException {
    if (line.endsWith(RETRIED)) {
      String request = line.substring(0, line.length() - RETRIED.length());
      String threads = Thread.currentThread().getId() + " " + request;
      if (failures.merge(threads, 1, Integer::sum) >= limit) {
        throw reason(request);
      }
    }
  }

  private static IOException reason(String request) {
    URI address = URI.create(request.substring(request.indexOf(' ') + 1));
    String message = "connection lost: " + request.replaceAll("\\?.*", "");
    Optional<SocketAddress> proxy = proxy(address);
    if (proxy.isPresent()) {
      return viaProxy(address, message + " through the proxy " + words(proxy.get()));
    }
    try {
      InetAddress.getByName(address.getHost());
      connect(address);
      return new SocketException(message);
    } catch (UnknownHostException e) {
      return new UnknownHostException(address.getHost());
    } catch (ConnectException | NoRouteToHostException | SocketTimeoutException e) {
      return new ConnectException(message);
    } catch (IOException e) {
      return new SocketException(message);
    }
  }

  /** The error of a connection through a proxy; only the proxy must resolve the host. */
  private static IOException viaProxy(URI address, String message) {
    try {
      connect(address);
      return new SocketException(message);
    } catch (ConnectException | NoRouteToHostException | UnknownHostException e) {
      return new ConnectException(message);
    } catch (IOException e) {
      return new SocketException(message);
    }
  }

  private static String words(SocketAddress proxy) {
    return proxy instanceof InetSocketAddress inet
        ? inet.getHostString() + ":" + inet.getPort()
        : proxy.toString();
  }

  private static Optional<SocketAddress> proxy(URI address) {
    return ProxySelector.getDefault().select(address).stream()
        .filter(proxy -> proxy.type() != Proxy.Type.DIRECT)
        .map(Proxy::address)
        .findFirst();
  }

  private static void connect(URI address) throws IOException {
    var connection = (HttpURLConnection) address.resolve("/v2/").toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.getResponseCode();
    connection.disconnect();
  }
}
