package io.github.xacct.image.layout;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Determines which dependencies of an app that is a Java module go on the module path: those that
 * it requires, directly or indirectly, and providers of services that these use. All others stay on
 * the class path, as in the tests.
 */
final class ModulePath {
  private final ModuleDescriptor own;
  private final Map<String, ModuleDescriptor> descriptors = new HashMap<>();
  private final Map<String, Path> files = new HashMap<>();
  private final Set<String> resolved = new LinkedHashSet<>();

  private ModulePath(ModuleDescriptor own) {
    this.own = own;
  }

  /** The module path; empty if the app is not a module. */
  static Optional<ModulePath> of(Path classes, List<Path> dependencies) {
    Path info = classes.resolve("module-info.class");
    if (!Files.isRegularFile(info)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(info)) {
      var path = new ModulePath(ModuleDescriptor.read(in));
      dependencies.forEach(path::add);
      path.resolve();
      return Optional.of(path);
    } catch (IOException e) {
      return Optional.empty(); // the JVM could not read it either
    }
  }

  /** The name of the app's module. */
  String name() {
    return own.name();
  }

  /** Whether a dependency is on the module path. */
  boolean holds(Path dependency) {
    return resolved.stream().anyMatch(name -> dependency.equals(files.get(name)));
  }

  private void add(Path dependency) {
    if (Files.isDirectory(dependency) && !Files.exists(dependency.resolve("module-info.class"))) {
      return; // Java would look in it for jars
    }
    try {
      ModuleFinder.of(dependency)
          .findAll()
          .forEach(
              module -> {
                String name = module.descriptor().name();
                descriptors.putIfAbsent(name, module.descriptor());
                files.putIfAbsent(name, dependency);
              });
    } catch (FindException e) {
      // not a valid module name: on the class path any name is valid
    }
  }

  private void resolve() {
    require(own);
    for (int before = -1; before < resolved.size(); ) {
      before = resolved.size();
      descriptors.values().stream()
          .filter(module -> module.provides().stream().anyMatch(p -> isUsed(p.service())))
          .toList()
          .forEach(this::add);
    }
  }

  private void require(ModuleDescriptor module) {
    module.requires().stream()
        .map(ModuleDescriptor.Requires::name)
        .filter(descriptors::containsKey)
        .forEach(name -> add(Objects.requireNonNull(descriptors.get(name))));
  }

  private void add(ModuleDescriptor module) {
    if (resolved.add(module.name())) {
      require(module);
    }
  }

  private boolean isUsed(String service) {
    return own.uses().contains(service)
        || resolved.stream()
            .anyMatch(
                name -> Objects.requireNonNull(descriptors.get(name)).uses().contains(service));
  }
}
