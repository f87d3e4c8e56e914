package io.github.xacct.goal.configuration.xml;

/** What kind of text a value is, for those who check it and those who describe it. */
public enum ValueKind {
  /** Any text, or one whose form the reader knows. */
  TEXT,
  /** {@code true} or {@code false}. */
  FLAG,
  /** One of a few words. */
  CHOICE,
  /** The name of an environment of the pom. */
  ENVIRONMENT,
  /** A whole number. */
  NUMBER,
  /** A command for a shell, in which <code>${...}</code> may be the shell's own. */
  COMMAND,
  /** A file or folder, relative to the project. */
  FILE,
  /** An image by its name. */
  IMAGE
}
