package io.github.xacct.aws;

import io.github.xacct.model.ErrorText;
import io.github.xacct.model.XacctException;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/**
 * The files with the profiles of this machine's user, config and credentials: each client reads
 * them, also of an embedded AWS, so that a broken one is reported before the first client.
 */
final class ProfileFiles {
  private ProfileFiles() {}

  /** Refuses files that the SDK cannot read, which says at which line but not of which file. */
  static void check() {
    check(
        ProfileFileLocation.configurationFileLocation(),
        ProfileFile.Type.CONFIGURATION,
        "AWS_CONFIG_FILE");
    check(
        ProfileFileLocation.credentialsFileLocation(),
        ProfileFile.Type.CREDENTIALS,
        "AWS_SHARED_CREDENTIALS_FILE");
  }

  private static void check(Optional<Path> file, ProfileFile.Type type, String variable) {
    try {
      file.ifPresent(path -> ProfileFile.builder().content(path).type(type).build());
    } catch (RuntimeException e) {
      throw XacctException.yours("The AWS profiles of this machine cannot be read.")
          .evidence(file.orElseThrow() + ": " + ErrorText.of(e))
          .suggestion("correct the file, or name another one: " + variable + "=FILE");
    }
  }
}
