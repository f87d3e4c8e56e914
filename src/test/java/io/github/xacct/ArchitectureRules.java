package io.github.xacct;

import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the architecture may not do, whoever's it is: {@code ArchitectureRulesTest} breaks each. */
final class ArchitectureRules {
  /** Circles of imports inside a package: a file and its counterpart need no name. */
  private static final int PAIR = 2;

  private static final int DEEPEST_MOJO = 2;

  private static final Map<String, String> TIME =
      Map.of(
          "sleep", "java\\.lang\\.Thread\\.sleep|java\\.util\\.concurrent\\.TimeUnit\\.sleep",
          "clock", "java\\.time\\.Clock\\.system.*",
          "now", "java\\.time\\.\\w+\\.now|java\\.lang\\.System\\.(currentTimeMillis|nanoTime)");

  private final Imports imports;

  ArchitectureRules(Imports imports) {
    this.imports = imports;
  }

  /**
   * Each package imports what its row says, and no more is said.
   *
   * @param rows such as {@code deploy -> event model}
   */
  void packagesImport(String rows) {
    var expected = new TreeMap<String, Set<String>>();
    for (String row : rows.strip().split("\n")) {
      String[] cells = row.split("->", 2);
      expected.put(cells[0].strip(), new TreeSet<>(words(cells[1])));
    }
    assertThat(imports.packages()).isEqualTo(expected);
  }

  /** No two packages import each other, by whatever way. */
  void packagesHaveNoCycle() {
    slices().matching(imports.below("(**)")).should().beFreeOfCycles().check(imports.classes());
  }

  /**
   * No more files of a package import each other in a circle.
   *
   * @param named the largest circle of a package, where there are more than two
   */
  void filesAreEntangledNoMoreThan(Map<String, Integer> named) {
    var knots = imports.knots();
    knots.values().removeIf(files -> files <= PAIR);
    assertThat(knots).isEqualTo(named);
  }

  /** A larger package is more than one activity. */
  void packagesHaveNoMoreFilesThan(int most) {
    var sizes = imports.sizes();
    sizes.values().removeIf(files -> files <= most);
    assertThat(sizes).isEmpty();
  }

  /** A library is imported in these packages, and in no other; two dots mean all below. */
  void isImportedIn(String library, String places) {
    areJust(places, imports.homesOf(c -> c.getName().startsWith(library)));
  }

  /** Only goals, and what is below the package itself, import a package. */
  void onlyGoalsImport(String served) {
    assertThat(imports.homesOf(c -> isBelow(served).test(imports.home(c))))
        .anyMatch(isBelow("goal"))
        .allMatch(isBelow(served).or(isBelow("goal")));
  }

  /** No mojo inherits from more of ours. */
  void mojosAreShallow() {
    var depths = new TreeMap<String, Integer>();
    for (var mojo : imports.classes().that(nameMatching(".*Mojo"))) {
      long ours = mojo.getAllRawSuperclasses().stream().filter(imports::isOurs).count();
      depths.put(mojo.getSimpleName(), (int) ours);
    }
    assertThat(Collections.max(depths.values())).as("%s", depths).isEqualTo(DEEPEST_MOJO);
  }

  /** The model imports the JDK alone, and the annotation for what may be null. */
  void modelImportsNoLibrary() {
    classes()
        .that()
        .resideInAPackage(imports.below("model.."))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(imports.below("model.."), "java..")
        .check(imports.classes());
  }

  /** What lies in these packages imports those of its kind and some libraries, and nothing else. */
  void dependOnlyOn(String homes, String libraries) {
    String[] own = words(homes).stream().map(imports::below).toArray(String[]::new);
    classes()
        .that()
        .resideInAnyPackage(own)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(Stream.of(own), words(libraries).stream()).toArray(String[]::new))
        .check(imports.classes());
  }

  /** Sleep, clock or now are asked in these files, and in no other. */
  void timeIsAskedIn(String what, String places) {
    areJust(places, imports.callersOf(Pattern.compile(TIME.get(what))));
  }

  /** A method of this name is called in these files, and in no other. */
  void isCalledIn(String name, String places) {
    areJust(places, imports.callersOf(Pattern.compile(".*\\." + name)));
  }

  void noMocks() {
    assertThat(
            imports.homesOf(
                c -> c.getName().matches("(.*\\.)?org\\.(mockito|easymock|powermock)\\..*")))
        .isEmpty();
  }

  /** Whether each of these is named, and each name means one; two dots mean all below. */
  private static void areJust(String named, Set<String> found) {
    List<String> names = words(named);
    assertThat(found).allMatch(place -> names.stream().anyMatch(name -> means(name, place)));
    assertThat(names).allMatch(name -> found.stream().anyMatch(place -> means(name, place)));
  }

  private static boolean means(String name, String place) {
    return name.endsWith("..")
        ? isBelow(name.substring(0, name.length() - 2)).test(place)
        : name.equals(place);
  }

  private static Predicate<String> isBelow(String home) {
    return place -> place.equals(home) || place.startsWith(home + ".");
  }

  private static List<String> words(String text) {
    return Pattern.compile(" ").splitAsStream(text.strip()).filter(w -> !w.isEmpty()).toList();
  }
}
