package io.github.xacct.goal.configuration.xml;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of all goals that select credentials and the AWS that a goal uses, as written.
 *
 * @param profile profile of the AWS configuration files
 * @param enterAs role that is assumed instead of the environment's
 * @param rehearse whether the goal runs against the embedded AWS
 * @param minute duration of a minute in a rehearsal
 * @param fault faults of a rehearsal, comma-separated
 */
public record VenueParameters(
    @Nullable String profile,
    @Nullable String enterAs,
    @Nullable String rehearse,
    String minute,
    @Nullable String fault) {

  /** Returns the profile; empty for the default. */
  public Optional<String> ofProfile() {
    return Optional.ofNullable(profile).filter(Element::isWritten);
  }

  /** Returns the role for target accounts; empty for the environment's own. */
  public Optional<String> otherRole() {
    return Optional.ofNullable(enterAs).filter(Element::isWritten).map(String::trim);
  }

  /** Whether the goal runs against the embedded AWS. */
  public boolean rehearses() {
    return Element.isTrue(rehearse);
  }

  /** Returns how the embedded AWS behaves. */
  public RehearsalOptions rehearsal() {
    return RehearsalOptions.parse(minute, fault);
  }
}
