/**
 * The embedded AWS for the tests of other projects: a builder with defaults, and a JUnit extension.
 * It needs nothing of Maven, of the AWS SDK and of Jib. Imports rehearsal.
 */
package io.github.xacct.rehearsal.junit;
