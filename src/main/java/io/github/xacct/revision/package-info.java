/**
 * The documents of a deployment as text: {@code taskdef.json}, {@code appspec.yaml} and {@code
 * imageDetail.json}, rendered from templates or the configuration, checked before they are sent to
 * AWS, and compared with what is registered. Pure functions of text, except for TemplateFolder.
 * Imports model and Jackson.
 */
package io.github.xacct.revision;
