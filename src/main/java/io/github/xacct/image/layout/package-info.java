/**
 * Which files of the app lie where in the image, in which layers, and how it starts: for a plain
 * class path, Spring Boot, Quarkus and wars. Imports model and image.file.
 */
package io.github.xacct.image.layout;
