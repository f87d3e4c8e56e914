package io.github.xacct.rehearsal;

import io.github.xacct.model.AccountId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** The repositories of one account in one region. */
final class Repositories {
  private final AccountId account;
  private final String region;
  private final String partition;
  private final Path folder;
  private final Map<String, Repository> byName = new ConcurrentSkipListMap<>();

  Repositories(AccountId account, String region, String partition, Path folder) {
    this.account = account;
    this.region = region;
    this.partition = partition;
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      try (Stream<Path> folders = Files.list(folder)) {
        folders
            .map(Repository::open)
            .flatMap(Optional::stream)
            .forEach(repository -> byName.put(repository.name(), repository));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + folder, e);
    }
  }

  AccountId account() {
    return account;
  }

  String region() {
    return region;
  }

  Optional<Repository> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All, by name. */
  List<Repository> all() {
    return List.copyOf(byName.values());
  }

  /** Makes a repository; the one that is there wins. */
  synchronized Repository create(String name, boolean immutable, boolean scanOnPush, long now) {
    // A slash would nest one repository's folder in another's, and + cannot be part of a name.
    return byName.computeIfAbsent(
        name,
        n -> Repository.create(folder.resolve(n.replace('/', '+')), n, immutable, scanOnPush, now));
  }

  String arn(String repository) {
    return "arn:" + partition + ":ecr:" + region + ":" + account + ":repository/" + repository;
  }

  /** ECR's own words. */
  String notFound(String repository) {
    return "The repository with name '%s' does not exist in the registry with id '%s'"
        .formatted(repository, account);
  }
}
