package io.github.xacct.image.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.json.Json;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** Reads an image tarball in Docker's format without extracting it. */
public final class Tarball {
  private Tarball() {}

  /** The image's CPU architecture as in OCI. */
  public static String architecture(Path tarball) {
    return config(tarball).path("architecture").asText();
  }

  /** The image's configuration. */
  public static JsonNode config(Path tarball) {
    try (var tar = new TarFile(tarball)) {
      return json(tar, manifest(tar).path("Config").asText());
    } catch (IOException e) {
      throw unreadable(tarball, e);
    }
  }

  private static JsonNode manifest(TarFile tar) throws IOException {
    return json(tar, "manifest.json").path(0);
  }

  private static JsonNode json(TarFile tar, String name) throws IOException {
    try (InputStream in = tar.getInputStream(entry(tar, name))) {
      return Json.read(in.readAllBytes());
    }
  }

  private static TarArchiveEntry entry(TarFile tar, String name) throws IOException {
    return tar.getEntries().stream()
        .filter(e -> e.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IOException("it has no " + name));
  }

  private static XacctException unreadable(Path tarball, Exception e) {
    return XacctException.yours(tarball + " is no tarball of a Docker image.")
        .evidence(String.valueOf(e.getMessage()))
        .suggestion("write it with docker save, skopeo copy or xacct:image")
        .cause(e);
  }
}
