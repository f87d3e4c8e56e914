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
 * The repositories of one account in one region: those that stand in the estate, which also says
 * how each is set up. Their content lies in files, and outlives a rehearsal with its settings.
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

  /** Whether a stack made it, so that the plan has no say. */
  public boolean ofAStack(String name) {
    return store.ofAStack(place, ResourceTypeNames.REPOSITORY, name);
  }

  /** One of an earlier rehearsal stands again, as it stood then. */
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

  /** With its settings as the estate has them now. */
  public Optional<Repository> find(String name) {
    return store
        .find(place, ResourceTypeNames.REPOSITORY, name)
        .map(properties -> open(name, properties));
  }

  /** What one of them says about who may use it; nothing if there is none of this name. */
  ResourcePolicy policyOf(String name) {
    return new ResourcePolicy(
        find(name).map(r -> r.settings().policy()).map(Policy::ofResource), false);
  }

  /** All repositories of the account, by name. */
  public List<Repository> all() {
    return store.all(place, ResourceTypeNames.REPOSITORY).keySet().stream()
        .flatMap(name -> find(name).stream())
        .toList();
  }

  /** What the estate says of one that stands there. */
  public ObjectNode properties(String name) {
    return store.find(place, ResourceTypeNames.REPOSITORY, name).orElseGet(Json::object);
  }

  /** Changes how a repository is set up. */
  public void edit(String name, Consumer<ObjectNode> change) {
    store.edit(place, ResourceTypeNames.REPOSITORY, name, change);
  }

  /** Makes a repository; the one that is there wins. */
  public synchronized Repository create(String name, boolean immutable, boolean scanOnPush) {
    if (!store.has(place, ResourceTypeNames.REPOSITORY, name)) {
      store.put(place, ResourceTypeNames.REPOSITORY, name, properties(name, immutable, scanOnPush));
    }
    return find(name).orElseThrow();
  }

  /** Takes a repository away with all that it holds; else the next rehearsal would find it. */
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

  /** A slash would nest one repository's folder in another's, and + cannot be part of a name. */
  private Path home(String name) {
    return folder.resolve(name.replace('/', '+'));
  }

  static ObjectNode properties(String name, boolean immutable, boolean scanOnPush) {
    ObjectNode properties = Json.object().put("RepositoryName", name);
    properties.put("ImageTagMutability", immutable ? "IMMUTABLE" : "MUTABLE");
    properties.putObject("ImageScanningConfiguration").put("ScanOnPush", scanOnPush);
    return properties;
  }

  /** Which images look as if they had been deleted. */
  private static Predicate<String> gone(ObjectNode properties) {
    if (properties.path("@AllGone").asBoolean()) {
      return Predicate.not(Set.copyOf(Json.textsOf(properties.path("@Kept")))::contains);
    }
    return Set.copyOf(Json.textsOf(properties.path("@Gone")))::contains;
  }

  /** Takes a repository away; its content stays until the state folder is deleted. */
  public void remove(String name) {
    store.remove(place, ResourceTypeNames.REPOSITORY, name);
  }

  private Repository open(String name, ObjectNode properties) {
    var now = settings(properties);
    var lasting =
        store
            .sound(place, ResourceTypeNames.REPOSITORY, name)
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

  /** ECR's sentence about a repository that does not exist. */
  String notFound(String repository) {
    return "The repository with name '%s' does not exist in the registry with id '%s'"
        .formatted(repository, place.account());
  }
}
