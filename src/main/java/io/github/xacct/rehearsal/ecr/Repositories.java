package io.github.xacct.rehearsal.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.policy.Policy;
import io.github.xacct.rehearsal.iam.IamPolicy;
import io.github.xacct.rehearsal.iam.ResourcePolicy;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The repositories of one account in one region. Their settings are in the resource store, their
 * content in files; both are kept between rehearsals.
 */
public final class Repositories {
  private final ResourceStore store;
  private final AccountRegion place;
  private final String partition;
  private final Path folder;
  private final Map<String, Repository> byName = new ConcurrentSkipListMap<>();

  Repositories(ResourceStore store, AccountRegion place, Path folder) {
    this.store = store;
    this.place = place;
    this.partition = place.region().partition();
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      try (Stream<Path> folders = Files.list(folder)) {
        folders.map(Repository::open).flatMap(Optional::stream).forEach(this::remember);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + folder, e);
    }
  }

  /** Returns whether a stack created a repository, so that the plan does not change it. */
  public boolean ofAStack(String name) {
    return store.ofAStack(place, ResourceTypeNames.REPOSITORY, name);
  }

  /** Restores a repository of an earlier rehearsal with its settings. */
  private void remember(Repository repository) {
    byName.put(repository.name(), repository);
    if (!ofAStack(repository.name())) {
      var index = repository.index();
      ObjectNode properties = properties(index.name(), index.immutableTags(), index.scanOnPush());
      Json.putText(properties, "RepositoryPolicyText", Optional.ofNullable(index.policy()));
      store.put(place, ResourceTypeNames.REPOSITORY, repository.name(), properties);
    }
  }

  AccountId account() {
    return place.account();
  }

  String region() {
    return place.region().id();
  }

  /** Returns a repository with its current settings; empty if it does not exist. */
  public Optional<Repository> find(String name) {
    return store
        .find(place, ResourceTypeNames.REPOSITORY, name)
        .map(properties -> open(name, properties));
  }

  /** Returns the policy of a repository, which is empty if the repository does not exist. */
  ResourcePolicy policyOf(String name) {
    return new ResourcePolicy(
        find(name).map(r -> r.settings().policy()).map(Policy::ofResource), false);
  }

  /** Returns all repositories of the account, sorted by name. */
  public List<Repository> all() {
    return store.all(place, ResourceTypeNames.REPOSITORY).keySet().stream()
        .flatMap(name -> find(name).stream())
        .toList();
  }

  /** Returns the properties of a repository; empty if it does not exist. */
  public ObjectNode properties(String name) {
    return store.find(place, ResourceTypeNames.REPOSITORY, name).orElseGet(Json::object);
  }

  /** Changes the properties of a repository. */
  public void edit(String name, Consumer<ObjectNode> change) {
    store.edit(place, ResourceTypeNames.REPOSITORY, name, change);
  }

  /** Creates a repository, or returns the existing one. */
  public synchronized Repository create(String name, boolean immutable, boolean scanOnPush) {
    if (!store.has(place, ResourceTypeNames.REPOSITORY, name)) {
      store.put(place, ResourceTypeNames.REPOSITORY, name, properties(name, immutable, scanOnPush));
    }
    return find(name).orElseThrow();
  }

  /** Deletes a repository with its content, which the next rehearsal would find otherwise. */
  public synchronized void delete(String name) {
    store.remove(place, ResourceTypeNames.REPOSITORY, name);
    if (byName.remove(name) != null) {
      try (Stream<Path> files = Files.walk(home(name))) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot delete " + home(name), e);
      }
    }
  }

  /**
   * Returns a repository's folder; + replaces the slash, which would nest folders, and cannot be
   * part of a name.
   */
  private Path home(String name) {
    return folder.resolve(name.replace('/', '+'));
  }

  static ObjectNode properties(String name, boolean immutable, boolean scanOnPush) {
    ObjectNode properties = Json.object().put("RepositoryName", name);
    properties.put("ImageTagMutability", immutable ? "IMMUTABLE" : "MUTABLE");
    properties.putObject("ImageScanningConfiguration").put("ScanOnPush", scanOnPush);
    return properties;
  }

  /** Returns which images a fault hides. */
  private static Predicate<String> gone(ObjectNode properties) {
    if (properties.path("@AllGone").asBoolean()) {
      return Predicate.not(Set.copyOf(Json.textsOf(properties.path("@Kept")))::contains);
    }
    return Set.copyOf(Json.textsOf(properties.path("@Gone")))::contains;
  }

  /** Removes a repository; its content stays until the state folder is deleted. */
  public void remove(String name) {
    store.remove(place, ResourceTypeNames.REPOSITORY, name);
  }

  private Repository open(String name, ObjectNode properties) {
    var now = settings(properties);
    var lasting =
        store
            .withoutFaults(place, ResourceTypeNames.REPOSITORY, name)
            .map(Repositories::settings)
            .orElse(now);
    Repository repository =
        byName.computeIfAbsent(
            name, n -> Repository.create(home(n), n, lasting, System.currentTimeMillis()));
    repository.setUp(now, lasting);
    repository.hide(gone(properties));
    return repository;
  }

  private static RepositorySettings settings(ObjectNode properties) {
    JsonNode policy = properties.path("RepositoryPolicyText");
    return new RepositorySettings(
        properties.path("ImageTagMutability").asText().startsWith("IMMUTABLE"),
        properties.at("/ImageScanningConfiguration/ScanOnPush").asBoolean(),
        policy.isMissingNode() || policy.isNull() ? null : IamPolicy.text(policy),
        properties
            .path("ImageTagMutabilityExclusionFilters")
            .findValuesAsText("ImageTagMutabilityExclusionFilterValue"));
  }

  String arn(String repository) {
    return "arn:%s:ecr:%s:%s:repository/%s"
        .formatted(partition, place.region(), place.account(), repository);
  }

  /** Returns ECR's message about a repository that does not exist. */
  String notFound(String repository) {
    return "The repository with name '%s' does not exist in the registry with id '%s'"
        .formatted(repository, place.account());
  }
}
