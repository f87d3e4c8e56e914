/**
 * AWS's protocols over HTTP: authentication, parsing, validation against the models, responses;
 * independent of the services. Imports rehearsal.plan, rehearsal.shape and model.
 */
package io.github.xacct.rehearsal.wire;
