package io.github.xacct.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.image.LayerCountMismatchException;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.image.base.BaseFacts;
import io.github.xacct.image.base.BaseFactsSource;
import io.github.xacct.image.base.BaseImage;
import io.github.xacct.image.base.BaseLayers;
import io.github.xacct.image.base.CachedLayers;
import io.github.xacct.image.file.AtomicFile;
import io.github.xacct.image.file.Caches;
import io.github.xacct.image.file.LastDigest;
import io.github.xacct.image.file.RememberedHashes;
import io.github.xacct.image.registry.JibErrors;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.image.registry.RegistryPassword;
import io.github.xacct.model.Digest;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Builds the image of a plan, locally or in a registry. */
final class Build {
  private final Caches caches;
  private final JibRun jib;
  private final Reporter reporter;
  private final BaseFactsSource facts;
  private final BaseLayers layers;
  private final Set<String> reported = ConcurrentHashMap.newKeySet();
  private @Nullable RememberedHashes layerHashes;

  Build(Caches caches, JibRun jib, BaseFactsSource facts, BaseLayers layers, Reporter reporter) {
    this.caches = caches;
    this.jib = jib;
    this.facts = facts;
    this.layers = layers;
    this.reporter = reporter;
  }

  /**
   * The result of a build.
   *
   * @param digest of the image, or of the index
   * @param parts the manifest of each platform
   */
  record Built(Digest digest, List<Manifest> parts) {}

  /** Writes a tarball atomically, in Docker's format if it is for one platform. */
  Built toTarball(List<ImagePlan> plans, String repository, Path tarball) {
    try {
      return plans.size() == 1
          ? toTarball(plans.get(0), repository, tarball)
          : toArchive(plans, repository, tarball);
    } catch (IOException e) {
      throw XacctException.yours("The image cannot be written to " + tarball + ".")
          .evidence(e.toString())
          .suggestion("look at the folder's permissions and at the space on its disk")
          .cause(e);
    }
  }

  private Built toTarball(ImagePlan plan, String repository, Path tarball) throws IOException {
    List<String> tags = plan.settings().tags();
    ImageReference name = name(repository, first(tags));
    return AtomicFile.write(
        tarball,
        draft -> {
          Containerizer to = Containerizer.to(TarImage.at(draft).named(name));
          tags.forEach(to::withAdditionalTag);
          run(plan, to);
          return complete(draft, facts(plan));
        });
  }

  /** Adds the parts of the base image's configuration that Jib has dropped. */
  private static Built complete(Path tarball, BaseFacts base) throws IOException {
    Path whole = AtomicFile.draft(tarball);
    try (var image = LocalImage.read(tarball, base)) {
      if (!base.added().isEmpty()) {
        image.writeTo(whole);
      }
      return new Built(image.manifest().digest(), List.of(image.manifest()));
    } finally {
      if (Files.exists(whole)) {
        AtomicFile.move(whole, tarball);
      }
    }
  }

  private Built toArchive(List<ImagePlan> plans, String repository, Path tarball)
      throws IOException {
    String name = name(repository, first(plans.get(0).settings().tags())).toString();
    try (var local = local(plans)) {
      AtomicFile.write(
          tarball,
          draft -> {
            OciArchive.write(draft, local.manifest(), local.parts(), name);
            return draft;
          });
      return local.built();
    }
  }

  private static String first(List<String> tags) {
    return tags.isEmpty() ? "latest" : tags.get(0);
  }

  /** Builds the image only to determine its digest. */
  Built locally(List<ImagePlan> plans) {
    List<Index.Part> parts =
        plans.stream()
            .map(plan -> new Index.Part(plan.settings().architecture().oci(), manifest(plan)))
            .toList();
    List<Manifest> manifests = parts.stream().map(Index.Part::manifest).toList();
    Manifest whole = parts.size() == 1 ? manifests.get(0) : Index.of(parts);
    return new Built(whole.digest(), manifests);
  }

  private Manifest manifest(ImagePlan plan) {
    if (isForJib(plan)) {
      ImagePlan prepared = prepare(plan);
      try (var pull = layers.pull(prepared.base(), Optional.empty())) {
        return new Assembly(caches.application(), prepared, facts(plan))
            .assemble(Optional.empty(), pull)
            .manifest();
      }
    }
    var foreseen = new ListingDockerClient();
    run(plan, foreseen.target(name("digest", "latest")));
    try (var image = LocalImage.of(foreseen.listing(), facts(plan), "the list of its files")) {
      return image.manifest();
    }
  }

  /** The digest last determined by {@link #locally}. */
  LastDigest lastDigest() {
    return new LastDigest(caches.application().resolve("last-digest"));
  }

