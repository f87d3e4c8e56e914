/**
 * The files of a revision in the project: templates, the values of their placeholders, and where
 * they override the configuration. Imports goal.configuration, model, event, deploy.port and
 * revision.
 */
package io.github.xacct.goal.files;
