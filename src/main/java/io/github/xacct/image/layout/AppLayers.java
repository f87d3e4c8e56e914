package io.github.xacct.image.layout;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.util.List;
import java.util.Optional;

/**
 * What lies in the image above its base, and how it starts.
 *
 * <p>Paths, times and permissions are ours and not the file system's, so that a clone, a touch or
 * another umask gives the same image. Folders on the way to a file are made by Jib.
 *
 * @param layers those that hold something, what changes least at the bottom
 * @param special what Jib cannot make itself, one of the layers
 * @param start the words behind {@code java} and its flags; none if the base image starts the app
 * @param arguments of the app, unless others are configured
 * @param notes one line each for the user
 * @param warnings likewise
 */
public record AppLayers(
    List<FileEntriesLayer> layers,
    Optional<SpecialLayer> special,
    List<String> start,
    List<String> arguments,
    List<String> notes,
    List<String> warnings) {}
