package io.github.xacct.deploy;

import io.github.xacct.model.ImageReference;
import java.util.Optional;

/**
 * The image that the tasks of the new task set must run.
 *
 * @param executionRole the role that pulls the image, if known
 * @param container name of the container
 */
record Proof(ImageReference image, String container, Optional<String> executionRole) {}
