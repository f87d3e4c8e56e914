package io.github.xacct.rehearsal.s3;

import static io.github.xacct.rehearsal.StackFixture.PROD;
import static io.github.xacct.rehearsal.StackFixture.TEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.model.AccountId;
import io.github.xacct.rehearsal.SignedHttp;
import io.github.xacct.rehearsal.StackFixture;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Objects in buckets of stacks, and stacks with templates in buckets, over the wire. */
class S3Test {
  private static final String BUCKET =
      """
      Parameters: {Name: {Type: String}}
      Resources:
        Bucket:
          Type: AWS::S3::Bucket
          Properties:
            BucketName: !Ref Name
            VersioningConfiguration: {Status: Enabled}
            BucketEncryption:
              ServerSideEncryptionConfiguration:
                - ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms'}
      """;
  private static final String ROLE =
      """
      Parameters: {Trusted: {Type: String}, Action: {Type: String}}
      Resources:
        Role:
          Type: AWS::IAM::Role
          Properties:
            AssumeRolePolicyDocument:
              Statement:
                - Effect: Allow
                  Action: sts:AssumeRole
                  Principal: {Service: !Ref Trusted}
            Policies:
              - PolicyName: it
                PolicyDocument:
                  Statement: [{Effect: Allow, Action: !Ref Action, Resource: '*'}]
      Outputs: {Arn: {Value: !GetAtt Role.Arn}}
      """;

  @TempDir static Path folder;
  private static StackFixture accounts;
  private static SignedHttp s3;

  @BeforeAll
  static void start() {
    accounts = new StackFixture(folder);
    s3 = as(TEST);
    accounts.deploy(TEST, "bucket", BUCKET, "Name", "my-bucket");
  }

  @AfterAll
  static void stop() throws Exception {
    accounts.close();
  }

  private static SignedHttp as(String account) {
    return new SignedHttp(
        accounts.rehearsal.endpoint(),
        accounts.rehearsal.administrator(new AccountId(account)),
        "s3");
  }

  private static String said(HttpResponse<String> response) {
    return response.statusCode() + " " + response.body().replaceFirst("<\\?xml.*\n", "");
  }

  @Test
  void anObjectIsPutListedReadAndDeleted() throws Exception {
    HttpResponse<String> put =
        s3.send("PUT", "/my-bucket/a/b%20c%2B1.txt", "hello", Map.of("x-amz-meta-of", "me"));
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(put.headers().firstValue("ETag")).contains("\"5d41402abc4b2a76b9719d911017c592\"");
    String version = put.headers().firstValue("x-amz-version-id").orElseThrow();
    s3.send("PUT", "/my-bucket/a/d", "again", Map.of());

    HttpResponse<String> got =
        s3.send("GET", "/my-bucket/a/b%20c%2B1.txt?versionId=" + version, "", Map.of());
    assertThat(got.body()).isEqualTo("hello");
    assertThat(got.headers().firstValue("x-amz-meta-of")).contains("me");
    assertThat(
            s3.send("HEAD", "/my-bucket/a/d", "", Map.of()).headers().firstValue("Content-Length"))
        .contains("5");
    assertThat(s3.send("GET", "/my-bucket?list-type=2&prefix=a%2F&max-keys=1", "", Map.of()).body())
        .contains(
            "<MaxKeys>1</MaxKeys><IsTruncated>true</IsTruncated><KeyCount>1</KeyCount>"
                + "<NextContinuationToken>a/b c+1.txt</NextContinuationToken><Contents>"
                + "<Key>a/b c+1.txt</Key>");
    assertThat(s3.send("GET", "/my-bucket?delimiter=%2F", "", Map.of()).body())
        .endsWith("<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes></ListBucketResult>");
    assertThat(s3.send("DELETE", "/my-bucket/a/d", "", Map.of()).statusCode()).isEqualTo(204);
    assertThat(said(s3.send("GET", "/my-bucket/a/d", "", Map.of())))
        .startsWith("404 <Error><Code>NoSuchKey</Code>");
  }

  @Test
  void aChunkedBodyIsTakenOutOfItsFrames() throws Exception {
    HttpResponse<String> put =
        s3.send(
            "PUT",
            "/my-bucket/chunked",
            "hello world",
            Map.of("x-amz-decoded-content-length", "11", "Content-Length", "11"));
    assertThat(put.request().headers().firstValue("x-amz-content-sha256").orElseThrow())
        .startsWith("STREAMING-");
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(s3.send("GET", "/my-bucket/chunked", "", Map.of()).body()).isEqualTo("hello world");
  }

