package io.github.xacct.goal.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.goal.configuration.xml.EnvironmentXml;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.stack.EnvironmentsFile;
import io.github.xacct.stack.plan.StackLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that bootstrap records completes the POM. */
class BootstrappedTest {
  private static final EnvironmentsFile FOUND =
      EnvironmentsFile.empty("demo-app")
          .with(
              "test",
              new EnvironmentsFile.Entry(
                  "222222222222",
                  "eu-west-1",
                  Optional.of("arn:aws:iam::222222222222:role/demo-app-test-deploy"),
                  Optional.of("demo-app-test"),
                  Map.of("VpcId", "vpc-1", "TestFunctionName", "demo-app-test-test")));

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();
  private final EnvironmentXml xml = new EnvironmentXml();

  @BeforeEach
  void write() throws Exception {
    Files.writeString(folder.resolve("environments.json"), FOUND.text());
    xml.name = "test";
  }

  @Test
  void fillsWhatThePomDoesNotSay() {
    complete();

    assertThat(xml.account).isEqualTo("222222222222");
    assertThat(xml.region).isEqualTo("eu-west-1");
    assertThat(xml.role).isEqualTo("arn:aws:iam::222222222222:role/demo-app-test-deploy");
    assertThat(xml.externalId).isEqualTo("demo-app-test");
    assertThat(xml.testFunction).isEqualTo("demo-app-test-test");
    assertThat(warnings).isEmpty();
  }

  @Test
  void theAppIsAskedByItsOwnNameIfItHasOne() throws Exception {
    var outputs =
        Map.of("DnsRecord", "test.example.com ...", "ProductionUrl", "https://test.example.com");
    var entry =
        new EnvironmentsFile.Entry(
            "222222222222", "eu-west-1", Optional.empty(), Optional.empty(), outputs);
    Files.writeString(folder.resolve("environments.json"), FOUND.with("test", entry).text());

    complete();

    assertThat(xml.url).isEqualTo("https://test.example.com");

    xml.url = "https://shop.example.com";
    complete();

    assertThat(warnings)
        .containsExactly(
            "environments/environment[test]/url is https://shop.example.com in the pom and"
                + " https://test.example.com in environments.json; the pom's is used.");
  }

  @Test
  void thePomWinsAndADifferenceIsTold() {
    xml.account = "222222222222";
    xml.role = "demo-app-test-deploy";
    xml.externalId = "another";

    complete();

    assertThat(xml.externalId).isEqualTo("another");
    assertThat(xml.role).isEqualTo("demo-app-test-deploy");
    assertThat(warnings)
        .containsExactly(
            "environments/environment[test]/externalId is another in the pom and demo-app-test in"
                + " environments.json; the pom's is used.");
  }

  @Test
  void nothingIsTakenFromAnotherAccount() {
    xml.account = "444444444444";

    complete();

    assertThat(xml.role).isNull();
    assertThat(warnings)
        .containsExactly(
            "environments.json is of account 222222222222 for environment test, the pom has"
                + " 444444444444: it is not used for that environment.");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    assertThat(EnvironmentsFile.parse(FOUND.text())).isEqualTo(FOUND);
    var place = new StackLocation("test", new AccountId("222222222222"), new Region("eu-west-1"));
    assertThat(FOUND.without("test", place).environments()).isEmpty();
    var elsewhere = new StackLocation("test", new AccountId("444444444444"), place.region());
    assertThat(FOUND.without("test", elsewhere)).isEqualTo(FOUND);
  }

  @Test
  void aDamagedFileIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("environments.json"), "{");
    assertThatThrownBy(() -> Bootstrapped.read(file))
        .hasMessageStartingWith(file + " is not JSON: ")
        .hasMessageContaining(
            "Try: delete it, and run mvn xacct:bootstrap: it writes the file again.");
  }

  private void complete() {
    new Bootstrapped(warnings::add).complete(List.of(xml), folder.resolve("environments.json"));
  }
}
