package io.github.xacct.rehearsal.cloudformation;

import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.wire.AwsError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads templates in buckets with the permissions of the caller. Source: CloudFormation API
 * reference, CreateStack, TemplateURL.
 */
final class TemplateUrls {
  private static final Pattern BY_PATH =
      Pattern.compile(
          "https?://(?:s3[.a-z0-9-]*\\.amazonaws\\.com(?:\\.cn)?|127\\.0\\.0\\.1:\\d+)/([^/?]+)/([^?]+)");
  private static final Pattern BY_HOST =
      Pattern.compile("https://([^/]+?)\\.s3[.a-z0-9-]*\\.amazonaws\\.com(?:\\.cn)?/([^?]+)");

  private final StackWorld world;
  private final HandlerRights rights;

  TemplateUrls(StackWorld world, HandlerRights rights) {
    this.world = world;
    this.rights = rights;
  }

  String read(Caller caller, String url) {
    Matcher place = BY_PATH.matcher(url);
    if (!place.matches()) {
      place = BY_HOST.matcher(url);
    }
    if (!place.matches()) {
      throw StackErrors.invalid("TemplateURL must be a supported URL.");
    }
    String bucket = place.group(1);
    String key = URLDecoder.decode(place.group(2).replace("+", "%2B"), StandardCharsets.UTF_8);
    Optional<String> refusal = rights.unreadable(caller, bucket, key, world.bucketPolicy(bucket));
    if (refusal.isPresent()) {
      throw unreadable("Access Denied");
    }
    try {
      return world.object(bucket, key);
    } catch (AwsError e) {
      throw unreadable(ErrorText.of(e));
    }
  }

  private static AwsError unreadable(String why) {
    return StackErrors.invalid(
        "S3 error: "
            + why
            + "\nFor more information check"
            + " http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html");
  }
}
