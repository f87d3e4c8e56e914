/**
 * What a person sees: events in, text and pages out, for a log, a terminal, a browser and a CI
 * system. Only the goals import it. Imports model and event.
 */
package io.github.xacct.report;
