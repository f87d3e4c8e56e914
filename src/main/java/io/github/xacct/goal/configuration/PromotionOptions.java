package io.github.xacct.goal.configuration;

import io.github.xacct.deploy.PromotionGate;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads which other environments an image must have passed, from the command line and the POM. */
public final class PromotionOptions {
  private PromotionOptions() {}

  /**
   * Returns the gate before an environment.
   *
   * @param promoteFrom name of an environment; may be null
   * @param requires name of an environment; null means that of the POM
   */
  public static PromotionGate of(
      Settings settings,
      Environment environment,
      @Nullable String promoteFrom,
      @Nullable String requires,
      boolean force) {
    var from =
        Optional.ofNullable(promoteFrom)
            .filter(Element::isWritten)
            .map(name -> named("promoteFrom", settings, environment, name.trim()));
    var required =
        Optional.ofNullable(requires)
            .filter(Element::isWritten)
            .map(name -> named("requires", settings, environment, name.trim()))
            .or(() -> settings.release(environment).requires().flatMap(settings::named));
    return new PromotionGate(settings.registry(), environment, from, required, force);
  }

  private static Environment named(
      String property, Settings settings, Environment environment, String name) {
    return settings
        .named(name)
        .filter(other -> !other.name().equals(environment.name()))
        .orElseThrow(() -> notAnother(settings, environment, property, name));
  }

  private static XacctException notAnother(
      Settings settings, Environment environment, String property, String name) {
    String others =
        settings.all().stream()
            .map(Environment::name)
            .filter(other -> !other.equals(environment.name()))
            .collect(Collectors.joining(", "));
    return XacctException.yours(
            "xacct.%s: '%s' is not another environment than %s."
                .formatted(property, name, environment.name()))
        .suggestion(
            others.isEmpty()
                ? "add it to <environments>, which has no other."
                : "write one of " + others + ".");
  }
}
