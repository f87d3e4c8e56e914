package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.ConfigurationProblems;
import io.github.xacct.goal.configuration.xml.GoalParameter;
import io.github.xacct.goal.configuration.xml.Misplaced;
import io.github.xacct.goal.configuration.xml.ValueForm;
import io.github.xacct.goal.configuration.xml.ValueKind;
import io.github.xacct.model.Spelling;
import io.github.xacct.stack.plan.StackLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks that each property that begins with {@code xacct.} is a parameter of this plugin and has a
 * valid value. A misspelt {@code -Dxacct.dryRun} would deploy.
 */
final class UserPropertyCheck {
  private static final String PREFIX = "xacct.";

  /** A property of one environment, such as {@code xacct.test.profile}. */
  private static final Pattern OF_PLACE = Pattern.compile("xacct\\.(.+)\\.(profile|adminRole)");

  /** An expression that Maven or a shell has not resolved. */
  private static final Pattern OPEN = Pattern.compile("\\$\\{[^}]*}");

  /** The usual property for the version of the plugin. */
  private static final String VERSION = "xacct.version";

  /** Other names that users may try for a property, besides the names of elements. */
  private static final Map<String, GoalParameter> OTHER_NAMES =
      Map.of(
          "rehearsal", GoalParameter.REHEARSE,
          "dry", GoalParameter.DRY_RUN,
          "environment", GoalParameter.ENV,
          "environments", GoalParameter.ENV,
          "wait", GoalParameter.WAIT_UNTIL,
          "faults", GoalParameter.REHEARSE_FAULT);

  /** Switches that are dangerous if they have no effect; no other plugin uses these names. */
  private static final List<GoalParameter> SWITCHES =
      List.of(GoalParameter.REHEARSE, GoalParameter.DRY_RUN, GoalParameter.WAIT_UNTIL);

  private static final ValueForm ADMIN_ROLE = GoalParameter.ADMIN_ROLE.form();

  private final Properties commandLine;
  private final Properties machine;
  private final Properties pom;
  private final List<String> environments;
  private final ConfigurationProblems problems;

  /**
   * @param commandLine Maven's user properties
   * @param machine Maven's system properties, which include those of MAVEN_OPTS and .mvn/jvm.config
   * @param pom properties of the project and its profiles
   * @param environments names of the POM's environments
   */
  UserPropertyCheck(
      Properties commandLine,
      Properties machine,
      Properties pom,
      List<String> environments,
      ConfigurationProblems problems) {
    this.commandLine = commandLine;
    this.machine = machine;
    this.pom = pom;
    this.environments = environments;
    this.problems = problems;
  }

  /** Reports the problems of all properties. */
  void run() {
    sorted(commandLine).forEach(this::ofCommandLine);
    sorted(machine).forEach(this::ofMachine);
    sorted(pom).forEach(this::ofPom);
    String env = commandLine.getProperty("env");
    String ours = commandLine.getProperty("xacct.env", pom.getProperty("xacct.env"));
    if (env != null && ours != null && !env.trim().equals(ours.trim())) {
      problems.add(
          "-Denv",
          "'" + env + "' is not used, because xacct.env is '" + ours + "': set one of them");
      problems.unreadable("-Denv");
    }
  }

  private static Map<String, String> sorted(Properties properties) {
    var sorted = new TreeMap<String, String>();
    properties.stringPropertyNames().forEach(n -> sorted.put(n, properties.getProperty(n)));
    return sorted;
  }

  private void ofCommandLine(String name, String value) {
    String place = "-D" + name;
    if (isOurs(name)) {
      check(name, value, text -> problems.add(place, text));
      checkWritten(name, value, place);
    } else if (name.equals("env") && value.isBlank()) {
      problems.add(place, "empty: write -Denv=NAME");
    } else if (name.equalsIgnoreCase("env") && !name.equals("env") && chosen().isEmpty()) {
      problems.add(place, "unknown property: did you mean -Denv?");
      problems.unreadable("-Denv");
    } else {
      misspeltPrefix(name).ifPresent(meant -> problems.add(place, didYouMean("-D" + meant)));
    }
  }

  private void ofMachine(String name, String value) {
    // Maven also sets user properties as system properties.
    if (isOurs(name) && !commandLine.containsKey(name)) {
      String place = "-D" + name + " in MAVEN_OPTS or .mvn/jvm.config";
      check(name, value, text -> problems.add(place, text));
      checkWritten(name, value, place);
    }
  }

  private void ofPom(String name, String value) {
    if (isOurs(name) && !commandLine.containsKey(name)) {
      check(name, value, text -> problems.add("properties/" + name, text.replace("-D", "")));
    }
  }

  private static boolean isOurs(String name) {
    return name.startsWith(PREFIX) && !name.equals(VERSION);
  }

  /** Returns the environment in -Denv or -Dxacct.env, if any. */
  private Optional<String> chosen() {
    return Optional.ofNullable(
        commandLine.getProperty("env", commandLine.getProperty("xacct.env")));
  }

