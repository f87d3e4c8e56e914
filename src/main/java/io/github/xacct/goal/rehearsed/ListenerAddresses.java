package io.github.xacct.goal.rehearsed;

import io.github.xacct.rehearsal.Rehearsal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Addresses of a rehearsed environment's listeners, in a form that can be typed. */
public final class ListenerAddresses {
  private ListenerAddresses() {}

  /** Returns a line for each listener. */
  public static List<String> of(Rehearsal rehearsal, String environment) {
    var lines = new ArrayList<String>();
    production(rehearsal, environment)
        .ifPresent(address -> lines.add("production listener: " + address));
    rehearsal
        .testUrl(environment)
        .map(url -> address(url, rehearsal.testHost(environment)))
        .ifPresent(address -> lines.add("test listener:       " + address));
    return lines;
  }

  /** Returns the production listener's URL, or a command if it requires a header. */
  static Optional<String> production(Rehearsal rehearsal, String environment) {
    return rehearsal
        .productionUrl(environment)
        .map(url -> address(url, rehearsal.productionHost(environment)));
  }

  /**
   * Returns the address; a shared listener requires the app's host name, which does not resolve
   * here.
   */
  private static String address(URI url, Optional<String> host) {
    return host.map(name -> "curl -H 'Host: " + name + "' " + url).orElseGet(url::toString);
  }
}
