package io.github.xacct.image;

import io.github.xacct.concurrent.FanOut;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.image.file.LastDigest;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.image.registry.RegistryError;
import io.github.xacct.image.registry.RegistryHttp;
import io.github.xacct.image.registry.RegistryPassword;
import io.github.xacct.image.registry.RegistryRetries;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.Digest;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Pushes an image: looks up the hash of its inputs, sends what is missing, and tags it last. */
final class Push {
  private final Planner planner;
  private final Build build;
  private final Reporter reporter;
  private final RegistryAccess target;
  private final RegistryPassword password;
  private final ManifestClient registry;
  private final BlobPush blobs;
  private final Runnable mayChange;

  /**
   * @param mayChange called before the first change to the registry; an exception ends the push
   */
  Push(
      Planner planner,
      Build build,
      Reporter reporter,
      RegistryAccess target,
      RegistryRetries retries,
      Consumer<String> debug,
      Runnable mayChange) {
    this.mayChange = mayChange;
    this.planner = planner;
    this.build = build;
    this.reporter = reporter;
    // The password is requested once, also if the base image is in the same registry.
    this.password = new RegistryPassword(target.password());
    this.target =
        new RegistryAccess(
            target.repositoryUri(),
            target.proxyEndpoint(),
            target.user(),
            password::get,
            target.immutableTags(),
            target.blobs());
    var http = new RegistryHttp(target, password, retries, JibRun.TOOL, debug);
    this.registry = new ManifestClient(target, http);
    this.blobs = new BlobPush(target, http, reporter);
  }

  ImageDescription push(ImageSettings settings, AppFiles app) {
    long start = System.nanoTime();
    var known = new TreeMap<String, Digest>();
    Planner.Hashed hashed;
    try (var side = new FanOut("the image")) {
      var heads = side.start(() -> heads(settings.tags()));
      hashed = planner.hashed(settings, app, target);
      known.putAll(heads.get());
    }
    Optional<Manifest> there = registry.get(hashed.tag());
    Manifest manifest = there.orElseGet(() -> make(hashed, known));
    there.ifPresent(m -> known.put(hashed.tag(), m.digest()));
    List<String> tags = Stream.concat(settings.tags().stream(), Stream.of(hashed.tag())).toList();
    tag(tags, known, manifest);

    var image = new ImageReference(target.repositoryUri(), manifest.digest());
    var took = Duration.ofNanos(System.nanoTime() - start);
    reporter.report(
        there.isPresent()
            ? new Event.ImageAlreadyPushed(image, tags)
            : new Event.ImagePushed(image, tags, took));
    return describe(hashed, manifest, tags);
  }

  /** Pushes an image built by another tool, which is looked up by its digest. */
  ImageDescription copy(ImageSettings settings, BuiltImage image, String source) {
    long start = System.nanoTime();
    Manifest manifest = image.manifest();
    Map<String, Digest> known = heads(settings.tags());
    refuseToMove(known, manifest.digest());
    boolean there = registry.get(manifest.digest().value()).isPresent();
    if (!there) {
      mayChange.run();
      blobs.send(image.blobs());
      image.parts().forEach(part -> registry.put(part.digest().value(), part));
    }
    tag(settings.tags(), known, manifest);
    var reference = new ImageReference(target.repositoryUri(), manifest.digest());
    var took = Duration.ofNanos(System.nanoTime() - start);
    reporter.report(
        there
            ? new Event.ImageAlreadyPushed(reference, settings.tags())
            : new Event.ImagePushed(reference, settings.tags(), took));
    return new ImageDescription(
        target.repositoryUri(),
        settings.tags(),
        manifest.digest(),
        Manifest.layers(image.manifests(), List.of()),
        source,
        "none",
        image.platform().orElse(settings.platform()),
        true);
  }

  /** The digest that {@link #push} would push. */
  Digest foresee(ImageSettings settings, AppFiles app) {
    var hashed = planner.hashed(settings, app, target);
    LastDigest last = build.lastDigest();
    return registry
        .get(hashed.tag())
        .map(Manifest::digest)
        .or(() -> last.of(hashed.tag()))
        .orElseGet(
            () -> {
              begin(hashed);
              return last.keep(hashed.tag(), build.locally(hashed.plans()).digest());
            });
  }

  private void begin(Planner.Hashed hashed) {
    var plan = hashed.plans().get(0);
    reporter.report(new Event.ImageBuildStarted(plan.base().configured(), hashed.platform()));
  }

  private Map<String, Digest> heads(List<String> tags) {
    var work = new ArrayList<Callable<Optional<Digest>>>();
    tags.forEach(tag -> work.add(() -> registry.head(tag)));
    List<Optional<Digest>> found = FanOut.all("the image", work);
    var heads = new TreeMap<String, Digest>();
    for (int i = 0; i < tags.size(); i++) {
      String tag = tags.get(i);
      found.get(i).ifPresent(digest -> heads.put(tag, digest));
    }
    return heads;
  }

