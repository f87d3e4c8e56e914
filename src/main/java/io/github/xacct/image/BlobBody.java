package io.github.xacct.image;

import io.github.xacct.image.registry.RegistryHttp;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Streams a blob to the registry, so that memory does not limit its size. */
final class BlobBody implements RegistryHttp.Body {
  private static final int CHUNK = 1 << 16;
  private static final double MEGA = 1_000_000;

  private final Blob blob;
  private final AtomicLong sent = new AtomicLong();

  BlobBody(Blob blob) {
    this.blob = blob;
  }

  @Override
  public String mediaType() {
    return "application/octet-stream";
  }

  @Override
  public long size() {
    return blob.size();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    sent.set(0);
    var chunk = new byte[CHUNK];
    try (InputStream in = open()) {
      for (int n = read(in, chunk); n >= 0; n = read(in, chunk)) {
        out.write(chunk, 0, n);
        sent.addAndGet(n);
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("interrupted");
        }
      }
    }
  }

  private InputStream open() {
    try {
      return blob.content().open();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private int read(InputStream in, byte[] chunk) {
    try {
      return in.read(chunk);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private XacctException unreadable(IOException e) {
    return XacctException.yours("The layer " + blob.digest() + " cannot be read.")
        .evidence(e.toString())
        .suggestion("run it again; what was damaged or deleted in target is built anew")
        .cause(e);
  }

  @Override
  public Optional<String> progress() {
    String text =
        String.format(
            Locale.ROOT,
            "%.1f of %.1f MB of %s were sent.",
            sent.get() / MEGA,
            blob.size() / MEGA,
            blob.digest());
    return Optional.of(text).filter(t -> blob.size() >= MEGA);
  }
}
