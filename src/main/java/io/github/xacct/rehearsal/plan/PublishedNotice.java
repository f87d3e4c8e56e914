package io.github.xacct.rehearsal.plan;

/** What was published to a topic of SNS. */
public record PublishedNotice(String topicArn, String subject, String message) {}
