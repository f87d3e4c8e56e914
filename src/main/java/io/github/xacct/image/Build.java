package io.github.xacct.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.event.events.TimerEvent;
import io.github.xacct.model.Digest;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.Reporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How a plan becomes an image, here or in a registry. */
final class Build {
  private final Caches caches;
  private final JibRun jib;
  private final Reporter reporter;

  Build(Caches caches, JibRun jib, Reporter reporter) {
    this.caches = caches;
    this.jib = jib;
    this.reporter = reporter;
  }

  /** Writes a tarball, whole or not at all. */
  Digest toTarball(ImagePlan plan, String repository, Path tarball) {
    List<String> tags = plan.settings().tags();
    ImageReference name = name(repository, tags.isEmpty() ? "latest" : tags.get(0));
    try {
      Files.createDirectories(tarball.toAbsolutePath().getParent());
      Path draft = AtomicFile.draft(tarball);
      try {
        Containerizer to = Containerizer.to(TarImage.at(draft).named(name));
        tags.forEach(to::withAdditionalTag);
        Digest digest = run(plan, to);
        AtomicFile.move(draft, tarball);
        return digest;
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw XacctException.yours("The image cannot be written to " + tarball + ".")
          .evidence(e.toString())
          .suggestion("look at the folder's permissions and at the space on its disk")
          .cause(e);
    }
  }

  /** Builds only to learn the digest, and to have the base image's layers here. */
  Digest locally(ImagePlan plan) {
    Path tarball = caches.application().resolve("digest.tar");
    Digest digest = toTarball(plan, "digest", tarball);
    tarball.toFile().delete();
    return digest;
  }

  /** Sends what the registry lacks, and the manifest under one tag. */
  Digest toRegistry(ImagePlan plan, RegistryAccess target, RegistryPassword password, String tag) {
    prepare(plan);
    if (plan.base().pinned().isPresent() && plan.base().onLoopback() != target.plainHttp()) {
      // Jib allows http to all registries or to none, so the base must be here before we send.
      locally(plan);
    }
    var layers = new PushedLayers(reporter);
    var work = RegistryWork.push(plan.base(), target, password, layers::count);
    RegistryImage image =
        RegistryImage.named(name(target.repositoryUri(), tag))
            .addCredentialRetriever(
                () -> Optional.of(Credential.from(target.user(), work.password())));
    Containerizer to = Containerizer.to(image).addEventHandler(TimerEvent.class, layers::on);
    var built = jib.run(plan.toJib(), to, target.plainHttp(), work);
    return new Digest(built.getDigest().toString());
  }

  private Digest run(ImagePlan plan, Containerizer to) {
    prepare(plan);
    BaseImage base = plan.base();
    var built = jib.run(plan.toJib(), to, base.onLoopback(), RegistryWork.pull(base));
    return new Digest(built.getDigest().toString());
  }

  private void prepare(ImagePlan plan) {
    plan.layers().special().ifPresent(layer -> layer.prepare(caches.application()));
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
