package io.github.xacct.model;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An AWS Region, identified by its code such as {@code eu-central-1}. */
public record Region(String id) {
  /** In every partition a Region's code ends in a compass direction and a number. */
  private static final Pattern FORM =
      Pattern.compile(
          "[a-z]{2,4}(-[a-z]+)*-(central|(north|south)?(east|west)|north|south)-\\d{1,2}");

  /**
   * Partitions other than {@code aws}, by the prefix of their Regions. Source: the AWS SDK's
   * metadata.
   */
  private static final Map<String, String> PARTITIONS =
      Map.of(
          "cn-", "aws-cn",
          "us-gov-", "aws-us-gov",
          "us-iso-", "aws-iso",
          "us-isob-", "aws-iso-b",
          "eu-isoe-", "aws-iso-e",
          "us-isof-", "aws-iso-f",
          "eusc-", "aws-eusc");

  public Region {
    if (!FORM.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "'" + id + "' is not a region id: write one such as eu-central-1 or us-east-1");
    }
  }

  /**
   * Returns the Region's partition, such as {@code aws}, {@code aws-cn} or {@code aws-us-gov}.
   * Roles, images and sessions cannot be used across partitions.
   */
  public String partition() {
    return PARTITIONS.entrySet().stream()
        .filter(partition -> id.startsWith(partition.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("aws");
  }

  /** Returns the DNS suffix of AWS's endpoints in the Region, such as {@code amazonaws.com}. */
  public String dnsSuffix() {
    return switch (partition()) {
      case "aws-cn" -> "amazonaws.com.cn";
      case "aws-iso" -> "c2s.ic.gov";
      case "aws-iso-b" -> "sc2s.sgov.gov";
      case "aws-iso-e" -> "cloud.adc-e.uk";
      case "aws-iso-f" -> "csp.hci.ic.gov";
      case "aws-eusc" -> "amazonaws.eu";
      default -> "amazonaws.com";
    };
  }

  /** Returns the Region for names of letters and digits only, such as {@code EuCentral1}. */
  public String inNames() {
    return Arrays.stream(id.split("-"))
        .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
        .collect(Collectors.joining());
  }

  @Override
  public String toString() {
    return id;
  }
}
