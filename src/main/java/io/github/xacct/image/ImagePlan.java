package io.github.xacct.image;

import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import io.github.xacct.image.base.BaseImage;
import io.github.xacct.image.layout.AppLayers;
import io.github.xacct.model.ImageSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All inputs of an image build. Everything passed to Jib is in here, and all of it is part of the
 * {@link InputHash}.
 *
 * @param base the base image, by digest
 * @param layers of the app
 * @param entrypoint command that starts the app; empty if the base image's own starts it
 * @param settings the remaining settings, as configured
 */
record ImagePlan(
    BaseImage base, AppLayers layers, List<String> entrypoint, ImageSettings settings) {

  /** Incremented when the same inputs result in a different image. */
  static final String FORMAT = "1";

  static ImagePlan of(BaseImage base, AppLayers layers, ImageSettings settings) {
    var entrypoint = new ArrayList<String>();
    if (!layers.start().isEmpty()) {
      entrypoint.add("java");
      entrypoint.addAll(settings.jvmFlags());
      entrypoint.addAll(layers.start());
    }
    return new ImagePlan(base, layers, List.copyOf(entrypoint), settings);
  }

  /** The same plan with another base image. */
  ImagePlan on(BaseImage other) {
    return new ImagePlan(other, layers, entrypoint, settings);
  }

  /** The platform, {@code linux/amd64} or {@code linux/arm64}. */
  String platform() {
    return "linux/" + settings.architecture().oci();
  }

  /** The names of the app's layers, from the lowest upwards. */
  List<String> layerNames() {
    return layers.layers().stream().map(FileEntriesLayer::getName).toList();
  }

  /** The settings in a stable order, for the hash. */
  Map<String, List<String>> configuration() {
    var all = new TreeMap<String, List<String>>();
    all.put("entrypoint", entrypoint);
    all.put("arguments", arguments());
    all.put("environment", flat(settings.environment()));
    all.put("labels", flat(settings.labels()));
    all.put("ports", new TreeSet<>(settings.ports()).stream().map(String::valueOf).toList());
    all.put("user", List.of(settings.user()));
    all.put("created", List.of(settings.created().toString()));
    all.put("platform", List.of(platform()));
    return all;
  }

  /**
   * Jib's builder for this plan. Uses Docker's format, the only one that {@code docker load} reads.
   */
  JibContainerBuilder toJib() {
    JibContainerBuilder from = base.toJib();
    from.setFileEntriesLayers(layers.layers())
        .setEnvironment(new TreeMap<>(settings.environment()))
        .setLabels(new TreeMap<>(settings.labels()))
        .setExposedPorts(settings.ports().stream().map(Port::tcp).collect(Collectors.toSet()))
        .setCreationTime(settings.created())
        .setFormat(ImageFormat.Docker)
        .setPlatforms(Set.of(new Platform(settings.architecture().oci(), "linux")));
    if (!entrypoint.isEmpty()) {
      from.setEntrypoint(entrypoint);
    }
    if (!arguments().isEmpty()) {
      from.setProgramArguments(arguments());
    }
    if (!settings.user().isBlank()) {
      from.setUser(settings.user());
    }
    return from;
  }

  private List<String> arguments() {
    return settings.arguments().isEmpty() ? layers.arguments() : settings.arguments();
  }

  private static List<String> flat(Map<String, String> map) {
    var list = new ArrayList<String>();
    new TreeMap<>(map).forEach((key, value) -> list.addAll(List.of(key, value)));
    return list;
  }
}
