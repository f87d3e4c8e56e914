package io.github.xacct.image.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Determines whether a host is this machine, so that plain HTTP to it does not cross a network. */
public final class Loopback {
  private static final Pattern ADDRESS = Pattern.compile("127(\\.\\d{1,3}){3}|\\[?::1]?");

  private Loopback() {}

  /**
   * Whether {@code HOST[:PORT]} is this machine. Of names only {@code localhost} and its subdomains
   * count (RFC 6761), and only if they resolve to loopback: other names are controlled by others.
   */
  public static boolean holds(String authority) {
    String host = authority.replaceFirst(":\\d+$", "");
    return ADDRESS.matcher(host).matches() || (isLocalName(host) && resolvesToLoopback(host));
  }

  private static boolean isLocalName(String host) {
    return host.equals("localhost") || host.endsWith(".localhost");
  }

  private static boolean resolvesToLoopback(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
