/**
 * The embedded AWS for the tests of other projects: a builder with defaults, and a JUnit extension.
 * It depends on neither Maven, the AWS SDK nor Jib. Imports rehearsal.
 */
package io.github.xacct.rehearsal.junit;