  private void run(ImagePlan plan, Containerizer to) {
    ImagePlan prepared = prepare(plan);
    BaseImage base = prepared.base();
    jib.run(prepared.toJib(), to, base);
  }

  /** Builds the image of one platform as a local file that is deleted on close. */
  LocalIndex local(ImagePlan plan) {
    return local(List.of(plan));
  }

  /** Builds the images of single platforms as local files that are deleted on close. */
  private LocalIndex local(List<ImagePlan> plans) {
    var local = new LocalIndex();
    try {
      for (ImagePlan plan : plans) {
        Path tarball = AtomicFile.draft(caches.application().resolve("digest.tar"));
        local.deleteOnClose(tarball);
        toTarball(List.of(plan), "digest", tarball);
        local.add(plan.settings().architecture().oci(), LocalImage.read(tarball, facts(plan)));
      }
      return local;
    } catch (RuntimeException e) {
      local.close();
      throw e;
    }
  }

  /**
   * Sends the missing parts of an image that Jib can build.
   *
   * @param password of the registry, also for a base image in it
   * @return the manifest, not tagged yet
   */
  Manifest toRegistry(
      ImagePlan plan, RegistryAccess target, RegistryPassword password, BlobPush push) {
    ImagePlan prepared = prepare(plan);
    BaseFacts base = facts(plan);
    Optional<String> from =
        prepared
            .base()
            .pinned()
            .filter(pinned -> BaseImage.sameRegistry(pinned, Optional.of(target)))
            .map(ImageReference::getRepository);
    try (var pull = layers.pull(prepared.base(), from.map(repository -> password))) {
      var image =
          new Assembly(caches.application(), prepared, base)
              .assemble(from.filter(r -> !r.equals(target.repository())), pull);
      push.send(image.blobs());
      if (pull.hasPulled()) {
        layers.describe(prepared.base(), base);
      }
      return image.manifest();
    }
  }

  /**
   * Whether Jib alone can build the image, because the base is known and Jib preserves all of it.
   */
  boolean isForJib(ImagePlan plan) {
    BaseFacts base = facts(plan);
    boolean known = plan.base().pinned().isEmpty() || base.digest().isPresent();
    return plan.base().tar().isEmpty() && known && base.areKeptByJib();
  }

  private BaseFacts facts(ImagePlan plan) {
    return facts.of(plan.base(), plan.settings().architecture().oci());
  }

  /** Adds to the caches what Jib cannot, and removes damaged layers. */
  private ImagePlan prepare(ImagePlan plan) {
    BaseFacts base = facts(plan);
    refuse(plan.base(), base);
    var hashes = layerHashes();
    var cached = new CachedLayers(hashes, this::reportOfDamage);
    cached.check(caches.base(), base.layers().stream().map(BaseFacts::digest).toList());
    cached.checkLocal(caches.base(), base.contents());
    cached.checkApp(caches.application(), plan.layers().layers());
    hashes.keep();
    plan.layers().special().ifPresent(layer -> layer.prepare(caches.application()));
    return base.areKeptByJib()
        ? plan.on(plan.base().of(base.digest()))
        : plan.on(layers.fetch(plan.base(), base));
  }

  /** The hashes of cached layers, shared by all platforms; those not used are dropped. */
  private synchronized RememberedHashes layerHashes() {
    if (layerHashes == null) {
      layerHashes = RememberedHashes.in(caches.application().resolve("layer-hashes"));
    }
    return layerHashes;
  }

  private void reportOfDamage(String folder) {
    reporter.report(
        new Event.Warning(
            "A layer in Jib's cache was damaged and is fetched or built again: " + folder));
  }

  private void refuse(BaseImage base, BaseFacts facts) {
    if (!facts.unusable().isEmpty()) {
      throw XacctException.yours(
              "The base image " + base.configured() + " has layers that cannot be used.")
          .evidence("Their media types: " + String.join(", ", facts.unusable()))
          .suggestion("choose a base image with layers of tar, gzip or zstd");
    }
    if (!facts.layers().isEmpty() && facts.layers().size() != facts.contents().size()) {
      throw JibErrors.base(
          base.configured(),
          new LayerCountMismatchException("its layers are not those of its manifest"));
    }
    if (!facts.onBuild().isEmpty() && reported.add(base.configured())) {
      reporter.report(
          new Event.Warning(
              "The ONBUILD instructions of the base image "
                  + base.configured()
                  + " are not run: "
                  + String.join("; ", facts.onBuild())));
    }
  }

  private static ImageReference name(String repository, String tag) {
    try {
      return ImageReference.parse(repository + ":" + tag);
    } catch (InvalidImageReferenceException e) {
      throw XacctException.yours("'" + repository + "' cannot be the name of an image.")
          .suggestion("write lower-case letters, digits, '.', '_', '-' and '/'");
    }
  }
}
