/** What a person sees: events in, words out. Imports model. */
package io.github.xacct.report;
