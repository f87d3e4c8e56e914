package io.github.xacct.rehearsal.s3;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.plan.Caller;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.RawResponse;
import io.github.xacct.rehearsal.wire.XmlText;
import java.util.List;

/** Writes S3's XML documents of a bucket's configuration from its CloudFormation properties. */
final class S3Documents {
  private static final String NAMESPACE = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

  private S3Documents() {}

  static String document(String root, String content) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%s%s>%s</%s>"
        .formatted(root, NAMESPACE, content, root);
  }

  static String element(String name, String value) {
    return "<%s>%s</%s>".formatted(name, XmlText.escape(value), name);
  }

  static RawResponse buckets(List<Resource> buckets, Caller caller) {
    StringBuilder list = new StringBuilder();
    buckets.forEach(
        b ->
            list.append("<Bucket>")
                .append(element("Name", b.id()))
                .append(element("BucketRegion", b.place().region().id()))
                .append("</Bucket>"));
    return RawResponse.xml(
        document(
            "ListAllMyBucketsResult",
            "<Owner>%s</Owner><Buckets>%s</Buckets>"
                .formatted(element("ID", caller.account().value()), list)));
  }

  /** Returns the location of a bucket, which is empty for us-east-1. */
  static RawResponse location(String region) {
    return RawResponse.xml(
        document("LocationConstraint", region.equals("us-east-1") ? "" : XmlText.escape(region)));
  }

  static RawResponse encryption(JsonNode bucket) {
    JsonNode rule =
        bucket.at(
            "/BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault");
    String key = rule.path("KMSMasterKeyID").asText();
    String content =
        element("SSEAlgorithm", rule.path("SSEAlgorithm").asText("AES256"))
            + (key.isEmpty() ? "" : element("KMSMasterKeyID", key));
    return RawResponse.xml(
        document(
            "ServerSideEncryptionConfiguration",
            "<Rule><ApplyServerSideEncryptionByDefault>"
                + content
                + "</ApplyServerSideEncryptionByDefault></Rule>"));
  }

  static boolean versioned(JsonNode bucket) {
    return bucket.at("/VersioningConfiguration/Status").asText().equals("Enabled");
  }

  static RawResponse versioning(JsonNode bucket) {
    String status = bucket.at("/VersioningConfiguration/Status").asText();
    return RawResponse.xml(
        document("VersioningConfiguration", status.isEmpty() ? "" : element("Status", status)));
  }

  static RawResponse publicAccess(JsonNode bucket) {
    JsonNode block = bucket.path("PublicAccessBlockConfiguration");
    if (block.isMissingNode()) {
      throw new AwsError(
          404,
          "NoSuchPublicAccessBlockConfiguration",
          "The public access block configuration was not found");
    }
    StringBuilder content = new StringBuilder();
    for (String name :
        List.of(
            "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")) {
      content.append(element(name, block.path(name).asText("false")));
    }
    return RawResponse.xml(document("PublicAccessBlockConfiguration", content.toString()));
  }
}
