package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.model.XacctException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFilesTest {
  @TempDir Path folder;
  private Path config;
  private Path credentials;

  @BeforeEach
  void breakBoth() throws Exception {
    config = Files.writeString(folder.resolve("config"), "[default\nregion\n");
    credentials = Files.writeString(folder.resolve("credentials"), "[default]\naws_access\n");
    System.setProperty("aws.configFile", config.toString());
    System.setProperty("aws.sharedCredentialsFile", credentials.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty("aws.configFile");
    System.clearProperty("aws.sharedCredentialsFile");
  }

  @Test
  void aBrokenFileIsReportedByItsName() throws Exception {
    assertThatThrownBy(() -> AwsAccess.byDefaultChain(Optional.empty()))
        .isInstanceOf(XacctException.class)
        .hasMessage(
            "The AWS profiles of this machine cannot be read.\n"
                + config
                + ": Profile definition must end with ']' on line 1\n"
                + "Try: correct the file, or name another one: AWS_CONFIG_FILE=FILE");
    Files.delete(config);
    assertThatThrownBy(() -> AwsAccess.byDefaultChain(Optional.empty()))
        .hasMessage(
            "The AWS profiles of this machine cannot be read.\n"
                + credentials
                + ": Expected an '=' sign defining a property on line 2\n"
                + "Try: correct the file, or name another one: AWS_SHARED_CREDENTIALS_FILE=FILE");
    Files.delete(credentials);
    assertThatCode(() -> AwsAccess.byDefaultChain(Optional.empty()).close())
        .doesNotThrowAnyException();
  }

  @Test
  void soItIsInARehearsalWhoseClientsReadItToo() {
    var embedded =
        new AwsAccess.EndpointOverride(URI.create("http://127.0.0.1:1"), "key", "secret");

    assertThatThrownBy(() -> AwsAccess.to(embedded))
        .hasMessageStartingWith("The AWS profiles of this machine cannot be read.\n" + config);
  }
}
