package io.github.xacct.goal;

import io.github.xacct.aws.AwsAccess;
import io.github.xacct.aws.ecr.EcrLayers;
import io.github.xacct.aws.ecr.EcrRepository;
import io.github.xacct.concurrent.FanOut;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.image.ImageJson;
import io.github.xacct.image.Images;
import io.github.xacct.image.registry.KnownBlobs;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.model.RoleArn;
import io.github.xacct.revision.ImageDetail;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Builds the project's image to a file or pushes it, and describes it in files for later steps. */
final class ImageWork {
  static final String IMAGE_JSON = "image.json";

  private final Images images;
  private final ImageSettings image;
  private final Supplier<AppFiles> app;
  private final RegistrySettings registry;
  private final List<RoleArn> pullers;
  private final Path folder;
  private final Reporter reporter;

  /**
   * @param app evaluated when the image is built, because Maven reads a hundred POMs for it
   * @param pullers execution roles of other accounts, which may pull from a repository that is
   *     created
   * @param folder {@code target/xacct}
   */
  ImageWork(
      Images images,
      ImageSettings image,
      Supplier<AppFiles> app,
      RegistrySettings registry,
      List<RoleArn> pullers,
      Path folder,
      Reporter reporter) {
    this.images = images;
    this.image = image;
    this.app = app;
    this.registry = registry;
    this.pullers = pullers;
    this.folder = folder;
    this.reporter = reporter;
  }

  /** Builds the tarball and writes image.json; returns the image's description. */
  ImageDescription build() {
    Path tarball = folder.resolve("image.tar");
    var built = images.tarball(image, app.get(), registry.repository(), tarball, Optional.empty());
    write(built);
    return built;
  }

  /**
   * Pushes what the registry lacks, and writes image.json and imageDetail.json.
   *
   * @param mayChange runs before the first change in the registry, which its exception prevents
   */
  ImageReference push(AwsAccess access, Runnable mayChange) {
    return push(
        access, mayChange, app, (files, login) -> images.push(image, files, login, mayChange));
  }

  /** Pushes an image that another builder wrote to a tarball or a folder. */
  ImageReference copy(Path from, AwsAccess access, Runnable mayChange) {
    return push(
        access, mayChange, () -> from, (file, login) -> images.copy(image, file, login, mayChange));
  }

  /** Logs in while Maven resolves the files; a missing repository is created only after that. */
  private <T> ImageReference push(
      AwsAccess access,
      Runnable mayChange,
      Supplier<T> source,
      BiFunction<T, RegistryAccess, ImageDescription> how) {
    try (var session =
            access.builder(registry.region(), "for the registry of account " + registry.account());
        var side = new FanOut("the image")) {
      var repository = new EcrRepository(session, registry, pullers, reporter);
      var there = side.start(repository::loginIfThere);
      T files = source.get();
      var login = there.get().orElseGet(() -> repository.create(mayChange));
      var layers = new EcrLayers(session, registry);
      var pushed = how.apply(files, access(login, repository, layers::among));
      write(pushed);
      var detail = ImageDetail.of(pushed, Optional.of(registry.account()), Instant.now());
      RevisionFiles.write(folder.resolve("imageDetail.json"), detail.text(), reporter);
      return new ImageReference(pushed.repository(), pushed.digest());
    }
  }

  /** Returns the image that {@link #push} would push; changes nothing in the registry. */
  ImageReference foresee(AwsAccess access) {
    try (var session =
        access.builder(registry.region(), "for the registry of account " + registry.account())) {
      var repository = new EcrRepository(session, registry, pullers, reporter);
      var login = repository.loginIfThere();
      if (login.isEmpty()) {
        reporter.report(
            new Event.Note("Would create ECR repository " + registry.repository() + "."));
        return new ImageReference(repository.futureUri(), build().digest());
      }
      return new ImageReference(
          login.get().repositoryUri(),
          images.foresee(image, app.get(), access(login.get(), repository, KnownBlobs.none())));
    }
  }

  /**
   * Returns access to the registry with the login's password; later ones are requested from ECR.
   */
  static RegistryAccess access(
      EcrRepository.Login login, EcrRepository repository, KnownBlobs blobs) {
    var atHand = new AtomicReference<>(login.password());
    return new RegistryAccess(
        login.repositoryUri(),
        login.proxyEndpoint(),
        login.user(),
        () -> Optional.ofNullable(atHand.getAndSet(null)).orElseGet(repository::password),
        login.immutableTags(),
        blobs);
  }

  private void write(ImageDescription description) {
    Path file = folder.resolve(IMAGE_JSON);
    ImageJson.write(file, description);
    reporter.report(new Event.FileWritten(file));
  }
}
