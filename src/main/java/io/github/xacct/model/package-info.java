/**
 * The values that all packages share, each validated on construction, and the exception {@link
 * io.github.xacct.model.XacctException}. Imports no other package of this plugin and no library.
 */
package io.github.xacct.model;
