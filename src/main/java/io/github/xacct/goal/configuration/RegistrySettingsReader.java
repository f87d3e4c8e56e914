package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.RegionReader;
import io.github.xacct.goal.configuration.xml.RegistryXml;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.AwsName;
import io.github.xacct.model.Region;
import io.github.xacct.model.RegistrySettings;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads {@code <registry>}. */
final class RegistrySettingsReader {
  private final String app;
  private final Supplier<Optional<Region>> fallbackRegion;

  RegistrySettingsReader(String app, Supplier<Optional<Region>> fallbackRegion) {
    this.app = app;
    this.fallbackRegion = fallbackRegion;
  }

  /**
   * The valid parts of {@code <registry>}.
   *
   * @param account present even if other elements are invalid, because environments are compared
   *     with it
   * @param region likewise, because it is the default of environments
   * @param settings present only if all elements are valid
   */
  record Result(
      Optional<AccountId> account, Optional<Region> region, Optional<RegistrySettings> settings) {}

  Result read(RegistryXml xml, Element element) {
    Optional<AccountId> account =
        element
            .child("account")
            .required(
                xml.account,
                "the 12 digits of the development account, <registry><account>111111111111"
                    + "</account></registry>",
                AccountId::new);
    Optional<Region> region = region(xml.region, element.child("region"));
    Optional<String> repository =
        element.child("repository").orDefault(xml.repository, app, AwsName.REPOSITORY::check);
    boolean create = element.child("createRepository").flag(xml.createRepository, true);
    boolean immutable = element.child("immutableTags").flag(xml.immutableTags, true);
    boolean scan = element.child("scanOnPush").flag(xml.scanOnPush, true);
    Optional<RegistrySettings> settings =
        account.isPresent() && region.isPresent() && repository.isPresent()
            ? Optional.of(
                new RegistrySettings(
                    account.get(), region.get(), repository.get(), create, immutable, scan))
            : Optional.empty();
    return new Result(account, region, settings);
  }

  private Optional<Region> region(String written, Element element) {
    if (Element.isWritten(written)) {
      return element.optional(written, RegionReader::read);
    }
    Optional<Region> region = fallbackRegion.get();
    if (region.isEmpty()) {
      element.problem(
          "missing, and the environment names none: write <region>eu-central-1</region>, or set"
              + " AWS_REGION");
    }
    return region;
  }
}
