package io.github.xacct.image;

import io.github.xacct.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A layer or configuration to send to a registry.
 *
 * @param size in bytes
 * @param isLayer whether its upload is reported
 * @param from repository of the same registry that has the blob too
 */
record Blob(Digest digest, long size, boolean isLayer, Optional<String> from, Content content) {

  /** Opens the content of a blob. */
  interface Content {
    InputStream open() throws IOException;
  }
}
