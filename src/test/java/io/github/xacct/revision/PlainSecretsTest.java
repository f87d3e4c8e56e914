package io.github.xacct.revision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which variables look like secrets. */
class PlainSecretsTest {

  @ParameterizedTest
  @CsvSource({
    "DB_PASSWORD, hunter2",
    "spring.datasource.password, x",
    "githubToken, ghp_0",
    "API_KEY, 4711",
    "SMTP_PASS, x",
    "DATABASE_URL, postgres://app:hunter2@db:5432/app",
    "AWS, AKIAIOSFODNN7EXAMPLE",
    "CERT, -----BEGIN PRIVATE KEY-----"
  })
  void aSecret(String name, String value) {
    assertThat(PlainSecrets.isSecret(name, value)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "LOG_LEVEL, debug",
    "PASSENGERS, 4",
    "CACHE_KEY_PREFIX, shop",
    "SORT_KEY, name",
    "DB_PASSWORD, arn:aws:secretsmanager:eu-central-1:222222222222:secret:db",
    "DB_PASSWORD_FILE, /run/secrets/db",
    "TOKEN, /run/secrets/token",
    "USE_TOKEN, true",
    "TOKEN, https://login.example.com/token",
    "DB_PASSWORD, ''",
    "DATABASE_URL, postgres://db:5432/app",
    "__, x"
  })
  void noSecret(String name, String value) {
    assertThat(PlainSecrets.isSecret(name, value)).isFalse();
  }
}
