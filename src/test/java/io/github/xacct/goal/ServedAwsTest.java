package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.rehearsed.ServedAws;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedAwsTest {
  private static final String POM =
      """
      <app>demo</app>
      <registry><account>111111111111</account><region>eu-central-1</region></registry>
      <environments>
        <environment><name>dev</name><account>111111111111</account></environment>
        <environment><name>test</name><account>222222222222</account></environment>
      </environments>
      """;

  @TempDir Path folder;

  @Test
  void printsHowToReachItAsWhom() throws Exception {
    Settings settings = Written.xml(POM).read();
    var environments = settings.all();
    try (var stage = Rehearsed.stage(settings, environments, folder, Duration.ofMillis(100))) {
      var rehearsal = stage.rehearsal().orElseThrow();
      var served = new ServedAws(rehearsal, settings, environments);
      var lines =
          served.lines(Map.of(environments.get(1), List.of("hook AfterInstall, which succeeds")));
      String text =
          String.join("\n", lines)
              .replaceAll("=AKIA[A-Z2-7]+", "=AKIA…")
              .replaceAll("SECRET_ACCESS_KEY=[^; \n]+", "SECRET_ACCESS_KEY=…")
              .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT");
      assertThat(text)
          .isEqualTo(
              """
              The embedded AWS answers until Ctrl-C. In another terminal:

                unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION\
               AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT
                export AWS_ENDPOINT_URL=http://127.0.0.1:PORT
                export AWS_ACCESS_KEY_ID=AKIA…
                export AWS_SECRET_ACCESS_KEY=…
                export AWS_REGION=eu-central-1
                export AWS_DEFAULT_REGION=eu-central-1

              The AWS CLI reads AWS_ENDPOINT_URL from 2.13.0 and 1.29.0 on; an older one calls AWS.
              As an administrator of one account:

                export AWS_ACCESS_KEY_ID=AKIA… AWS_SECRET_ACCESS_KEY=…; unset AWS_SESSION_TOKEN\
                # 111111111111: dev, registry
                export AWS_ACCESS_KEY_ID=AKIA… AWS_SECRET_ACCESS_KEY=…; unset AWS_SESSION_TOKEN\
                # 222222222222: test

              Environment dev:
                production listener: http://127.0.0.1:PORT
                test listener:       http://127.0.0.1:PORT
              Environment test:
                role to assume:      arn:aws:iam::222222222222:role/demo-test-deploy
                production listener: http://127.0.0.1:PORT
                test listener:       http://127.0.0.1:PORT
                not simulated:       hook AfterInstall, which succeeds""");

      var shell = new ProcessBuilder("sh", "-c", String.join("\n", served.variables()) + "\nenv");
      shell.environment().put("AWS_PROFILE", "mine");
      shell.environment().put("AWS_SESSION_TOKEN", "old");
      var process = shell.start();
      assertThat(process.inputReader().lines())
          .contains("AWS_ENDPOINT_URL=" + rehearsal.endpoint())
          .noneMatch(line -> line.matches("AWS_(PROFILE|SESSION_TOKEN)=.*"));
    }
  }
}
