package io.github.xacct.image;

import io.github.xacct.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A layer or a configuration that a registry is to have.
 *
 * @param size in bytes
 * @param isLayer whether it is reported when it was sent
 * @param from a repository of the same registry that has it too
 */
record Blob(Digest digest, long size, boolean isLayer, Optional<String> from, Content content) {

  /** Where a blob's bytes come from. */
  interface Content {
    InputStream open() throws IOException;
  }
}
