/**
 * Suggestions for AWS's error messages: one table of patterns and the advice for each. Imports
 * model.
 */
package io.github.xacct.advice;
