package io.github.xacct.image.layout;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.util.List;
import java.util.Optional;

/**
 * The layers that the app adds to its base image, and how it starts.
 *
 * <p>Paths, times and permissions are fixed rather than those of the file system, so that a clone,
 * a touch or another umask results in the same image. Jib creates the parent folders.
 *
 * @param layers the layers that are not empty, least often changed first
 * @param special the one of the layers that Jib cannot build, if any
 * @param start command line after {@code java} and its options; empty if the base image starts the
 *     app
 * @param arguments of the app, unless others are configured
 * @param notes messages for the user, one line each
 * @param warnings for the user, one line each
 */
public record AppLayers(
    List<FileEntriesLayer> layers,
    Optional<SpecialLayer> special,
    List<String> start,
    List<String> arguments,
    List<String> notes,
    List<String> warnings) {}
