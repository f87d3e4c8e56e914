package io.github.xacct.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.cache.Cache;
import com.google.cloud.tools.jib.cache.CacheCorruptedException;
import com.google.cloud.tools.jib.cache.CachedLayer;
import com.google.cloud.tools.jib.image.Image;
import com.google.cloud.tools.jib.image.ReproducibleLayerBuilder;
import com.google.cloud.tools.jib.image.json.HistoryEntry;
import com.google.cloud.tools.jib.image.json.ImageToJsonTranslator;
import com.google.cloud.tools.jib.image.json.V22ManifestTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import com.google.common.collect.ImmutableList;
import io.github.xacct.concurrent.FanOut;
import io.github.xacct.image.base.BaseFacts;
import io.github.xacct.image.base.BaseLayers;
import io.github.xacct.image.base.BasePull;
import io.github.xacct.image.base.CachedLayers;
import io.github.xacct.image.file.Sha256;
import io.github.xacct.image.registry.JibErrors;
import io.github.xacct.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Assembles the image that Jib would build from the layers in its caches, without writing it to a
 * file or sending it with Jib, which opens a connection for each layer.
 */
final class Assembly {
  private final Path cache;
  private final ImagePlan plan;
  private final BaseFacts facts;

  /**
   * @param cache of the app's layers
   * @param facts of the plan's base image, in a form that Jib can read
   */
  Assembly(Path cache, ImagePlan plan, BaseFacts facts) {
    this.cache = cache;
    this.plan = plan;
    this.facts = facts;
  }

  /**
   * The parts of the image.
   *
   * @param blobs the layers from the base upwards, followed by the configuration
   */
  record Assembled(Manifest manifest, List<Blob> blobs) {}

  /**
   * Builds the layers that are not in the cache.
   *
   * @param from repository of the base image, if it is in the target registry
   * @param pull pulls the required layers of the base image
   */
  Assembled assemble(Optional<String> from, BasePull pull) {
    List<Callable<CachedLayer>> work = new ArrayList<>();
    plan.layers().layers().forEach(layer -> work.add(() -> layer(layer)));
    List<CachedLayer> own = FanOut.all("the image", work);
    try {
      byte[] config =
          JsonTemplateMapper.toByteArray(
              new ImageToJsonTranslator(image(own)).getContainerConfiguration());
      var configuration =
          new Blob(
              new Digest("sha256:" + Sha256.of(config)),
              config.length,
              false,
              Optional.empty(),
              () -> new ByteArrayInputStream(config));
      List<Blob> blobs = layers(own, from, pull);
      Manifest manifest = JibManifest.of(configuration, blobs);
      blobs.add(configuration);
      return new Assembled(manifest, blobs);
    } catch (IOException | DigestException e) {
      throw JibErrors.layers(e);
    }
  }

  private CachedLayer layer(FileEntriesLayer layer) {
    var entries = ImmutableList.copyOf(layer.getEntries());
    try {
      Cache jib = Cache.withDirectory(cache);
      Optional<CachedLayer> known = jib.retrieve(entries);
      return known.isPresent()
          ? known.get()
          : jib.writeUncompressedLayer(new ReproducibleLayerBuilder(entries).build(), entries);
    } catch (IOException | CacheCorruptedException | CacheDirectoryCreationException e) {
      throw JibErrors.layers(e);
    }
  }

  private List<Blob> layers(List<CachedLayer> own, Optional<String> from, BasePull pull) {
    var blobs = new ArrayList<Blob>();
    List<Digest> contents = facts.contents();
    for (int i = 0; i < contents.size(); i++) {
      var layer = facts.layers().get(i);
      Digest digest = BaseFacts.digest(layer);
      Digest content = contents.get(i);
      blobs.add(
          new Blob(
              digest,
              layer.path("size").asLong(),
              true,
              from,
              () -> Files.newInputStream(pull.file(layer, content))));
    }
    for (CachedLayer layer : own) {
      var digest = new Digest(layer.getDigest().toString());
      blobs.add(
          new Blob(
              digest,
              layer.getSize(),
              true,
              Optional.empty(),
              () -> Files.newInputStream(CachedLayers.kept(cache, digest).orElseThrow())));
    }
    return blobs;
  }

  /** Builds the image like Jib's build step. */
  private Image image(List<CachedLayer> own) {
    ContainerBuildPlan wanted = plan.toJib().toContainerBuildPlan();
    Image base = base();
    Image.Builder image = Image.builder(V22ManifestTemplate.class);
    base.getLayers().forEach(image::addLayer);
    base.getHistory().forEach(image::addHistory);
    image
        .setArchitecture(base.getArchitecture())
        .setOs(base.getOs())
        .addEnvironment(base.getEnvironment())
        .addLabels(base.getLabels())
        .setHealthCheck(base.getHealthCheck())
        .addExposedPorts(base.getExposedPorts())
        .addVolumes(base.getVolumes())
        .setUser(base.getUser())
        .setWorkingDirectory(base.getWorkingDirectory());
    addHistory(image, base, wanted);
    for (int i = 0; i < own.size(); i++) {
      image.addLayer(own.get(i));
      image.addHistory(history(plan.layerNames().get(i), wanted));
    }
    addConfiguration(image, base, wanted);
    return image.build();
  }

  private Image base() {
    return plan.base().pinned().isEmpty()
        ? Image.builder(V22ManifestTemplate.class)
            .setArchitecture(plan.settings().architecture().oci())
            .setOs("linux")
            .build()
        : BaseLayers.image(plan.base(), facts);
  }

  /** Adds history entries for the base image's layers that have none. */
  private static void addHistory(Image.Builder image, Image base, ContainerBuildPlan wanted) {
    long reported = base.getHistory().stream().filter(h -> !h.hasCorrespondingLayer()).count();
    for (long i = reported; i < base.getLayers().size(); i++) {
      image.addHistory(
          HistoryEntry.builder()
              .setCreationTimestamp(wanted.getCreationTime())
              .setComment("auto-generated by Jib")
              .build());
    }
  }

  private static HistoryEntry history(String layer, ContainerBuildPlan wanted) {
    return HistoryEntry.builder()
        .setCreationTimestamp(wanted.getCreationTime())
        .setAuthor("Jib")
        .setCreatedBy(JibRun.TOOL + ":" + ImagePlan.FORMAT)
        .setComment(layer)
        .build();
  }

  private static void addConfiguration(Image.Builder image, Image base, ContainerBuildPlan wanted) {
    boolean own = wanted.getEntrypoint() != null;
    image
        .addEnvironment(wanted.getEnvironment())
        .setCreated(wanted.getCreationTime())
        .setEntrypoint(own ? wanted.getEntrypoint() : base.getEntrypoint())
        .setProgramArguments(
            own || wanted.getCmd() != null ? wanted.getCmd() : base.getProgramArguments())
        .addExposedPorts(wanted.getExposedPorts())
        .addVolumes(wanted.getVolumes())
        .addLabels(wanted.getLabels());
    if (wanted.getUser() != null) {
      image.setUser(wanted.getUser());
    }
  }
}