  @Test
  void aBucketSaysWhatItsTemplateSays() throws Exception {
    assertThat(said(s3.send("GET", "/my-bucket?location", "", Map.of())))
        .isEqualTo(
            "200 <LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">eu-central-1"
                + "</LocationConstraint>");
    assertThat(said(s3.send("GET", "/my-bucket?encryption", "", Map.of())))
        .contains("<SSEAlgorithm>aws:kms</SSEAlgorithm>");
    assertThat(said(s3.send("GET", "/my-bucket?versioning", "", Map.of())))
        .contains("<Status>Enabled</Status>");
    assertThat(
            s3.send("HEAD", "/my-bucket", "", Map.of()).headers().firstValue("x-amz-bucket-region"))
        .contains("eu-central-1");
    assertThat(said(s3.send("GET", "/", "", Map.of()))).contains("<Name>my-bucket</Name>");
  }

  @Test
  void whatIsWrongIsRefusedInS3sForm() throws Exception {
    assertThat(said(s3.send("GET", "/nobodys?location", "", Map.of())))
        .startsWith(
            "404 <Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist");
    assertThat(said(as(PROD).send("GET", "/my-bucket/x", "", Map.of())))
        .startsWith("403 <Error><Code>AccessDenied</Code>")
        .contains("because no resource-based policy allows the s3:GetObject action");
    assertThat(said(s3.send("POST", "/my-bucket/x?uploads", "", Map.of())))
        .startsWith("501 <Error><Code>NotImplemented</Code>")
        .contains("The embedded AWS does not rehearse s3:POST key?uploads");
    assertThat(said(s3.wrongly("GET", "/my-bucket/x")))
        .startsWith("403 <Error><Code>SignatureDoesNotMatch</Code>");
  }

  @Test
  void aTemplateThatLiesInABucketMakesAStackAsItsServiceRole() throws Exception {
    String group = "Resources: {G: {Type: AWS::Logs::LogGroup}}";
    s3.send("PUT", "/my-bucket/t.yaml", group, Map.of());
    String url = "https://s3.eu-central-1.amazonaws.com/my-bucket/t.yaml";
    String role = role("role", "cloudformation.amazonaws.com", "logs:*");
    accounts.in(TEST).createStack(b -> b.stackName("from-url").templateURL(url).roleARN(role));
    Stack stack = accounts.settled(TEST, "from-url");
    assertThat(stack.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
    assertThat(stack.roleARN()).isEqualTo(role);

    String poor = role("poor", "cloudformation.amazonaws.com", "sns:*");
    accounts.in(TEST).createStack(b -> b.stackName("denied").templateURL(url).roleARN(poor));
    assertThat(accounts.settled(TEST, "denied").stackStatusAsString())
        .isEqualTo("ROLLBACK_COMPLETE");
    assertThat(accounts.events(TEST, "denied").toString())
        .contains("/AWSCloudFormation is not authorized to perform: logs:");

    String other = role("other", "codebuild.amazonaws.com", "*");
    assertThatThrownBy(
            () ->
                accounts
                    .in(TEST)
                    .createStack(b -> b.stackName("no").templateURL(url).roleARN(other)))
        .isInstanceOf(CloudFormationException.class)
        .hasMessageContaining("Role " + other + " is invalid or cannot be assumed");
    assertThatThrownBy(() -> accounts.in(PROD).validateTemplate(b -> b.templateURL(url)))
        .isInstanceOf(CloudFormationException.class)
        .hasMessageContaining("S3 error: Access Denied");
    assertThatThrownBy(
            () -> accounts.in(TEST).validateTemplate(b -> b.templateURL("https://example.com/t")))
        .isInstanceOf(CloudFormationException.class)
        .hasMessageContaining("TemplateURL must be a supported URL.");
  }

  private static String role(String stack, String trusted, String action) {
    return StackFixture.output(
        accounts.deploy(TEST, stack, ROLE, "Trusted", trusted, "Action", action), "Arn");
  }

  @Test
  void aBucketThatHoldsSomethingStays() throws Exception {
    Stack stack = accounts.deploy(TEST, "full", BUCKET, "Name", "full-bucket");
    s3.send("PUT", "/full-bucket/x", "x", Map.of());
    accounts.in(TEST).deleteStack(b -> b.stackName("full"));
    assertThat(accounts.settled(TEST, stack.stackId()).stackStatusAsString())
        .isEqualTo("DELETE_FAILED");
    s3.send("DELETE", "/full-bucket/x", "", Map.of());
    accounts.in(TEST).deleteStack(b -> b.stackName("full"));
    assertThat(accounts.settled(TEST, stack.stackId()).stackStatusAsString())
        .isEqualTo("DELETE_COMPLETE");
  }
}
