package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.event.PipelineRecord;
import io.github.xacct.event.PipelineRecord.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every page as a real browser lays it out: no text leaves its box, and no page is wider than its
 * window, at the width of a phone and on a desk.
 */
@Tag("foreign")
class PagesOnAPhoneTest {
  @TempDir Path folder;
  private final Map<String, String> pages = new LinkedHashMap<>();

  @BeforeEach
  void drawPages() throws IOException {
    var deployment = new DeploymentPage(ZoneOffset.UTC);
    pages.put("canary", deployment.of(Stories.canary()));
    pages.put("crash loop", deployment.of(Stories.crashLoop()));
    pages.put("hook failed", deployment.of(Stories.hookFailed()));
    pages.put("detached", deployment.of(Stories.detached()));
    pages.put("split", deployment.of(Stories.split()));
    pages.put("hostile", deployment.of(Stories.hostile()));
    var walk = PipelinePageTest.walk(folder, Status.SUCCEEDED, Status.FAILED, Status.WAITING);
    pages.put("pipeline", new PipelinePage(folder, ZoneOffset.UTC).of(walk));
    var killed = PipelinePageTest.walk(folder, Status.SUCCEEDED, Status.RUNNING, Status.WAITING);
    pages.put("killed", new PipelinePage(folder, ZoneOffset.UTC).of(killed.interrupted()));
    pages.put("plan", PlanAndPreflightPageTest.plan(List.of("No service " + "x".repeat(200))));
    pages.put("preflight", PreflightPage.of(PreflightTextTest.REPORT));
    pages.put(
        "index",
        new RunsPage(ZoneOffset.UTC).of(runs(), Optional.of(PipelineRecord.Status.INTERRUPTED)));
  }

  private static List<JsonNode> runs() throws IOException {
    var json = new ObjectMapper();
    return List.of(
        json.readTree(DeploymentJson.of(Stories.hostile())),
        json.readTree(DeploymentJson.of(Stories.detached())),
        json.readTree(DeploymentJson.of(Stories.split())),
        json.readTree(DeploymentJson.of(Stories.canary())),
        json.readTree(DeploymentJson.of(Stories.crashLoop())));
  }

  @Test
  void noTextLeavesItsBox() throws Exception {
    assertThat(found(360)).isEqualTo("Looked at " + pages.size() + " pages.\n");
    assertThat(found(1280)).isEqualTo("Looked at " + pages.size() + " pages.\n");
  }

  /** Tests the check itself: it finds text that overflows its box. */
  @Test
  void findsTextThatLeavesItsBox() throws Exception {
    pages.clear();
    pages.put("wide", "<section><p style='white-space: nowrap'>" + "wide ".repeat(99));

    assertThat(found(360)).contains("wide: the page is ", "wide: wide wide", "Looked at 1 pages.");
  }

  private String found(int width) throws Exception {
    var host = new StringBuilder("<!DOCTYPE html><meta charset=\"utf-8\"><body>");
    pages.forEach(
        (name, html) ->
            host.append(
                Html.format(
                    "<iframe title=\"%s\" style=\"width: %dpx; height: 900px\" srcdoc=\"%s\">"
                        + "</iframe>",
                    name, width, escaped(html))));
    try (var script = getClass().getResourceAsStream("look-for-overflow.js")) {
      host.append("<pre id=\"found\"></pre><script>")
          .append(new String(script.readAllBytes(), StandardCharsets.UTF_8))
          .append("</script>");
    }
    String dom = Browser.in(folder).opened(host.toString());
    return dom.replaceFirst("(?s).*<pre id=\"found\">", "").replaceFirst("(?s)</pre>.*", "");
  }

  private static String escaped(String html) {
    return html.replace("&", "&amp;").replace("\"", "&quot;");
  }
}
