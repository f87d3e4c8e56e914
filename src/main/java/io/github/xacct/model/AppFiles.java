package io.github.xacct.model;

import java.nio.file.Path;
import java.util.List;

/**
 * The compiled app, sorted by how often its parts change: each list becomes a layer.
 *
 * @param classes folder with the project's classes and resources
 * @param dependencies released jars
 * @param snapshots jars whose version is a snapshot
 * @param siblings modules of the same build: jars or class folders
 */
public record AppFiles(
    Path classes, List<Path> dependencies, List<Path> snapshots, List<Path> siblings) {}
