package io.github.xacct.aws.cloudformation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.stack.ChangeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

/** Reads change sets from CloudFormation: their status and their changes of resources. */
final class DescribedChangeSets {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AwsSession session;
  private final CloudFormationClient client;

  DescribedChangeSets(AwsSession session, CloudFormationClient client) {
    this.session = session;
    this.client = client;
  }

  /** Returns the first page of a change set's description. */
  DescribeChangeSetResponse of(ChangeSet set) {
    return page(set, null);
  }

  private DescribeChangeSetResponse page(ChangeSet set, @Nullable String page) {
    return session.patiently(
        "Cannot read the change set of stack " + set.stack().name() + ".",
        () -> {
          var answer =
              client.describeChangeSet(
                  r ->
                      r.changeSetName(set.id())
                          .stackName(set.stackId())
                          .includePropertyValues(true)
                          .nextToken(page));
          AwsErrors.member("CloudFormation DescribeChangeSet", "Status", answer.status());
          return answer;
        });
  }

  /** Returns the changes of the first page and of all later ones. */
  List<ChangeSet.Change> changes(ChangeSet set, DescribeChangeSetResponse first) {
    var changes = new ArrayList<ChangeSet.Change>();
    var page = first;
    while (true) {
      page.changes().stream()
          .map(Change::resourceChange)
          .map(DescribedChangeSets::change)
          .forEach(changes::add);
      String next = page.nextToken();
      if (next == null) {
        return List.copyOf(changes);
      }
      page = page(set, next);
    }
  }

  private static ChangeSet.Change change(ResourceChange change) {
    return new ChangeSet.Change(
        change.actionAsString(),
        change.logicalResourceId(),
        change.resourceType(),
        Optional.ofNullable(change.replacementAsString()).orElse(""),
        change.details().stream()
            .map(detail -> detail.target())
            .map(target -> Optional.ofNullable(target.name()).orElse(target.attributeAsString()))
            .collect(Collectors.toCollection(TreeSet::new)),
        properties(change.beforeContext()),
        properties(change.afterContext()));
  }

  private static JsonNode properties(String context) {
    try {
      return context == null
          ? MissingNode.getInstance()
          : JSON.readTree(context).path("Properties");
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
