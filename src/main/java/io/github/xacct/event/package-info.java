/**
 * Facts that are reported while a goal runs and at its end: the events of a deployment, plans,
 * findings, records. Typed and without words for people. Imports model.
 */
package io.github.xacct.event;
