package io.github.xacct.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.image.file.Sha256;
import io.github.xacct.json.Json;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageDescription.Layer;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A manifest with its exact bytes, whose hash is the image's digest. */
record Manifest(byte[] content, String mediaType) {
  Digest digest() {
    return new Digest("sha256:" + Sha256.of(content));
  }

  /** The layers from the base upwards; the last ones get the names of the app's layers. */
  List<Layer> layers(List<String> appLayers) {
    try {
      var digests = new ArrayList<Digest>();
      var sizes = new ArrayList<Long>();
      for (JsonNode layer : Json.read(content).path("layers")) {
        digests.add(new Digest(layer.path("digest").asText()));
        sizes.add(layer.path("size").asLong());
      }
      return named(digests, sizes, appLayers);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  /** The distinct layers of the images of several platforms. */
  static List<Layer> layers(List<Manifest> parts, List<String> appLayers) {
    return parts.stream().flatMap(p -> p.layers(appLayers).stream()).distinct().toList();
  }

  /** Digests of the images of single platforms; empty if this is not an index. */
  List<Digest> parts() {
    try {
      var digests = new ArrayList<Digest>();
      for (JsonNode part : Json.read(content).path("manifests")) {
        digests.add(new Digest(part.path("digest").asText()));
      }
      return digests;
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private static XacctException unreadable(Exception e) {
    return XacctException.ours("The registry's manifest of the image cannot be read.")
        .evidence(String.valueOf(e.getMessage()))
        .cause(e);
  }

  private static List<Layer> named(List<Digest> digests, List<Long> sizes, List<String> appLayers) {
    var layers = new ArrayList<Layer>();
    int base = digests.size() - appLayers.size();
    for (int i = 0; i < digests.size(); i++) {
      String name = i < base ? "base image" : appLayers.get(i - base);
      layers.add(new Layer(digests.get(i), sizes.get(i), name));
    }
    return List.copyOf(layers);
  }
}
