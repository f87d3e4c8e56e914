package io.github.xacct;

import static java.util.stream.Collectors.toCollection;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which file of ours needs which: nested classes count as a part of their file. */
final class Imports {
  private final String root;
  private final JavaClasses classes;
  private final Map<JavaClass, Set<JavaClass>> files = new HashMap<>();

  private Imports(String root, JavaClasses classes) {
    this.root = root;
    this.classes = classes;
    for (JavaClass c : classes) {
      if (!c.getSimpleName().equals("package-info")) {
        var needs = files.computeIfAbsent(file(c), f -> new HashSet<>());
        c.getDirectDependenciesFromSelf().stream()
            .map(d -> file(d.getTargetClass().getBaseComponentType()))
            .filter(f -> f.getName().startsWith(root + ".") && !f.equals(file(c)))
            .forEach(needs::add);
      }
    }
  }

  /** The classes below a package of which the packages here are named. */
  static Imports of(String root, ImportOption.Predefined which) {
    return new Imports(root, new ClassFileImporter().withImportOption(which).importPackages(root));
  }

  /** Whether a class is one of these, or would be. */
  boolean isOurs(JavaClass c) {
    return c.getName().startsWith(root + ".");
  }

  /** The package that a rule of ArchUnit has in mind. */
  String below(String home) {
    return root + "." + home;
  }

  JavaClasses classes() {
    return classes;
  }

  /** Each package with the other packages of ours that it imports. */
  Map<String, Set<String>> packages() {
    var packages = new TreeMap<String, Set<String>>();
    files.forEach(
        (file, needs) -> {
          var imported = packages.computeIfAbsent(home(file), h -> new TreeSet<>());
          needs.stream().map(this::home).filter(h -> !h.equals(home(file))).forEach(imported::add);
        });
    return packages;
  }

  /** Each package with the number of its files. */
  Map<String, Integer> sizes() {
    var sizes = new TreeMap<String, Integer>();
    files.keySet().forEach(file -> sizes.merge(home(file), 1, Integer::sum));
    return sizes;
  }

  /** Each package with the number of files in the largest circle of imports inside it. */
  Map<String, Integer> knots() {
    var knots = new TreeMap<String, Integer>();
    for (JavaClass file : files.keySet()) {
      Set<JavaClass> there = reachable(file);
      there.removeIf(other -> !reachable(other).contains(file));
      knots.merge(home(file), Math.max(1, there.size()), Math::max);
    }
    return knots;
  }

  private Set<JavaClass> reachable(JavaClass from) {
    Set<JavaClass> seen = new HashSet<>();
    Deque<JavaClass> ahead = new ArrayDeque<>(Set.of(from));
    while (!ahead.isEmpty()) {
      for (JavaClass next : files.get(ahead.pop())) {
        if (home(next).equals(home(from)) && seen.add(next)) {
          ahead.push(next);
        }
      }
    }
    return seen;
  }

  /** The packages in which something depends on such a class. */
  Set<String> homesOf(Predicate<JavaClass> imported) {
    return classes.stream()
        .filter(
            c ->
                c.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .anyMatch(imported))
        .map(this::home)
        .collect(toCollection(TreeSet::new));
  }

  /** The files that call or refer to a method of such a name, {@code package.Class.method}. */
  Set<String> callersOf(Pattern method) {
    return classes.stream()
        .filter(
            c ->
                c.getAccessesFromSelf().stream()
                    .map(JavaAccess::getTarget)
                    .map(t -> t.getOwner().getName() + "." + t.getName())
                    .anyMatch(method.asMatchPredicate()))
        .map(c -> file(c).getName().substring(root.length() + 1))
        .collect(toCollection(TreeSet::new));
  }

  /** The package below the root, such as {@code goal.ci}. */
  String home(JavaClass c) {
    String name = c.getPackageName();
    return name.startsWith(root + ".") ? name.substring(root.length() + 1) : "";
  }

  private static JavaClass file(JavaClass c) {
    return c.getEnclosingClass().map(Imports::file).orElse(c);
  }
}
