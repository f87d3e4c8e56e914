package io.github.xacct.goal.configuration.xml;

/** The kind of a value, for validation and documentation. */
public enum ValueKind {
  /** Any text, or one whose form its reader checks. */
  TEXT,
  /** {@code true} or {@code false}. */
  FLAG,
  /** One of a few values. */
  CHOICE,
  /** The name of an environment in the POM. */
  ENVIRONMENT,
  /** An integer. */
  NUMBER,
  /** A shell command, in which <code>${...}</code> may be a shell variable. */
  COMMAND,
  /** A file or folder, relative to the project. */
  FILE,
  /** The name of an image. */
  IMAGE
}
