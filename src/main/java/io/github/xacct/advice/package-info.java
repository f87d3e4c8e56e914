/**
 * What helps against what AWS says: one table of sentences and the advice for each. Imports nothing
 * of ours.
 */
package io.github.xacct.advice;
