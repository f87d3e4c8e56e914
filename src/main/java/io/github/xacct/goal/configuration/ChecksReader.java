package io.github.xacct.goal.configuration;

import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.goal.configuration.xml.EnvironmentXml;
import io.github.xacct.goal.configuration.xml.SmokeTestXml;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.SmokeTest;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the checks of an environment before production traffic shifts. */
final class ChecksReader {
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "expect", "transfer-encoding", "upgrade");

  private static final Pattern HEADER_NAME = Pattern.compile("[\\w!#$%&'*+.^`|~-]+");

  /** A host name, or an IPv4 or IPv6 address, with an optional port. */
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9]([\\w.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");

  private static final int TEN_MINUTES = 600_000;

  private ChecksReader() {}

  static ReleaseChecks read(EnvironmentXml xml, ExpectedAccount expected, Element element) {
    var tests = new ArrayList<SmokeTest>();
    List<SmokeTestXml> written = Element.listOf(xml.smokeTests);
    for (int i = 0; i < written.size(); i++) {
      var test = written.get(i);
      smokeTest(test, element.child("smokeTests").child("smokeTest", test.name, i + 1))
          .ifPresent(tests::add);
    }
    return new ReleaseChecks(
        element.child("testUrl").optional(xml.testUrl, ChecksReader::url),
        element.child("testFunction").optional(xml.testFunction, expected::function),
        List.copyOf(tests),
        Optional.ofNullable(xml.verifyCommand).filter(Element::isWritten).map(String::trim),
        element.child("approval").flag(xml.approval, false),
        StepsReader.read(xml.steps, element.child("steps")));
  }

  /** Whether any check or approval is configured. */
  static boolean any(EnvironmentXml xml) {
    return !Element.listOf(xml.smokeTests).isEmpty()
        || Element.isWritten(xml.verifyCommand)
        || xml.steps != null
        || (Element.isWritten(xml.approval) && Boolean.parseBoolean(xml.approval.trim()));
  }

  private static Optional<SmokeTest> smokeTest(SmokeTestXml xml, Element element) {
    String path = Element.isWritten(xml.path) ? xml.path.trim() : "/";
    var headers = Element.mapOf(xml.headers);
    headers.forEach(
        (name, value) ->
            element.child("headers").child(name).optional(value, v -> sent(name, v, headers)));
    Optional<Integer> status = element.child("status").number(xml.status, 200, 100, 599);
    Optional<Integer> repeat = element.child("repeat").number(xml.repeat, 1, 1, 1000);
    Optional<Duration> maxLatency =
        Element.isWritten(xml.maxLatency)
            ? element
                .child("maxLatency")
                .number(xml.maxLatency, 1, 1, TEN_MINUTES, "milliseconds")
                .map(Duration::ofMillis)
            : Optional.empty();
    return element
        .child("path")
        .required(
            path,
            "a path",
            text ->
                new SmokeTest(
                    Element.isWritten(xml.name) ? xml.name.trim() : text,
                    text,
                    headers,
                    status.orElse(200),
                    Optional.ofNullable(xml.contains).filter(Element::isWritten),
                    Element.mapOf(xml.answerHeaders),
                    maxLatency,
                    repeat.orElse(1),
                    element.child("followRedirects").flag(xml.followRedirects, false)));
  }

  /** Checks a header: one that cannot be sent would fail only during a deployment. */
  private static String sent(String name, String value, Map<String, String> all) {
    if (OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "a smoke test cannot send this header, which belongs to the connection: remove it");
    }
    if (!HEADER_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is not the name of a header");
    }
    if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c > '~')) {
      throw new IllegalArgumentException(
          "a header's value is one line of ASCII: encode what is not");
    }
    if (all.keySet().stream().filter(name::equalsIgnoreCase).count() > 1) {
      throw new IllegalArgumentException("this header is written twice: leave one");
    }
    if (name.equalsIgnoreCase("Host") && !HOST.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'" + value + "' is not the name of a host: write one such as shop.example.com");
    }
    return value;
  }

  /** Parses a base URL for requests of smoke tests and for links. */
  static URI url(String text) {
    if (!text.matches("https?://[^/\\s]+.*")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a URL: write one such as https://test.example.com:8443");
    }
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw notAsked(text, "encode what is not allowed in a URL, a space as %20");
    }
    if (text.chars().anyMatch(c -> c > 127)) {
      throw notAsked(text, "encode what is not ASCII, in the name of the host as xn--...");
    }
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "a user in a URL is never sent: leave out what is before the @");
    }
    if (url.getHost() == null || url.getPort() > 65_535) {
      throw notAsked(text, "write host and port alone, such as https://test.example.com:8443");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw notAsked(text, "leave out what begins with ? or #: the tests add their paths to it");
    }
    return url;
  }

  private static IllegalArgumentException notAsked(String text, String advice) {
    return new IllegalArgumentException("'" + text + "' cannot be requested: " + advice);
  }
}
