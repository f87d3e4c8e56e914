package io.github.xacct.rehearsal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.CoreFixture;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CloudWatch supports three protocols; each client gets the response in its own. */
class CloudWatchProtocolsTest {
  private static final String INPUT = "{\"AlarmNames\":[\"errors\"]}";

  @TempDir static Path state;
  private static CoreFixture aws;
  private static RawRequests http;

  @BeforeAll
  static void start() {
    aws = new CoreFixture(state);
    http = new RawRequests(aws.rehearsal.endpoint(), aws.targetAdministrator());
    ObjectNode alarm = Json.object().put("Period", "60").put("Threshold", "1.5");
    AccountRegion place =
        new AccountRegion(new AccountId(CoreFixture.TARGET), new Region("eu-central-1"));
    aws.rehearsal.store().put(place, ResourceTypeNames.ALARM, "errors", alarm);
  }

  @AfterAll
  static void close() throws Exception {
    aws.close();
  }

  private static HttpResponse<byte[]> send(String path, Map<String, String> headers, byte[] body)
      throws Exception {
    HttpResponse<byte[]> answer = http.send("monitoring", "POST", path, headers, body);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer;
  }

  private static void isTyped(JsonNode answer) {
    JsonNode alarm = answer.at("/MetricAlarms/0");
    assertThat(alarm.path("AlarmName").asText()).isEqualTo("errors");
    assertThat(alarm.path("ActionsEnabled").isBoolean()).isTrue();
    assertThat(alarm.path("StateUpdatedTimestamp").isNumber()).isTrue();
    assertThat(alarm.path("Period").asInt()).isEqualTo(60);
    assertThat(alarm.path("Threshold").isNumber()).isTrue();
  }

  @Test
  void formsAreAnsweredInXml() throws Exception {
    String form = "Action=DescribeAlarms&Version=2010-08-01&AlarmNames.member.1=errors";
    HttpResponse<byte[]> answer =
        send(
            "/",
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            form.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/xml");
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("<AlarmName>errors</AlarmName>", "<Period>60</Period>");
  }

  @Test
  void jsonIsAnsweredInJson() throws Exception {
    String target = "GraniteServiceVersion20100801.DescribeAlarms";
    HttpResponse<byte[]> answer =
        send(
            "/",
            Map.of("Content-Type", "application/x-amz-json-1.0", "X-Amz-Target", target),
            INPUT.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.0");
    isTyped(Json.JSON.readTree(answer.body()));
  }

  @Test
  void cborIsAnsweredInCbor() throws Exception {
    HttpResponse<byte[]> answer =
        send(
            "/service/GraniteServiceVersion20100801/operation/DescribeAlarms",
            Map.of("Content-Type", "application/cbor", "smithy-protocol", "rpc-v2-cbor"),
            Cbor.write(Optional.empty(), Json.JSON.readTree(INPUT)));
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/cbor");
    isTyped(Cbor.read(answer.body()));
  }

  /** The response names neither a class nor a file; the log does. */
  @Test
  void whatGoesWrongInsideIsNotShown() throws Exception {
    aws.rehearsal.onCall(
        call -> {
          if (call.operation().matches("PutMetricAlarm|ListClusters")) {
            throw new IllegalStateException("permissions.txt");
          }
        });
    var cbor =
        http.send(
            "monitoring",
            "POST",
            "/service/GraniteServiceVersion20100801/operation/PutMetricAlarm",
            Map.of("Content-Type", "application/cbor", "smithy-protocol", "rpc-v2-cbor"),
            new byte[] {(byte) 0xa0});
    assertThat(cbor.statusCode()).isEqualTo(500);
    assertThat(cbor.headers().firstValue("x-amzn-query-error"))
        .contains("InternalFailure;Receiver");
    assertThat(Cbor.read(cbor.body()).toString())
        .isEqualTo(
            "{\"__type\":\"InternalFailure\","
                + "\"message\":\"The embedded AWS failed; its log has the cause.\"}");
    var json =
        http.send(
            "ecs",
            "POST",
            "/",
            Map.of(
                "Content-Type",
                "application/x-amz-json-1.1",
                "X-Amz-Target",
                "AmazonEC2ContainerServiceV20141113.ListClusters"),
            "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(json.statusCode()).isEqualTo(500);
    assertThat(new String(json.body(), StandardCharsets.UTF_8))
        .startsWith("{\"__type\":\"ServerException\"");
    assertThat(aws.log).anyMatch(line -> line.contains("ecs:ListClusters: java.lang.IllegalSt"));
  }

  /** The examples of RFC 8949, appendix A, in the encodings that clients use. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "00 | 0",
        "17 | 23",
        "1818 | 24",
        "1903e8 | 1000",
        "1a000f4240 | 1000000",
        "1b000000e8d4a51000 | 1000000000000",
        "20 | -1",
        "3903e7 | -1000",
        "f90000 | 0.0",
        "f93e00 | 1.5",
        "f9c400 | -4.0",
        "f90001 | 5.960464477539063E-8",
        "fa47c35000 | 100000.0",
        "fb3ff199999999999a | 1.1",
        "f4 | false",
        "f5 | true",
        "f6 | null",
        "f7 | null",
        "c11a514b67b0 | 1363896240",
        "6449455446 | \"IETF\"",
        "62c3bc | \"\u00fc\"",
        "7f657374726561646d696e67ff | \"streaming\"",
        "83010203 | [1,2,3]",
        "9f0102ff | [1,2]",
        "8301820203820405 | [1,[2,3],[4,5]]",
        "a201020304 | {\"1\":2,\"3\":4}",
        "bf61610161629f0203ffff | {\"a\":1,\"b\":[2,3]}",
        "a0 | {}",
      })
  void readsWhatTheStandardShows(String bytes, String json) throws Exception {
    JsonNode read = Cbor.read(HexFormat.of().parseHex(bytes));
    assertThat(read.toString()).isEqualTo(Json.JSON.readTree(json).toString());
    assertThat(Cbor.read(Cbor.write(Optional.empty(), read)).toString())
        .isEqualTo(read.isDouble() && read.asDouble() % 1 == 0 ? whole(read) : read.toString());
  }

  private static String whole(JsonNode read) {
    return String.valueOf(read.asLong());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"''", "61", "83", "a16161", "1c", "ff", "0000", "5bffffffffffffffff", "f818"})
  void refusesWhatIsNone(String bytes) {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> Cbor.read(HexFormat.of().parseHex(bytes)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
