package io.github.xacct.goal;

import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.ecr.EcrRepository;
import io.github.xacct.image.PublicImageCopy;
import io.github.xacct.image.registry.KnownBlobs;
import io.github.xacct.image.registry.RegistryAccess;
import io.github.xacct.model.Digest;
import io.github.xacct.model.RegistrySettings;
import io.github.xacct.stack.PlaceholderCopies;
import io.github.xacct.stack.plan.Placeholder;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackLocation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Copies the placeholder image with the caller's credentials. */
final class PlaceholderPush implements PlaceholderCopies {
  private final Function<StackLocation, AwsSession> sessions;
  private final Supplier<Optional<String>> rehearsed;

  /**
   * @param rehearsed image that replaces the real one, as {@code REPOSITORY@DIGEST}; empty on AWS
   */
  PlaceholderPush(
      Function<StackLocation, AwsSession> sessions, Supplier<Optional<String>> rehearsed) {
    this.sessions = sessions;
    this.rehearsed = rehearsed;
  }

  @Override
  public String source() {
    return rehearsed
        .get()
        .map(image -> " (in this rehearsal an empty image of its own, " + image + ")")
        .map(Placeholder.IMAGE::concat)
        .orElse(Placeholder.IMAGE);
  }

  private PublicImageCopy copy() {
    String[] parts = rehearsed.get().orElse(Placeholder.IMAGE).split("@");
    return new PublicImageCopy(parts[0], new Digest(parts[1]), text -> {});
  }

  @Override
  public Optional<String> unreachable() {
    return copy().unreachable();
  }

  @Override
  public boolean isIn(Stack stack) {
    return copy().isIn(target(stack), Placeholder.TAG);
  }

  @Override
  public void copyTo(Stack stack) {
    copy().to(target(stack), Placeholder.TAG, event -> {});
  }

  private RegistryAccess target(Stack stack) {
    var place = stack.place();
    var settings =
        new RegistrySettings(
            place.account(), place.region(), Placeholder.repository(stack), false, true, false);
    var repository = new EcrRepository(sessions.apply(place), settings, List.of(), event -> {});
    return ImageWork.access(repository.login(() -> {}), repository, KnownBlobs.none());
  }
}
