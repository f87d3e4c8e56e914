package io.github.xacct.image.layout;

import io.github.xacct.model.XacctException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * A jar or war made executable by Spring Boot's repackage goal. Source: Spring Boot's reference,
 * "The Executable Jar Format".
 */
final class SpringBootArchive implements AutoCloseable {
  private final JarFile jar;
  private final Attributes manifest;

  private SpringBootArchive(JarFile jar, Attributes manifest) {
    this.jar = jar;
    this.manifest = manifest;
  }

  /** The first of the archives that is one. */
  static Optional<SpringBootArchive> firstOf(List<Path> archives) {
    return archives.stream().flatMap(archive -> open(archive).stream()).findFirst();
  }

  private static Optional<SpringBootArchive> open(Path archive) {
    try {
      var jar = new JarFile(archive.toFile(), false);
      Attributes manifest =
          jar.getManifest() == null ? new Attributes() : jar.getManifest().getMainAttributes();
      if (manifest.getValue("Start-Class") != null
          && manifest.getValue("Spring-Boot-Classes") != null
          && manifest.getValue(Attributes.Name.MAIN_CLASS) != null) {
        return Optional.of(new SpringBootArchive(jar, manifest));
      }
      jar.close();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // not a readable jar
    }
  }

  String name() {
    return new File(jar.getName()).getName();
  }

  String version() {
    return String.valueOf(manifest.getValue("Spring-Boot-Version"));
  }

  String launcher() {
    return manifest.getValue(Attributes.Name.MAIN_CLASS);
  }

  String startClass() {
    return manifest.getValue("Start-Class");
  }

  /** The JVM options for its manifest. */
  List<String> options(int release) {
    return ManifestOptions.of(manifest, release);
  }

  /** Whether it contains these classes unchanged, so that it is not outdated. */
  boolean holds(Path classes) {
    return ArchivedClasses.are(jar, manifest.getValue("Spring-Boot-Classes"), classes);
  }

  /** Its entries by the layers of its index; without an index, by jars, launcher and app. */
  Map<String, List<ZipEntry>> layers() {
    List<Layer> index = index();
    var layers = new LinkedHashMap<String, List<ZipEntry>>();
    index.forEach(layer -> layers.put(layer.name, new ArrayList<>()));
    String last = index.get(index.size() - 1).name;
    for (ZipEntry entry : Collections.list(jar.entries())) {
      if (!entry.isDirectory()) {
        String name =
            index.stream()
                .filter(layer -> layer.holds(entry.getName()))
                .map(Layer::name)
                .findFirst()
                .orElse(last);
        Objects.requireNonNull(layers.get(name)).add(entry);
      }
    }
    return layers;
  }

  private List<Layer> index() {
    String index = manifest.getValue("Spring-Boot-Layers-Index");
    ZipEntry entry = index == null ? null : jar.getEntry(index);
    if (entry == null) {
      String libs = String.valueOf(manifest.getValue("Spring-Boot-Lib"));
      return List.of(
          new Layer("dependencies", List.of(libs, libs.replaceAll("/$", "-provided/"))),
          new Layer("spring-boot-loader", List.of("org/springframework/boot/loader/")),
          new Layer("application", List.of()));
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Parses the index, a list of lists in YAML that always has the form {@code - "layer":}, {@code -
   * "path"}.
   */
  private List<Layer> parse(String text) {
    var layers = new ArrayList<Layer>();
    for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
      String word = line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
      if (line.startsWith("- ")) {
        layers.add(new Layer(word, new ArrayList<>()));
      } else {
        layers.get(layers.size() - 1).paths.add(word);
      }
    }
    return layers;
  }

  JarFile jar() {
    return jar;
  }

  private XacctException unreadable(IOException e) {
    return XacctException.yours(jar.getName() + " cannot be read.")
        .evidence(e.toString())
        .suggestion("package it again: mvn clean package")
        .cause(e);
  }

  @Override
  public void close() {
    try {
      jar.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** A layer of the index: paths of files, and of folders with a trailing slash. */
  private record Layer(String name, List<String> paths) {
    boolean holds(String entry) {
      return paths.stream().anyMatch(p -> p.endsWith("/") ? entry.startsWith(p) : entry.equals(p));
    }
  }
}
