package io.github.xacct.goal.rehearsed;

import io.github.xacct.rehearsal.Rehearsal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the listeners of a rehearsed environment answer, as one can type it. */
public final class ListenerAddresses {
  private ListenerAddresses() {}

  /** A line for each listener. */
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

  /** The same of the production listener alone: a URL, or a command if it needs a header. */
  static Optional<String> production(Rehearsal rehearsal, String environment) {
    return rehearsal
        .productionUrl(environment)
        .map(url -> address(url, rehearsal.productionHost(environment)));
  }

  /** A shared listener knows the app by its name, which leads nowhere on this machine. */
  private static String address(URI url, Optional<String> host) {
    return host.map(name -> "curl -H 'Host: " + name + "' " + url).orElseGet(url::toString);
  }
}
