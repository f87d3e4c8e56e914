/**
 * What is rehearsed, where things live, and what a rehearsal lets others see: values. Imports
 * model.
 */
package io.github.xacct.rehearsal.plan;
