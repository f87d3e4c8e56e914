package io.github.xacct.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DnsRecordTest {

  @Test
  void hasAllThatAPersonNeedsToCreateIt() {
    var record =
        DnsRecord.parse(
            "shop.example.com A alias of app-1.eu-central-1.elb.amazonaws.com in hosted zone"
                + " Z215JYRZR1TBD5");

    assertThat(record.orElseThrow().lines("test"))
        .containsExactly(
            "DNS record of test, to be created by whoever owns the zone:",
            "  name: shop.example.com",
            "  type: A, alias; outside of Route 53: CNAME",
            "  target: app-1.eu-central-1.elb.amazonaws.com",
            "  hosted zone ID of the target: Z215JYRZR1TBD5",
            "  aws route53 change-resource-record-sets --hosted-zone-id ZONE_OF_THE_NAME"
                + " --change-batch '{\"Changes\":[{\"Action\":\"UPSERT\",\"ResourceRecordSet\":"
                + "{\"Name\":\"shop.example.com\",\"Type\":\"A\",\"AliasTarget\":{\"HostedZoneId\":"
                + "\"Z215JYRZR1TBD5\",\"DNSName\":\"app-1.eu-central-1.elb.amazonaws.com\","
                + "\"EvaluateTargetHealth\":false}}}]}'");
  }

  @Test
  void anotherTextIsNone() {
    assertThat(DnsRecord.parse("shop.example.com alias of x in zone Z")).isEmpty();
  }
}
