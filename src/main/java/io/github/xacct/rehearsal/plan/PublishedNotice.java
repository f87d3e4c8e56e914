package io.github.xacct.rehearsal.plan;

/** A message that was published to an SNS topic. */
public record PublishedNotice(String topicArn, String subject, String message) {}
