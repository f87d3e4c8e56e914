package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.CapacityProviderXml;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.EnvironmentXml;
import io.github.xacct.goal.configuration.xml.HooksXml;
import io.github.xacct.goal.configuration.xml.NetworkXml;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.AppSpecSettings.CapacityProvider;
import io.github.xacct.model.AppSpecSettings.Network;
import io.github.xacct.model.LifecycleHook;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code <hooks>}, {@code <network>}, {@code <capacityProviders>} and {@code
 * <platformVersion>}.
 */
final class AppSpecReader {
  private static final Pattern PLATFORM_VERSION = Pattern.compile("LATEST|\\d+\\.\\d+\\.\\d+");
  private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-f]+");
  private static final Pattern SECURITY_GROUP = Pattern.compile("sg-[0-9a-f]+");
  private static final int MOST_SUBNETS = 16;
  private static final int MOST_SECURITY_GROUPS = 5;

  private final ExpectedAccount expected;
  private final Element environment;

  AppSpecReader(ExpectedAccount expected, Element environment) {
    this.expected = expected;
    this.environment = environment;
  }

  /** Returns the valid settings; the others are reported. */
  AppSpecSettings read(EnvironmentXml xml) {
    Optional<String> platformVersion =
        environment
            .child("platformVersion")
            .optional(
                xml.platformVersion,
                text ->
                    matching(PLATFORM_VERSION, text, "a Fargate version: write 1.4.0 or LATEST"));
    return new AppSpecSettings(
        hooks(xml.hooks == null ? new HooksXml() : xml.hooks),
        platformVersion,
        Optional.ofNullable(xml.network).flatMap(this::network),
        capacityProviders(Element.listOf(xml.capacityProviders)));
  }

  private Map<LifecycleHook, String> hooks(HooksXml xml) {
    var hooks = new EnumMap<LifecycleHook, String>(LifecycleHook.class);
    hook(LifecycleHook.BEFORE_INSTALL, "beforeInstall", xml.beforeInstall, hooks);
    hook(LifecycleHook.AFTER_INSTALL, "afterInstall", xml.afterInstall, hooks);
    hook(
        LifecycleHook.AFTER_ALLOW_TEST_TRAFFIC,
        "afterAllowTestTraffic",
        xml.afterAllowTestTraffic,
        hooks);
    hook(LifecycleHook.BEFORE_ALLOW_TRAFFIC, "beforeAllowTraffic", xml.beforeAllowTraffic, hooks);
    hook(LifecycleHook.AFTER_ALLOW_TRAFFIC, "afterAllowTraffic", xml.afterAllowTraffic, hooks);
    return Collections.unmodifiableMap(hooks);
  }

  private void hook(
      LifecycleHook hook, String child, String written, Map<LifecycleHook, String> hooks) {
    environment
        .child("hooks")
        .child(child)
        .optional(written, expected::function)
        .ifPresent(function -> hooks.put(hook, function));
  }

  private Optional<Network> network(NetworkXml xml) {
    Element element = environment.child("network");
    List<String> subnets =
        ids(
            Element.listOf(xml.subnets),
            element.child("subnets"),
            SUBNET,
            MOST_SUBNETS,
            "subnet-0a1b2c3d");
    List<String> groups =
        ids(
            Element.listOf(xml.securityGroups),
            element.child("securityGroups"),
            SECURITY_GROUP,
            MOST_SECURITY_GROUPS,
            "sg-0a1b2c3d");
    boolean publicIp = element.child("assignPublicIp").flag(xml.assignPublicIp, false);
    return element.isSound()
        ? Optional.of(new Network(subnets, groups, publicIp))
        : Optional.empty();
  }

  private static List<String> ids(
      List<String> written, Element element, Pattern form, int most, String example) {
    if (written.isEmpty()) {
      element.problem(
          "missing: a network override requires subnets and security groups, write IDs such as "
              + example);
    }
    if (written.size() > most) {
      element.problem(written.size() + " are too many for a service: write at most " + most);
    }
    var ids = new ArrayList<String>();
    for (String text : written) {
      element
          .optional(text, id -> matching(form, id, "an id of that kind: write one like " + example))
          .ifPresent(ids::add);
    }
    return List.copyOf(ids);
  }

  private List<CapacityProvider> capacityProviders(List<CapacityProviderXml> written) {
    Element parent = environment.child("capacityProviders");
    var providers = new ArrayList<CapacityProvider>();
    for (int i = 0; i < written.size(); i++) {
      CapacityProviderXml xml = written.get(i);
      Element element = parent.child("capacityProvider", xml.name, i + 1);
      Optional<String> name =
          element
              .child("name")
              .required(
                  xml.name, "its name, such as FARGATE or FARGATE_SPOT", CapacityProviders::check);
      Optional<Integer> base = element.child("base").number(xml.base, 0, 0, 100_000);
      Optional<Integer> weight = element.child("weight").number(xml.weight, 1, 0, 1000);
      if (name.isPresent() && base.isPresent() && weight.isPresent()) {
        providers.add(new CapacityProvider(name.get(), base.get(), weight.get()));
      }
    }
    CapacityProviders.checkTogether(providers, parent);
    return List.copyOf(providers);
  }

  private static String matching(Pattern form, String text, String whatAndExample) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is not " + whatAndExample);
    }
    return text;
  }
}
