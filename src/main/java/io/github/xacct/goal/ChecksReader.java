package io.github.xacct.goal;

import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.SmokeTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an environment says of the checks before production traffic moves. */
final class ChecksReader {
  private static final int TEN_MINUTES = 600_000;

  private ChecksReader() {}

  static ReleaseChecks read(EnvironmentXml xml, Target target, Element element) {
    var tests = new ArrayList<SmokeTest>();
    List<SmokeTestXml> written = Element.listOf(xml.smokeTests);
    for (int i = 0; i < written.size(); i++) {
      var test = written.get(i);
      smokeTest(test, element.child("smokeTests").child("smokeTest", test.name, i + 1))
          .ifPresent(tests::add);
    }
    return new ReleaseChecks(
        element.child("testUrl").optional(xml.testUrl, ChecksReader::url),
        element.child("testFunction").optional(xml.testFunction, target::function),
        List.copyOf(tests),
        Optional.ofNullable(xml.verifyCommand).filter(Element::isWritten).map(String::trim),
        element.child("approval").flag(xml.approval, false));
  }

  /** Whether anything is asked before production traffic moves. */
  static boolean asked(EnvironmentXml xml) {
    return !Element.listOf(xml.smokeTests).isEmpty()
        || Element.isWritten(xml.verifyCommand)
        || (Element.isWritten(xml.approval) && Boolean.parseBoolean(xml.approval.trim()));
  }

  private static Optional<SmokeTest> smokeTest(SmokeTestXml xml, Element element) {
    String path = Element.isWritten(xml.path) ? xml.path.trim() : "/";
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
                    Element.mapOf(xml.headers),
                    status.orElse(200),
                    Optional.ofNullable(xml.contains).filter(Element::isWritten),
                    Element.mapOf(xml.answerHeaders),
                    maxLatency,
                    repeat.orElse(1)));
  }

  static URI url(String text) {
    if (!text.matches("https?://[^/\\s]+.*")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a URL: write one such as https://test.example.com:8443");
    }
    return URI.create(text);
  }
}
