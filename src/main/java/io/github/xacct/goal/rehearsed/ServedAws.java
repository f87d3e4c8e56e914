package io.github.xacct.goal.rehearsed;

import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Environment;
import io.github.xacct.rehearsal.Rehearsal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Prints how other programs reach the embedded AWS, as commands to type. Source: AWS CLI user
 * guide, "Configuring environment variables for the AWS CLI"; changelogs of both major versions for
 * the first release that reads AWS_ENDPOINT_URL.
 */
public final class ServedAws {
  /** Variables that would select another endpoint or other credentials. */
  private static final String UNSET =
      "unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION"
          + " AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT";

  private final Rehearsal rehearsal;
  private final Settings settings;
  private final List<Environment> environments;

  /**
   * Creates the description of an embedded AWS.
   *
   * @param environments environments that it contains
   */
  public ServedAws(Rehearsal rehearsal, Settings settings, List<Environment> environments) {
    this.rehearsal = rehearsal;
    this.settings = settings;
    this.environments = environments;
  }

  /** Returns lines for a POSIX shell that set the builder's credentials. */
  public List<String> variables() {
    var lines = new ArrayList<String>();
    lines.add(UNSET);
    rehearsal.environment().forEach((name, value) -> lines.add("export " + name + "=" + value));
    return lines;
  }

  /** Returns a line for each account that sets an administrator's credentials. */
  public List<String> administrators() {
    Map<String, Set<String>> accounts = new TreeMap<>();
    accounts
        .computeIfAbsent(settings.registry().account().value(), a -> new TreeSet<>())
        .add("registry");
    environments.forEach(
        e -> accounts.computeIfAbsent(e.account().value(), a -> new TreeSet<>()).add(e.name()));
    return accounts.entrySet().stream().map(this::administrator).toList();
  }

  private String administrator(Map.Entry<String, Set<String>> account) {
    var keys = rehearsal.administrator(new AccountId(account.getKey()));
    return "export AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s; unset AWS_SESSION_TOKEN  # %s: %s"
        .formatted(
            keys.accessKeyId(),
            keys.secretAccessKey(),
            account.getKey(),
            String.join(", ", account.getValue()));
  }

  /** Returns all lines: commands, listeners, and what is not simulated. */
  public List<String> lines(Map<Environment, List<String>> notSimulated) {
    var lines = new ArrayList<String>();
    lines.add("The embedded AWS answers until Ctrl-C. In another terminal:");
    lines.add("");
    variables().forEach(line -> lines.add("  " + line));
    lines.add("");
    lines.add(
        "The AWS CLI reads AWS_ENDPOINT_URL from 2.13.0 and 1.29.0 on; an older one calls AWS.");
    lines.add("As an administrator of one account:");
    lines.add("");
    administrators().forEach(line -> lines.add("  " + line));
    lines.add("");
    for (var environment : environments) {
      lines.add("Environment " + environment.name() + ":");
      environment.role().ifPresent(role -> lines.add("  role to assume:      " + role));
      ListenerAddresses.of(rehearsal, environment.name()).forEach(line -> lines.add("  " + line));
      Optional.ofNullable(notSimulated.get(environment)).orElse(List.of()).stream()
          .map(line -> "  not simulated:       " + line)
          .forEach(lines::add);
    }
    return lines;
  }
}
