package io.github.xacct.goal.configuration.xml;

import java.util.LinkedHashMap;

/** {@code <smokeTest>}: an HTTP request to the new version, and the expected response. */
public class SmokeTestXml {
  /** Name for display. Default: the path. */
  public String name;

  /** Path and query. Default: {@code /}. */
  public String path;

  /**
   * Headers of the request, {@code <headers><Accept>text/html</Accept></headers>}; {@code Host} is
   * sent as written.
   */
  @Holds(item = "NAME")
  public LinkedHashMap<String, String> headers;

  /** Expected status code of the response. Default: 200. */
  @Holds(ValueKind.NUMBER)
  public String status;

  /** Text that the response's body must contain. Default: anything. */
  public String contains;

  /** Expected headers of the response with their exact values. Default: any. */
  @Holds(item = "NAME")
  public LinkedHashMap<String, String> answerHeaders;

  /** Milliseconds within which the response must arrive. Default: no limit but 30 s. */
  @Holds(ValueKind.NUMBER)
  public String maxLatency;

  /** Number of requests; each must succeed. Default: 1. */
  @Holds(ValueKind.NUMBER)
  public String repeat;

  /**
   * Whether the response after redirects is checked, {@code true} or {@code false}. Only redirects
   * to the same listener are followed. Default: false.
   */
  @Holds(ValueKind.FLAG)
  public String followRedirects;
}
