/** Buckets and their objects. Imports rehearsal.iam and the packages below it. */
package io.github.xacct.rehearsal.s3;
