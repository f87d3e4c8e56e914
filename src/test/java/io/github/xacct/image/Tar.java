package io.github.xacct.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads an image's tarball without any product code. */
public final class Tar {
  public final Map<String, byte[]> files = new TreeMap<>();

  public Tar(Path tarball) throws IOException {
    try (var in = new TarArchiveInputStream(Files.newInputStream(tarball))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
  }

  JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(files.get(name));
  }

  public JsonNode config() throws IOException {
    return json("config.json");
  }

  /** The mode and path of each entry of each layer, from the lowest upwards, without folders. */
  public List<List<String>> layers() throws IOException {
    var layers = new ArrayList<List<String>>();
    for (JsonNode name : json("manifest.json").get(0).get("Layers")) {
      var paths = new ArrayList<String>();
      try (var in = layer(name.asText())) {
        for (var e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
          if (!e.isDirectory()) {
            paths.add(Integer.toOctalString(e.getMode() & 0777) + " " + e.getName());
          }
        }
      }
      layers.add(paths);
    }
    return layers;
  }

  /** Unpacks all layers, as a container runtime would. */
  public void unpack(Path root) throws IOException {
    for (JsonNode name : json("manifest.json").get(0).get("Layers")) {
      try (var in = layer(name.asText())) {
        for (var e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
          Path path = root.resolve(e.getName());
          if (e.isDirectory()) {
            Files.createDirectories(path);
          } else {
            Files.createDirectories(path.getParent());
            Files.write(path, in.readAllBytes());
            if ((e.getMode() & 0100) != 0) {
              Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
          }
        }
      }
    }
  }

  private TarArchiveInputStream layer(String name) throws IOException {
    return new TarArchiveInputStream(
        new GZIPInputStream(new ByteArrayInputStream(files.get(name))));
  }
}
