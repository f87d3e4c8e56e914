package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.EnvironmentXml;
import io.github.xacct.model.XacctException;
import io.github.xacct.stack.EnvironmentsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Completes the POM's environments from {@code environments.json}. The POM takes precedence;
 * differences are reported as warnings, because one of the two is outdated.
 */
public final class Bootstrapped {
  private final Consumer<String> warning;

  public Bootstrapped(Consumer<String> warning) {
    this.warning = warning;
  }

  /** Reads the file; empty if it does not exist. */
  public static Optional<EnvironmentsFile> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(EnvironmentsFile.parse(Files.readString(file)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      throw XacctException.yours(file + " " + e.getMessage())
          .suggestion("delete it, and run mvn xacct:bootstrap: it writes the file again.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fills missing elements of the environments from the file. */
  public void complete(List<EnvironmentXml> written, Path file) {
    read(file).ifPresent(known -> complete(written, known));
  }

  private void complete(List<EnvironmentXml> written, EnvironmentsFile known) {
    for (EnvironmentXml xml : written) {
      var entry = known.environments().get(xml.name == null ? "" : xml.name.trim());
      if (entry != null && isSame(xml, entry.account())) {
        String path = "environments/environment[" + xml.name.trim() + "]";
        xml.account = entry.account();
        xml.region = either(path + "/region", xml.region, Optional.of(entry.region()));
        xml.role = role(path, xml.role, entry);
        xml.externalId = either(path + "/externalId", xml.externalId, entry.externalId());
        if (entry.outputs().containsKey("DnsRecord")) {
          String url = entry.outputs().get("ProductionUrl");
          xml.url = either(path + "/url", xml.url, Optional.ofNullable(url));
        }
        xml.testFunction =
            either(
                path + "/testFunction",
                xml.testFunction,
                Optional.ofNullable(entry.outputs().get("TestFunctionName")));
      }
    }
  }

  /** Whether the file describes the environment's account; otherwise its entry is not used. */
  private boolean isSame(EnvironmentXml xml, String account) {
    if (!Element.isWritten(xml.account) || xml.account.trim().equals(account)) {
      return true;
    }
    warning.accept(
        """
            environments.json is of account %s for environment %s, the pom has %s: \
            it is not used for that environment."""
            .formatted(account, xml.name.trim(), xml.account.trim()));
    return false;
  }

  /** Returns the role; the POM may specify the name alone. */
  private String role(String path, String written, EnvironmentsFile.Entry entry) {
    boolean same =
        Element.isWritten(written)
            && entry.role().filter(arn -> arn.endsWith("/" + written.trim())).isPresent();
    return same ? written : either(path + "/role", written, entry.role());
  }

  private String either(String path, String written, Optional<String> known) {
    if (!Element.isWritten(written)) {
      return known.orElse(written);
    }
    if (known.filter(value -> !value.equals(written.trim())).isPresent()) {
      warning.accept(
          "%s is %s in the pom and %s in environments.json; the pom's is used."
              .formatted(path, written.trim(), known.get()));
    }
    return written;
  }
}
