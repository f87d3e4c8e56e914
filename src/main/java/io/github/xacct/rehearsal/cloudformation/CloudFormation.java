package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.cloudformation.template.TemplateRefused;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Service;

/**
 * The API of CloudFormation, as far as templates of one account need it: stacks, change sets,
 * events, stack policies, service roles, drift, exports. Nested stacks, stack sets, hooks, macros,
 * ResourcesToImport and rollback triggers are not simulated. Source: CloudFormation API reference,
 * version 2010-05-15.
 */
public final class CloudFormation implements Service {
  private final ChangeSetCalls changeSets;
  private final StackCalls calls;
  private final StackReads reads;
  private final DriftCalls drift;
  private final StackStore stacks;

  public CloudFormation(StackStore stacks, ResourceStore store) {
    StackJobs jobs = new StackJobs(stacks);
    this.changeSets = new ChangeSetCalls(stacks, jobs);
    this.calls = new StackCalls(stacks, jobs);
    this.reads = new StackReads(stacks);
    this.stacks = stacks;
    this.drift = new DriftCalls(stacks, store);
  }

  @Override
  public String signingName() {
    return "cloudformation";
  }

  @Override
  public Protocol protocol() {
    return Protocol.QUERY;
  }

  @Override
  public String xmlNamespace() {
    return "http://cloudformation.amazonaws.com/doc/2010-05-15/";
  }

  @Override
  public ObjectNode answer(Call call) {
    try {
      return result(call);
    } catch (TemplateRefused e) {
      throw StackErrors.invalid(ErrorText.of(e));
    }
  }

  private ObjectNode result(Call call) {
    return switch (call.operation()) {
      case "CreateChangeSet" -> changeSets.create(call);
      case "DescribeChangeSet" -> changeSets.describe(call);
      case "ExecuteChangeSet" -> changeSets.execute(call);
      case "DeleteChangeSet" -> changeSets.delete(call);
      case "ListChangeSets" -> changeSets.list(call);
      case "CreateStack" -> calls.create(call);
      case "UpdateStack" -> calls.update(call);
      case "DeleteStack" -> calls.delete(call);
      case "ContinueUpdateRollback" -> calls.continueRollback(call);
      case "DescribeStacks" -> reads.describe(call);
      case "ListStacks" -> reads.list(call);
      case "ListExports" -> reads.exports(call);
      case "ListImports" -> stacks.exports(call.place()).importsOf(call.text("ExportName"));
      case "DescribeStackEvents" -> reads.events(call);
      case "DescribeStackResources" -> reads.resources(call);
      case "DescribeStackResource" -> reads.resource(call);
      case "ListStackResources" -> reads.listResources(call);
      case "GetTemplate" -> reads.template(call);
      case "GetTemplateSummary" -> reads.summary(call);
      case "ValidateTemplate" -> reads.validate(call);
      case "SetStackPolicy" -> calls.setPolicy(call);
      case "GetStackPolicy" -> calls.policy(call);
      case "UpdateTerminationProtection" -> calls.protect(call);
      case "DetectStackDrift" -> drift.detect(call);
      case "DescribeStackDriftDetectionStatus" -> drift.status(call);
      case "DescribeStackResourceDrifts" -> drift.drifts(call);
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }
}
