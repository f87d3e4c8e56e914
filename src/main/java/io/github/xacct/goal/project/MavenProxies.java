package io.github.xacct.goal.project;

import io.github.xacct.goal.configuration.xml.Element;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.maven.settings.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Applies the proxies of Maven's settings.xml to Jib and the AWS SDK: both use Java's system
 * properties, which are set while a goal runs. Properties of the command line take precedence.
 */
public final class MavenProxies implements AutoCloseable {
  /** Hosts without a proxy: this machine, and the link-local endpoints of AWS credentials. */
  private static final String NEVER = "localhost|*.localhost|127.*|[::1]|169.254.*";

  private static final String NO_BASIC = "jdk.http.auth.tunneling.disabledSchemes";
  private static final IdentityHashMap<Properties, Integer> USERS = new IdentityHashMap<>();
  private static final IdentityHashMap<Properties, Map<String, String>> BEFORE =
      new IdentityHashMap<>();

  private final Properties system;

  private MavenProxies(Properties system) {
    this.system = system;
  }

  /**
   * Sets the system properties until {@link #close}.
   *
   * @param proxies of settings.xml, decrypted
   * @param system system properties, which modules built in parallel share
   * @param debug receives what is used, without passwords
   */
  public static MavenProxies use(List<Proxy> proxies, Properties system, Consumer<String> debug) {
    synchronized (USERS) {
      if (USERS.merge(system, 1, Integer::sum) == 1) {
        var before = new LinkedHashMap<String, String>();
        BEFORE.put(system, before);
        Optional<Proxy> https = active(proxies, "https");
        https
            .or(() -> active(proxies, "http"))
            .ifPresent(p -> set(p, "https", system, before, debug));
        active(proxies, "http").ifPresent(p -> set(p, "http", system, before, debug));
      }
    }
    return new MavenProxies(system);
  }

  /** Returns the first active proxy, as Maven does. */
  private static Optional<Proxy> active(List<Proxy> proxies, String protocol) {
    return proxies.stream()
        .filter(p -> p.isActive() && protocol.equalsIgnoreCase(p.getProtocol()))
        .findFirst();
  }

  private static void set(
      Proxy proxy,
      String protocol,
      Properties system,
      Map<String, String> before,
      Consumer<String> debug) {
    if (system.getProperty(protocol + ".proxyHost") != null) {
      debug.accept("Proxy for " + protocol + ": that of -D" + protocol + ".proxyHost");
      return;
    }
    put(system, before, protocol + ".proxyHost", proxy.getHost());
    put(system, before, protocol + ".proxyPort", String.valueOf(proxy.getPort()));
    String except =
        Element.isWritten(proxy.getNonProxyHosts())
            ? proxy.getNonProxyHosts().trim().replace(',', '|') + "|" + NEVER
            : NEVER;
    if (system.getProperty("http.nonProxyHosts") == null
        || before.containsKey("http.nonProxyHosts")) {
      put(system, before, "http.nonProxyHosts", except); // one list for both protocols in Java
    }
    boolean login = Element.isWritten(proxy.getUsername());
    if (login) {
      put(system, before, protocol + ".proxyUser", proxy.getUsername());
      put(system, before, protocol + ".proxyPassword", String.valueOf(proxy.getPassword()));
      if (system.getProperty(NO_BASIC) == null) {
        put(system, before, NO_BASIC, "");
      }
      if (Authenticator.getDefault() == null) {
        Authenticator.setDefault(new ProxyLogin(system));
      }
    }
    debug.accept(
        "Proxy for %s: %s:%d of settings.xml%s, but not for %s"
            .formatted(
                protocol,
                proxy.getHost(),
                proxy.getPort(),
                login ? " as " + proxy.getUsername() : "",
                except));
  }

  private static void put(
      Properties system, Map<String, String> before, String name, String value) {
    if (!before.containsKey(name)) {
      before.put(name, system.getProperty(name));
    }
    system.setProperty(name, value);
  }

  /** Restores the properties when the last of the parallel goals ends. */
  @Override
  public void close() {
    synchronized (USERS) {
      if (USERS.merge(system, -1, Integer::sum) > 0) {
        return;
      }
      USERS.remove(system);
      Objects.requireNonNull(BEFORE.remove(system))
          .forEach(
              (name, value) -> {
                if (value == null) {
                  system.remove(name);
                } else {
                  system.setProperty(name, value);
                }
              });
      if (Authenticator.getDefault() instanceof ProxyLogin) {
        Authenticator.setDefault(null);
      }
    }
  }

  /** Provides the credentials of these proxies, and of no other host. */
  private static final class ProxyLogin extends Authenticator {
    private final Properties system;

    ProxyLogin(Properties system) {
      this.system = system;
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      if (getRequestorType() != RequestorType.PROXY) {
        return null;
      }
      for (String protocol : List.of("https", "http")) {
        String user = system.getProperty(protocol + ".proxyUser");
        boolean same =
            getRequestingHost().equalsIgnoreCase(system.getProperty(protocol + ".proxyHost"))
                && String.valueOf(getRequestingPort())
                    .equals(system.getProperty(protocol + ".proxyPort"));
        if (same && user != null) {
          return new PasswordAuthentication(
              user, system.getProperty(protocol + ".proxyPassword", "").toCharArray());
        }
      }
      return null;
    }
  }
}
