package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.model.AppSpecSettings.CapacityProvider;
import io.github.xacct.model.Arn;
import io.github.xacct.model.Spelling;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Validates names of capacity providers and strategies of them.
 *
 * <p>Sources: ECS API reference, CreateCapacityProvider and CapacityProviderStrategyItem; ECS
 * developer guide, "Amazon ECS clusters for Fargate".
 */
final class CapacityProviders {
  private static final List<String> OF_FARGATE = List.of("FARGATE", "FARGATE_SPOT");
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final List<String> RESERVED = List.of("aws", "ecs", "fargate");

  private CapacityProviders() {}

  /**
   * Returns the name if it is valid.
   *
   * @throws IllegalArgumentException if there cannot be such a provider
   */
  static String check(String name) {
    if (Arn.isMeant(name)) {
      throw new IllegalArgumentException(
          "a strategy names a capacity provider by its short name: write "
              + name.substring(name.lastIndexOf('/') + 1));
    }
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is not a name of a capacity provider: write letters, digits, - and _, at most"
              + " 255, such as FARGATE or FARGATE_SPOT");
    }
    if (!OF_FARGATE.contains(name)
        && RESERVED.stream().anyMatch(name.toLowerCase(Locale.ROOT)::startsWith)) {
      throw new IllegalArgumentException(
          "there is no capacity provider '"
              + name
              + "', for no other name begins with aws, ecs or fargate: write "
              + Spelling.nearest(name, OF_FARGATE).orElse("FARGATE or FARGATE_SPOT"));
    }
    return name;
  }

  /** Returns the doubt about a name that resembles one of Fargate's; empty if there is none. */
  static Optional<String> doubt(String name) {
    return OF_FARGATE.contains(name)
        ? Optional.empty()
        : Spelling.nearest(name, OF_FARGATE)
            .or(() -> Optional.of("FARGATE_SPOT").filter(spot -> isSpot(name)))
            .map(
                near ->
                    "'%s' is taken for a capacity provider of the account's own: did you mean %s?"
                        .formatted(name, near));
  }

  /** Whether the name is FARGATE_SPOT in another order, or SPOT alone. */
  private static boolean isSpot(String name) {
    String letters = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
    return letters.equals("SPOT") || letters.equals("SPOTFARGATE");
  }

  /** Reports combinations that are not a valid strategy. */
  static void checkTogether(List<CapacityProvider> providers, Element element) {
    if (providers.stream().filter(p -> p.base() > 0).count() > 1) {
      element.problem("only one capacity provider can have a base: write 0 for the others");
    }
    if (!providers.isEmpty() && providers.stream().allMatch(p -> p.weight() == 0)) {
      element.problem("no capacity provider has a weight: write 1 for one at least");
    }
    long ofFargate = providers.stream().filter(p -> OF_FARGATE.contains(p.name())).count();
    if (ofFargate > 0 && ofFargate < providers.size()) {
      element.problem(
          "a strategy has either FARGATE and FARGATE_SPOT or providers of the account's own, never"
              + " both: write those of one kind");
    }
  }
}
