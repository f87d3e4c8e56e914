package io.github.xacct.deploy;

import io.github.xacct.model.ImageReference;
import java.util.Optional;

/**
 * The image that the tasks of the new task set must run, in which container.
 *
 * @param executionRole that pulls it, if known
 */
record Proof(ImageReference image, String container, Optional<String> executionRole) {}