  /** Builds and sends the image, unless an immutable tag already refers to it. */
  private Manifest make(Planner.Hashed hashed, Map<String, Digest> known) {
    begin(hashed);
    if (target.immutableTags() && !known.isEmpty()) {
      Digest digest = build.locally(hashed.plans()).digest();
      refuseToMove(known, digest);
      return there(digest);
    }
    mayChange.run();
    Manifest sent = hashed.parts().size() == 1 ? send(hashed.parts().get(0)) : index(hashed);
    known.put(hashed.tag(), sent.digest());
    return sent;
  }

  /** Sends an image; a concurrent build of the same inputs may create an immutable tag first. */
  private Manifest send(Planner.Part part) {
    try {
      Manifest sent =
          build.isForJib(part.plan())
              ? build.toRegistry(part.plan(), target, password, blobs)
              : sendComplete(part);
      tag(part.tag(), sent);
      return sent;
    } catch (XacctException e) {
      return registry.get(part.tag()).orElseThrow(() -> e);
    }
  }

  /** Sends an image that is incomplete if built by Jib alone. */
  private Manifest sendComplete(Planner.Part part) {
    try (var local = build.local(part.plan())) {
      blobs.send(local.only().blobs());
      return local.manifest();
    }
  }

  /** Sends an index; each platform's image has its own tag, so that it is reused too. */
  private Manifest index(Planner.Hashed hashed) {
    var parts = new ArrayList<Index.Part>();
    for (Planner.Part part : hashed.parts()) {
      Manifest manifest = registry.get(part.tag()).orElseGet(() -> send(part));
      parts.add(new Index.Part(part.plan().settings().architecture().oci(), manifest));
    }
    Manifest index = Index.of(parts);
    tag(hashed.tag(), index);
    return index;
  }

  private Manifest there(Digest digest) {
    return registry.get(digest.value()).orElseThrow(() -> missing(digest.value()));
  }

  private void tag(List<String> tags, Map<String, Digest> known, Manifest manifest) {
    refuseToMove(known, manifest.digest());
    var work = new ArrayList<Callable<Void>>();
    tags.stream()
        .filter(tag -> !manifest.digest().equals(known.get(tag)))
        .forEach(tag -> work.add(() -> tag(tag, manifest)));
    if (!work.isEmpty()) {
      mayChange.run();
    }
    FanOut.all("the image", work);
  }

  /** Tags the manifest; ECR rejects an immutable tag even for the same image, which is accepted. */
  private Void tag(String tag, Manifest manifest) {
    Optional<RegistryError> refusal = registry.put(tag, manifest);
    if (refusal.isPresent()) {
      Optional<Digest> now = registry.head(tag);
      if (!now.equals(Optional.of(manifest.digest()))) {
        throw immovable(tag, now, manifest.digest())
            .evidence("The registry said: " + refusal.get().code() + " " + refusal.get().message());
      }
    }
    return null;
  }

  private void refuseToMove(Map<String, Digest> known, Digest digest) {
    if (target.immutableTags()) {
      known.forEach(
          (tag, holds) -> {
            if (!holds.equals(digest)) {
              throw immovable(tag, Optional.of(holds), digest);
            }
          });
    }
  }

  private XacctException immovable(String tag, Optional<Digest> holds, Digest digest) {
    return XacctException.yours(
            "The tag %s of %s names another image, and the repository's tags are immutable."
                .formatted(tag, target.repositoryUri()))
        .evidence(
            "%s is %s, this build created %s"
                .formatted(tag, holds.map(Digest::value).orElse("unknown"), digest))
        .suggestion("set a unique tag for this build in <image><tags>; the default is the commit")
        .suggestion("or let the repository's tags move: aws ecr put-image-tag-mutability");
  }

  private XacctException missing(String digest) {
    return XacctException.ours("The registry does not have the image that it has just accepted.")
        .evidence(target.repositoryUri() + "@" + digest + " is not found")
        .suggestion("run it again");
  }

  private ImageDescription describe(Planner.Hashed hashed, Manifest manifest, List<String> tags) {
    var plan = hashed.plans().get(0);
    List<Manifest> parts =
        hashed.parts().size() == 1
            ? List.of(manifest)
            : manifest.parts().stream().map(this::there).toList();
    return new ImageDescription(
        target.repositoryUri(),
        tags,
        manifest.digest(),
        Manifest.layers(parts, plan.layerNames()),
        plan.base().configured(),
        plan.base().digest(),
        hashed.platform(),
        true);
  }
}
