package io.github.xacct.rehearsal.wire;

import com.sun.net.httpserver.Headers;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.plan.Keys;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Signs a call with Signature Version 4, for clients without an SDK. */
public final class RequestSigner {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Keys keys;
  private final Region region;

  public RequestSigner(Keys keys, Region region) {
    this.keys = keys;
    this.region = region;
  }

  /**
   * Returns the headers to send with a POST.
   *
   * @param service signing name, such as {@code ecs}
   * @param headers of the call
   */
  public Map<String, String> sign(
      String service, URI url, Map<String, String> headers, byte[] body, Instant now) {
    Map<String, String> sent = new LinkedHashMap<>(headers);
    String date = TIME.format(now);
    sent.put("X-Amz-Date", date);
    keys.sessionToken().ifPresent(token -> sent.put("X-Amz-Security-Token", token));
    Headers all = new Headers();
    all.set("Host", url.getAuthority());
    sent.forEach(all::set);
    List<String> names =
        new ArrayList<>(
            all.keySet().stream().map(n -> n.toLowerCase(Locale.ROOT)).sorted().toList());
    Signature unsigned =
        new Signature(
            keys.accessKeyId(),
            date.substring(0, 8),
            region.id(),
            service,
            names,
            "",
            date,
            keys.sessionToken().orElse(""),
            false);
    sent.put(
        "Authorization",
        unsigned.authorization(
            new HttpCall("POST", url.getRawPath(), "", all, body), keys.secretAccessKey()));
    return sent;
  }
}
