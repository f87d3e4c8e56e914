/**
 * The paths and layers of the app's files in the image, and how it starts: for a plain class path,
 * Spring Boot, Quarkus and wars. Imports model and image.file.
 */
package io.github.xacct.image.layout;
