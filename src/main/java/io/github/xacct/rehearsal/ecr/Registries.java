package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.iam.Authority;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.iam.ResourcePolicy;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.state.AtomicFile;
import io.github.xacct.rehearsal.state.ResourceStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The registries of all accounts and regions, each started at its first use. A registry keeps its
 * port in the next rehearsal if it is free, because image names contain it.
 */
public final class Registries implements AutoCloseable {
  private final Map<String, Registry> running = new TreeMap<>();
  private final ResourceStore store;
  private final Path folder;
  private final EcrTokens tokens;
  private final Authority authority;
  private final Clock clock;
  private final Consumer<String> log;

  public Registries(
      ResourceStore store,
      Path folder,
      EcrTokens tokens,
      Authority authority,
      Clock clock,
      Consumer<String> log) {
    this.store = store;
    this.folder = folder;
    this.tokens = tokens;
    this.authority = authority;
    this.clock = clock;
    this.log = log;
  }

  public synchronized Registry of(AccountId account, String region) {
    return running.computeIfAbsent(account + "/" + region, key -> start(account, region));
  }

  /** Returns whether a policy names a user or a role that does not exist. */
  boolean namesUnknownPrincipal(JsonNode policy) {
    return new Identities(store).namesUnknownPrincipal(policy);
  }

  public ResourcePolicy policyOf(AccountId account, String region, String repository) {
    return of(account, region).repositories().policyOf(repository);
  }

  @Override
  public synchronized void close() {
    running.values().forEach(Registry::close);
    running.clear();
  }

  private Registry start(AccountId account, String region) {
    Path home = folder.resolve(account.value()).resolve(region);
    var repositories =
        new Repositories(
            store, new AccountRegion(account, new Region(region)), home.resolve("repositories"));
    Path portFile = home.resolve("port");
    try {
      Registry registry = listen(lastPort(portFile), repositories);
      AtomicFile.write(
          portFile, String.valueOf(registry.port()).getBytes(StandardCharsets.US_ASCII));
      return registry;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the registry in " + home, e);
    }
  }

  private Registry listen(int port, Repositories repositories) throws IOException {
    try {
      return new Registry(port, repositories, tokens, authority, clock, log);
    } catch (BindException e) {
      var registry = new Registry(0, repositories, tokens, authority, clock, log);
      log.accept(
          "Port %d of the last rehearsal's registry is taken; images are now named %s/..."
              .formatted(port, registry.host()));
      return registry;
    }
  }

  private static int lastPort(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    String port = Files.readString(file).strip();
    return port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
  }
}
