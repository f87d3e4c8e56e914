package io.github.xacct.aws;

import io.github.xacct.model.ErrorText;
import io.github.xacct.model.XacctException;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/**
 * Checks the AWS config and credentials files of this machine's user before the first client: every
 * client reads them, also one of the embedded AWS.
 */
final class ProfileFiles {
  private ProfileFiles() {}

  /** Fails if the SDK cannot parse a file, and names the file, which the SDK's message does not. */
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
