package io.github.xacct.stack;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The DNS record that points an environment's domain name to its load balancer, from the service
 * stack's output. The owner of the hosted zone creates it, often in another account.
 *
 * @param name the environment's domain name
 * @param target DNS name of the load balancer
 * @param zone hosted zone ID of the load balancer, which an alias record requires
 */
public record DnsRecord(String name, String target, String zone) {
  private static final Pattern OUTPUT =
      Pattern.compile("(\\S+) A alias of (\\S+) in hosted zone (\\S+)");

  /** Parses the output {@code DnsRecord}; empty if another version of the template wrote it. */
  public static Optional<DnsRecord> parse(String output) {
    var parts = OUTPUT.matcher(output);
    return parts.matches()
        ? Optional.of(new DnsRecord(parts.group(1), parts.group(2), parts.group(3)))
        : Optional.empty();
  }

  /** Returns the lines to print: the record's fields and the command for Route 53. */
  public List<String> lines(String environment) {
    return List.of(
        "DNS record of " + environment + ", to be created by whoever owns the zone:",
        "  name: " + name,
        "  type: A, alias; outside of Route 53: CNAME",
        "  target: " + target,
        "  hosted zone ID of the target: " + zone,
        """
          aws route53 change-resource-record-sets --hosted-zone-id ZONE_OF_THE_NAME \
        --change-batch \
        '{"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"%s","Type":"A","AliasTarget":{"HostedZoneId":"%s","DNSName":"%s","EvaluateTargetHealth":false}}}]}'"""
            .formatted(name, zone, target));
  }
}
