/**
 * Renders events, plans and findings as text, JSON and HTML for logs, terminals, browsers and CI
 * systems. Only the goals import it. Imports model, event and json.
 */
package io.github.xacct.report;
