/** JSON as trees, without what binds it to classes. Imports nothing of ours. */
package io.github.xacct.json;
