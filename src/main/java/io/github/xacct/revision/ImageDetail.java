package io.github.xacct.revision;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.ImageDescription;
import io.github.xacct.model.ImageReference;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of {@code imageDetail.json}, as CodePipeline's ECR source action writes it. Source:
 * CodePipeline user guide, "Image definitions file reference".
 *
 * @param image with its digest; the only member that CodeDeployToECS reads
 * @param registry account ID of the registry; omitted if empty
 * @param tags of the image; may be empty
 * @param bytes compressed size; omitted if empty
 * @param pushedAt omitted if empty
 */
public record ImageDetail(
    ImageReference image,
    Optional<AccountId> registry,
    List<String> tags,
    Optional<Long> bytes,
    Optional<Instant> pushedAt) {

  private static final Pattern ECR_HOST = Pattern.compile("(\\d{12})\\.dkr\\.ecr[.-].+");

  /** The details of an image of which only the reference is known. */
  public static ImageDetail of(ImageReference image) {
    return new ImageDetail(
        image, account(image.registry()), List.of(), Optional.empty(), Optional.empty());
  }

  /** The details of a pushed image; the size is that of its layers. */
  public static ImageDetail of(
      ImageDescription image, Optional<AccountId> registry, Instant pushedAt) {
    var reference = new ImageReference(image.repository(), image.digest());
    long bytes = image.layers().stream().mapToLong(ImageDescription.Layer::size).sum();
    return new ImageDetail(
        reference,
        registry.or(() -> account(reference.registry())),
        image.tags(),
        image.layers().isEmpty() ? Optional.empty() : Optional.of(bytes),
        Optional.of(pushedAt));
  }

  /** The content of imageDetail.json. */
  public String text() {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    bytes.ifPresent(size -> detail.put("ImageSizeInBytes", String.valueOf(size)));
    detail.put("ImageDigest", image.digest().value());
    detail.put("Version", "1.0");
    pushedAt.ifPresent(instant -> detail.put("ImagePushedAt", date(instant)));
    registry.ifPresent(account -> detail.put("RegistryId", account.value()));
    detail.put("RepositoryName", image.repository());
    detail.put("ImageURI", image.toString());
    ArrayNode names = detail.putArray("ImageTags");
    tags.forEach(names::add);
    return JsonText.pretty(detail);
  }

  /**
   * Formats the time like the ECR source action, in the format of java.util.Date: {@code Mon Jan 05
   * 07:04:09 UTC 2026}. A DateTimeFormatter would first load the data of all locales.
   */
  private static String date(Instant instant) {
    var utc = instant.atOffset(ZoneOffset.UTC);
    return String.join(
        " ",
        brief(utc.getDayOfWeek()),
        brief(utc.getMonth()),
        twoDigits(utc.getDayOfMonth()),
        String.join(
            ":", twoDigits(utc.getHour()), twoDigits(utc.getMinute()), twoDigits(utc.getSecond())),
        "UTC",
        String.valueOf(utc.getYear()));
  }

  private static String brief(Enum<?> name) {
    return name.name().charAt(0) + name.name().substring(1, 3).toLowerCase(Locale.ROOT);
  }

  private static String twoDigits(int number) {
    return (number < 10 ? "0" : "") + number;
  }

  private static Optional<AccountId> account(String host) {
    Matcher ecr = ECR_HOST.matcher(host);
    return ecr.matches() ? Optional.of(new AccountId(ecr.group(1))) : Optional.empty();
  }
}