  private void check(String name, String value, Consumer<String> problem) {
    Optional<GoalParameter> known = GoalParameter.ofProperty(name);
    if (known.isPresent()) {
      ValueForm form = known.get().form();
      Matcher open = OPEN.matcher(value);
      if (isText(form.kind()) && open.find()) {
        problem.accept("nothing sets " + open.group());
        return;
      }
      boolean lost = isText(form.kind()) && (value.isBlank() || isBare(value));
      Optional<String> wrong = lost ? Optional.empty() : form.problem(value);
      wrong.ifPresent(problem);
      wrong.flatMap(text -> known.get().element()).ifPresent(problems::unreadable);
      if (form.kind() == ValueKind.ENVIRONMENT && !value.isBlank() && !isBare(value)) {
        checkEnvironment(value.trim(), environments, problem);
      }
      return;
    }
    Matcher ofPlace = OF_PLACE.matcher(name);
    if (ofPlace.matches()) {
      checkPlace(ofPlace.group(1), problem);
      if (ofPlace.group(2).equals("adminRole") && !value.isBlank() && !isBare(value)) {
        ADMIN_ROLE.problem(value).ifPresent(problem);
      }
    } else {
      String rest = name.substring(PREFIX.length());
      problem.accept(unknown(rest));
      if (meant(rest).filter(GoalParameter.ENV.property()::equals).isPresent()) {
        problems.unreadable("-Denv"); // rather than that it is missing
      }
    }
  }

  private void checkPlace(String place, Consumer<String> problem) {
    var places = new ArrayList<>(environments);
    places.add(StackLocation.TOOLS);
    checkEnvironment(place, places, problem);
  }

  /** Reports an unknown environment; a POM without environments is reported elsewhere. */
  private void checkEnvironment(String name, List<String> known, Consumer<String> problem) {
    if (!environments.isEmpty() && !known.contains(name)) {
      problem.accept(EnvironmentNames.unknown(name, known));
    }
  }

  private static boolean isText(ValueKind kind) {
    return kind == ValueKind.TEXT || kind == ValueKind.ENVIRONMENT || kind == ValueKind.IMAGE;
  }

  /** Whether this is the value that Maven sets for -Dname without a value. */
  private static boolean isBare(String value) {
    return value.trim().equals("true");
  }

  /** Reports a property without a value. */
  private void checkWritten(String name, String value, String place) {
    boolean text =
        GoalParameter.ofProperty(name)
            .map(p -> isText(p.form().kind()) && p != GoalParameter.YES)
            .orElseGet(() -> OF_PLACE.matcher(name).matches());
    if (text && value.isBlank()) {
      problems.add(place, "empty: write -D" + name + "=VALUE, or leave it out");
    } else if (text && isBare(value)) {
      problems.add(place, "no value: write -D" + name + "=VALUE");
    }
  }

  private static String unknown(String rest) {
    Optional<String> meant = meant(rest);
    if (meant.isPresent()) {
      return didYouMean("-D" + meant.get());
    }
    String element = rest.substring(rest.lastIndexOf('.') + 1);
    return "unknown property: "
        + Misplaced.home(element)
            .map(home -> "write <" + element + "> in " + home + " of the pom's <configuration>")
            .orElse("mvn xacct:help -Ddetail shows those that exist");
  }

  private static String didYouMean(String property) {
    return "unknown property: did you mean " + property + "?";
  }

  /** Returns the property that was probably meant by a name after the prefix. */
  private static Optional<String> meant(String rest) {
    var names = new TreeMap<String, String>();
    OTHER_NAMES.forEach((name, parameter) -> names.put(name, parameter.property()));
    for (GoalParameter parameter : GoalParameter.values()) {
      parameter.element().ifPresent(name -> names.put(plain(name), parameter.property()));
      names.put(plain(parameter.property().substring(PREFIX.length())), parameter.property());
    }
    Matcher ofPlace = Pattern.compile("(.+)\\.([^.]+)").matcher(rest);
    if (ofPlace.matches()) {
      String place = PREFIX + ofPlace.group(1) + ".";
      var near = Spelling.nearest(ofPlace.group(2), List.of("profile", "adminRole"));
      if (near.isPresent()) {
        return near.map(n -> place + n);
      }
      Optional<String> ofAll = Optional.ofNullable(names.get(plain(ofPlace.group(2))));
      if (ofAll.isPresent()) {
        return ofAll; // a general property used for one environment
      }
    }
    return Spelling.nearest(plain(rest), names.keySet()).map(names::get);
  }

  /** Returns the property that was probably meant by a name with another prefix, or without one. */
  private Optional<String> misspeltPrefix(String name) {
    for (GoalParameter parameter : SWITCHES) {
      String bare = parameter.property().substring(PREFIX.length());
      if (plain(name).equals(plain(bare)) && !commandLine.containsKey(parameter.property())) {
        return Optional.of(parameter.property());
      }
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("xacct")) {
      return meant(name.substring("xacct".length()).replaceFirst("^[._:-]", ""));
    }
    int dot = lower.indexOf('.');
    return dot > 0 && Spelling.distance(lower.substring(0, dot), "xacct") <= 1
        ? meant(name.substring(dot + 1))
        : Optional.empty();
  }

  /** Returns the name in lowercase without separators, for comparison. */
  private static String plain(String name) {
    return name.replaceAll("[._-]", "").toLowerCase(Locale.ROOT);
  }
}
