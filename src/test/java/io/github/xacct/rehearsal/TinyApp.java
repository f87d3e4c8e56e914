package io.github.xacct.rehearsal;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The app in the tests' images, as small as possible. A build starts hundreds of them, and most of
 * their CPU time is class loading: HTTP without the JDK's server saves half of it. It uses no
 * lambdas and no string concatenation for the same reason.
 */
public final class TinyApp implements Runnable {
  private static final String ENDS_CHUNKS = "\r\n0\r\n\r\n";
  private static volatile boolean sick;

  private final Socket client;
  private final InputStream in;
  private final OutputStream out;

  private TinyApp(Socket client) throws IOException {
    this.client = client;
    this.in = new BufferedInputStream(client.getInputStream());
    this.out = new BufferedOutputStream(client.getOutputStream());
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    String version = String.valueOf(System.getenv("VERSION"));
    if (arguments.length > 0) {
      System.out.println(String.join(" ", arguments[0], version));
      System.exit(Integer.parseInt(arguments[1]));
    }
    Thread.sleep(Long.getLong("tiny.delay", 0));
    int port = Integer.parseInt(System.getenv("PORT"));
    var server = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
    String pid = String.valueOf(ProcessHandle.current().pid());
    System.out.println(String.join(" ", "tiny app", version, "pid", pid));
    while (true) {
      new Thread(new TinyApp(server.accept())).start();
    }
  }

  @Override
  public void run() {
    try (client) {
      String head = upTo("\r\n\r\n").toString(StandardCharsets.ISO_8859_1);
      String[] request = head.split(" ", 3);
      if (request.length == 3) {
        answer(request[0], request[1], head);
        out.flush();
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  private void answer(String method, String path, String head) throws IOException {
    if (path.startsWith("/echo")) {
      echo(head);
    } else if (path.startsWith("/not-there")) {
      send(method, "404 Not Found", "not there");
    } else if (path.startsWith("/sick")) {
      sick = true;
      send(method, "200 OK", "oh");
    } else if (path.startsWith("/env")) {
      send(method, "200 OK", System.getenv().toString());
    } else if (path.startsWith("/head")) {
      send(method, "200 OK", head);
    } else if (path.startsWith("/memory")) {
      send(method, "200 OK", String.valueOf(Runtime.getRuntime().maxMemory()));
    } else if (path.startsWith("/exit")) {
      Runtime.getRuntime().halt(7);
    } else if (path.startsWith("/slow")) {
      System.out.println("a slow request has come");
      sleep(1500);
      send(method, "200 OK", "slow");
    } else {
      String version = String.join(" ", "version", String.valueOf(System.getenv("VERSION")));
      send(method, sick ? "500 Sick" : "200 OK", version);
    }
  }

  private void send(String method, String status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    write("HTTP/1.1 ", status, "\r\nConnection: close\r\nContent-Length: ");
    write(String.valueOf(body.length), "\r\n\r\n");
    if (!method.equals("HEAD")) {
      out.write(body);
    }
  }

  /** In chunks: those that came, or all in one. */
  private void echo(String head) throws IOException {
    write("HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
    int length = head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length: ");
    if (length < 0) {
      upTo(ENDS_CHUNKS).writeTo(out);
    } else {
      int from = length + "\r\ncontent-length: ".length();
      int size = Integer.parseInt(head.substring(from, head.indexOf('\r', from)));
      write(Integer.toHexString(size), "\r\n");
      out.write(in.readNBytes(size));
      write(ENDS_CHUNKS);
    }
  }

  private void write(String... texts) throws IOException {
    for (String text : texts) {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** What comes until some bytes have come, with these. */
  private ByteArrayOutputStream upTo(String end) throws IOException {
    var read = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < end.length()) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      read.write(next);
      matched = next == end.charAt(matched) ? matched + 1 : next == end.charAt(0) ? 1 : 0;
    }
    return read;
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
