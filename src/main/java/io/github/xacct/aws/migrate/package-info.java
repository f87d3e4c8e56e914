/**
 * Sends the AWS calls of a move from one deployment controller to another. Imports model, migrate
 * and aws.
 */
package io.github.xacct.aws.migrate;
