package io.github.xacct.goal.configuration.xml;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of all goals that say where a goal runs and with whose credentials, as written.
 *
 * @param profile of the AWS configuration files
 * @param enterAs role that is assumed instead of the environment's
 * @param rehearse a switch
 * @param minute how long one of AWS's takes in a rehearsal
 * @param fault of a rehearsal, comma-separated
 */
public record VenueParameters(
    @Nullable String profile,
    @Nullable String enterAs,
    @Nullable String rehearse,
    String minute,
    @Nullable String fault) {

  /** The profile, if one is written. */
  public Optional<String> ofProfile() {
    return Optional.ofNullable(profile).filter(Element::isWritten);
  }

  /** The role to enter target accounts by, if one is written. */
  public Optional<String> otherRole() {
    return Optional.ofNullable(enterAs).filter(Element::isWritten).map(String::trim);
  }

  /** Whether the goal runs against the embedded AWS. */
  public boolean rehearses() {
    return Element.isTrue(rehearse);
  }

  /** How the embedded AWS behaves. */
  public RehearsalOptions rehearsal() {
    return RehearsalOptions.parse(minute, fault);
  }
}
