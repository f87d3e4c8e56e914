/**
 * Facts that goals report while they run and when they end: events of a deployment, plans,
 * findings, records. They are typed; reporters word them for people. Imports model.
 */
package io.github.xacct.event;
