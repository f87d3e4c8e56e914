/** Reads and writes JSON trees without data binding. Imports no other package of this plugin. */
package io.github.xacct.json;
