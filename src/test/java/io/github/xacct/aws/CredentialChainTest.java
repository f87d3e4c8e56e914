package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;

class CredentialChainTest {
  private static final Map<String, String> BARE = Map.of("AWS_EC2_METADATA_DISABLED", "true");
  private static final String METADATA =
      "instance metadata: switched off by AWS_EC2_METADATA_DISABLED";

  @Test
  void aProfileThatIsNotThereIsToldWithThoseThatAre() {
    assertThat(reasons("prod", "[profile dev]\nregion=x\n[profile test]\nregion=x\n", BARE))
        .containsExactly("profile prod: not found; there are dev, test", METADATA);
  }

  @Test
  void aMachineWithoutProfiles() {
    assertThat(reasons("default", "", BARE))
        .containsExactly(
            "profile default: not found; no profile is configured on this machine", METADATA);
  }

  @Test
  void anMfaCodeThatNobodyAsksFor() {
    String config =
        "[profile dev]\nregion=eu-central-1\nrole_arn=arn:aws:iam::222222222222:role/x\n"
            + "source_profile=base\nmfa_serial=arn:aws:iam::111111111111:mfa/ann\n";

    assertThat(reasons("dev", config, BARE).get(0))
        .startsWith(
            "profile dev: its role requires an MFA code (mfa_serial), which the SDK does not prompt"
                + " for; ")
        .doesNotContain("ProfileFile(");
  }

  @Test
  void aTokenOfSingleSignOnThatIsNotThere() {
    String config =
        "[profile dev]\nsso_start_url=https://example.awsapps.com/start\nsso_region=eu-central-1\n"
            + "sso_account_id=222222222222\nsso_role_name=x\nregion=eu-central-1\n";

    assertThat(reasons("dev", config, BARE))
        .containsExactly(
            "profile dev: single sign-on returned none: no login on this machine", METADATA);
  }

  @Test
  void aProcessThatFails() {
    assertThat(reasons("dev", "[profile dev]\ncredential_process=/bin/false\n", BARE).get(0))
        .startsWith("profile dev: Failed to refresh process-based credentials. (");
  }

  private static List<String> reasons(
      String profile, String config, Map<String, String> environment) {
    var file =
        ProfileFile.builder()
            .content(new ByteArrayInputStream(config.getBytes(StandardCharsets.UTF_8)))
            .type(ProfileFile.Type.CONFIGURATION)
            .build();
    try (var chain = new CredentialChain(Optional.of(profile), environment, () -> file)) {
      assertThatThrownBy(chain::resolveCredentials).isInstanceOf(SdkClientException.class);
      return chain.reasons();
    }
  }
}
