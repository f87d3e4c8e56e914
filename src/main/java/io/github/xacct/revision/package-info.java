/**
 * What one deployment says, as text: {@code taskdef.json}, {@code appspec.yaml} and {@code
 * imageDetail.json}, rendered from templates or from the configuration, checked before AWS sees
 * them, and compared with what AWS already has. Text in, text out: reads no file, calls nobody.
 * Imports model and Jackson.
 */
package io.github.xacct.revision;
