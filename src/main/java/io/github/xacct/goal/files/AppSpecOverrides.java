package io.github.xacct.goal.files;

import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.LifecycleHook;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds settings in the POM that an AppSpec file overrides, because CodeDeploy receives the file.
 */
final class AppSpecOverrides {

  private AppSpecOverrides() {}

  /** Returns the elements without effect, in the order of the configuration reference. */
  static List<String> of(AppSpecSettings pom, AppSpecSettings file) {
    List<String> elements = new ArrayList<>();
    for (LifecycleHook hook : LifecycleHook.values()) {
      String function = pom.hooks().get(hook);
      if (function != null && !function.equals(file.hooks().get(hook))) {
        String key = hook.key();
        elements.add("<hooks><" + Character.toLowerCase(key.charAt(0)) + key.substring(1) + ">");
      }
    }
    if (pom.platformVersion().isPresent()
        && !pom.platformVersion().equals(file.platformVersion())) {
      elements.add("<platformVersion>");
    }
    if (pom.network().isPresent() && !pom.network().equals(file.network())) {
      elements.add("<network>");
    }
    if (!pom.capacityProviders().isEmpty()
        && !pom.capacityProviders().equals(file.capacityProviders())) {
      elements.add("<capacityProviders>");
    }
    return elements;
  }
}
