package io.github.xacct.rehearsal.wire;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** What goes back over the wire. */
interface WireResponse {
  void send(HttpExchange exchange, String requestId) throws IOException;
}
