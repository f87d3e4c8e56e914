package io.github.xacct.image.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * Lists a tarball written to it without storing it: names and sizes, and the content of JSON files
 * only. Source: POSIX pax interchange format.
 */
public final class TarListing extends OutputStream implements ImageFiles {
  private static final int BLOCK = 512;
  private static final Pattern PAX_SIZE = Pattern.compile("(?m)^[0-9]+ size=([0-9]+)$");

  private final Map<String, Long> sizes = new HashMap<>();
  private final Map<String, byte[]> kept = new HashMap<>();
  private final byte[] header = new byte[BLOCK];
  private int headerRead;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private String name = "";
  private boolean keeping;
  private long left;
  private long fill;
  private OptionalLong sizeOfNext = OptionalLong.empty();

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end; ) {
      if (left > 0) {
        at += ofContent(bytes, at, end - at);
      } else if (fill > 0) {
        int skipped = (int) Math.min(fill, end - at);
        fill -= skipped;
        at += skipped;
      } else {
        at += ofHeader(bytes, at, end - at);
      }
    }
  }

  private int ofContent(byte[] bytes, int offset, int length) {
    int taken = (int) Math.min(left, length);
    if (keeping) {
      content.write(bytes, offset, taken);
    }
    left -= taken;
    if (left == 0 && keeping) {
      keep();
    }
    return taken;
  }

  private int ofHeader(byte[] bytes, int offset, int length) {
    int taken = Math.min(BLOCK - headerRead, length);
    System.arraycopy(bytes, offset, header, headerRead, taken);
    headerRead += taken;
    if (headerRead == BLOCK) {
      headerRead = 0;
      begin(new TarArchiveEntry(header));
    }
    return taken;
  }

  /** Begins an entry; the empty blocks at the end have no name. */
  private void begin(TarArchiveEntry entry) {
    boolean pax = entry.isPaxHeader();
    left = sizeOfNext.orElse(entry.getSize());
    fill = (BLOCK - left % BLOCK) % BLOCK;
    name = pax ? "" : entry.getName();
    keeping = pax || name.endsWith(".json");
    sizeOfNext = OptionalLong.empty();
    if (!name.isEmpty()) {
      sizes.put(name, left);
    }
  }

  /**
   * Stores the content, or for a pax header the size of the next entry, if that is 8 GiB or more.
   */
  private void keep() {
    if (name.isEmpty()) {
      Matcher size = PAX_SIZE.matcher(content.toString(StandardCharsets.UTF_8));
      sizeOfNext = size.find() ? OptionalLong.of(Long.parseLong(size.group(1))) : sizeOfNext;
    } else {
      kept.put(name, content.toByteArray());
    }
    content.reset();
  }

  @Override
  public boolean has(String file) {
    return sizes.containsKey(file);
  }

  @Override
  public InputStream open(String file) throws IOException {
    byte[] bytes = kept.get(file);
    if (bytes == null) {
      throw new IOException("it has no " + file);
    }
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public long size(String file) throws IOException {
    Long size = sizes.get(file);
    if (size == null) {
      throw new IOException("it has no " + file);
    }
    return size;
  }

  @Override
  public void close() {
    // nothing is open
  }
}
