package io.github.xacct.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.image.file.AtomicFile;
import io.github.xacct.json.Json;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.ImageDescription.Layer;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes {@code target/xacct/image.json}, which describes the image to later goals. */
public final class ImageJson {
  private ImageJson() {}

  /** Writes the file atomically, with its keys always in the same order. */
  public static void write(Path file, ImageDescription image) {
    try {
      String text = Json.pretty(tree(image)) + "\n";
      AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw XacctException.yours(file + " cannot be written.").evidence(e.toString()).cause(e);
    }
  }

  /** Reads a file written by {@link #write}. */
  public static ImageDescription read(Path file) {
    try {
      JsonNode tree = Json.read(Files.readString(file));
      return image(tree);
    } catch (NoSuchFileException e) {
      throw XacctException.yours("No image was built: " + file + " does not exist.")
          .suggestion("mvn package xacct:image");
    } catch (IOException | IllegalArgumentException e) {
      throw XacctException.yours(file + " does not describe an image.")
          .evidence(String.valueOf(e.getMessage()))
          .suggestion("delete it and build the image again: mvn package xacct:image")
          .cause(e);
    }
  }

  private static ObjectNode tree(ImageDescription image) {
    ObjectNode tree = Json.object();
    tree.put("repository", image.repository());
    image.tags().forEach(tree.putArray("tags")::add);
    tree.put("digest", image.digest().value());
    tree.put("platform", image.platform());
    tree.put("pushed", image.pushed());
    tree.put("baseImage", image.baseImage());
    tree.put("baseImageDigest", image.baseImageDigest());
    var layers = tree.putArray("layers");
    for (Layer layer : image.layers()) {
      ObjectNode node = layers.addObject();
      node.put("name", layer.name());
      node.put("digest", layer.digest().value());
      node.put("size", layer.size());
    }
    return tree;
  }

  private static ImageDescription image(JsonNode tree) {
    var layers = new ArrayList<Layer>();
    for (JsonNode layer : need(tree, "layers")) {
      layers.add(
          new Layer(
              new Digest(text(layer, "digest")),
              need(layer, "size").asLong(),
              text(layer, "name")));
    }
    List<String> tags = new ArrayList<>();
    need(tree, "tags").forEach(tag -> tags.add(tag.asText()));
    return new ImageDescription(
        text(tree, "repository"),
        List.copyOf(tags),
        new Digest(text(tree, "digest")),
        List.copyOf(layers),
        text(tree, "baseImage"),
        text(tree, "baseImageDigest"),
        text(tree, "platform"),
        need(tree, "pushed").asBoolean());
  }

  private static String text(JsonNode tree, String key) {
    return need(tree, key).asText();
  }

  private static JsonNode need(JsonNode tree, String key) {
    if (!tree.hasNonNull(key)) {
      throw new IllegalArgumentException("It has no \"" + key + "\".");
    }
    return tree.get(key);
  }
}
