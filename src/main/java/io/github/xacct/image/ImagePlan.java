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
 * Everything that decides the image. Whatever is given to Jib comes from here, and all of it is in
 * the {@link InputHash}.
 *
 * @param base what the image stands on, by content
 * @param layers of the app
 * @param entrypoint how the app starts; empty if the base image's own starts it
 * @param settings the rest, as configured
 */
record ImagePlan(
    BaseImage base, AppLayers layers, List<String> entrypoint, ImageSettings settings) {

  /** Changes when the same inputs give another image than before. */
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

  /** The same on another base image. */
  ImagePlan on(BaseImage other) {
    return new ImagePlan(other, layers, entrypoint, settings);
  }

  /** {@code linux/amd64} or {@code linux/arm64}. */
  String platform() {
    return "linux/" + settings.architecture().oci();
  }

  /** What each layer of the app holds, from below. */
  List<String> layerNames() {
    return layers.layers().stream().map(FileEntriesLayer::getName).toList();
  }

  /** What is configured, in a stable order, for the hash. */
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

  /** Jib's builder with all of it. Docker's format, because {@code docker load} reads no other. */
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
