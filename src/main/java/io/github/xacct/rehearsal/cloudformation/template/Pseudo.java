package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * The values of a stack's pseudo parameters.
 *
 * @param partition such as {@code aws}
 * @param account twelve digits
 * @param region such as {@code eu-central-1}
 * @param stackName of the stack
 * @param stackId ARN of the stack
 */
public record Pseudo(
    String partition, String account, String region, String stackName, String stackId) {

  JsonNode value(String name) {
    return switch (name) {
      case "AWS::NoValue" -> MissingNode.getInstance();
      case "AWS::Partition" -> TextNode.valueOf(partition);
      case "AWS::AccountId" -> TextNode.valueOf(account);
      case "AWS::Region" -> TextNode.valueOf(region);
      case "AWS::StackName" -> TextNode.valueOf(stackName);
      case "AWS::StackId" -> TextNode.valueOf(stackId);
      case "AWS::URLSuffix" ->
          TextNode.valueOf(partition.equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com");
      case "AWS::NotificationARNs" -> JsonNodeFactory.instance.arrayNode();
      default ->
          throw TemplateRefused.format(
              "Unresolved resource dependencies ["
                  + name
                  + "] in the Resources block of the template");
    };
  }
}
