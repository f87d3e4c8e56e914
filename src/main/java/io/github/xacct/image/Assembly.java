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
 * The image that Jib's own build would make, put together from the layers in its caches: neither
 * written to a file nor sent by Jib, which asks for each layer by itself and over a connection of
 * its own.
 */
final class Assembly {
  private final Path cache;
  private final ImagePlan plan;
  private final BaseFacts facts;

  /**
   * @param cache of the app's layers
   * @param facts of the plan's base image, which Jib must be able to read
   */
  Assembly(Path cache, ImagePlan plan, BaseFacts facts) {
    this.cache = cache;
    this.plan = plan;
    this.facts = facts;
  }

  /**
   * The image in parts.
   *
   * @param blobs the layers from the base upwards, then the configuration
   */
  record Assembled(Manifest manifest, List<Blob> blobs) {}

  /**
   * Builds the layers that are not in the cache.
   *
   * @param from the base image's repository, if it is one of the registry that is pushed to
   * @param pull brings those of the base image that are asked for
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

  /** As Jib's build step puts it together. */
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

  /** Layers of the base image of which its history does not report. */
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
