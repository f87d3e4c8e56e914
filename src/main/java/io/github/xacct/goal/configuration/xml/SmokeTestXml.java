package io.github.xacct.goal.configuration.xml;

import java.util.LinkedHashMap;

/**
 * {@code <smokeTest>}: one question over HTTP to the new version, and the answer that is wanted.
 */
public class SmokeTestXml {
  /** For people. Default: the path. */
  public String name;

  /** Path and query. Default: {@code /}. */
  public String path;

  /**
   * Headers of the request, {@code <headers><Accept>text/html</Accept></headers>}; {@code Host} is
   * sent as it is written.
   */
  @Holds(item = "NAME")
  public LinkedHashMap<String, String> headers;

  /** Status of the answer. Default: 200. */
  @Holds(ValueKind.NUMBER)
  public String status;

  /** What the answer's body must contain. Default: anything. */
  public String contains;

  /** Headers of the answer with their exact values. Default: any. */
  @Holds(item = "NAME")
  public LinkedHashMap<String, String> answerHeaders;

  /** Milliseconds until the answer must be there. Default: no limit but 30 s. */
  @Holds(ValueKind.NUMBER)
  public String maxLatency;

  /** How often it is asked; each time must succeed. Default: 1. */
  @Holds(ValueKind.NUMBER)
  public String repeat;

  /**
   * Whether the answer at the end of redirects is judged, {@code true} or {@code false}. Only
   * redirects to the same listener are followed. Default: false.
   */
  @Holds(ValueKind.FLAG)
  public String followRedirects;
}
