/**
 * How registries are reached, what their errors mean, and which of them are tried again. Imports
 * model and deploy's {@code Sleeper}.
 */
package io.github.xacct.image.registry;
