package io.github.xacct.event;

/**
 * One method for each kind of {@link Event}, so that a new event does not compile until each
 * visitor, such as the one that words events, handles it.
 *
 * @param <R> what each method returns
 */
public interface EventVisitor<R> {

  R began(Event.Began event);

  R runNamed(Event.RunNamed event);

  R planned(Event.Planned event);

  R note(Event.Note event);

  R warning(Event.Warning event);

  R fileWritten(Event.FileWritten event);

  R imageBuildStarted(Event.ImageBuildStarted event);

  R imageBuilt(Event.ImageBuilt event);

  R imageAlreadyPushed(Event.ImageAlreadyPushed event);

  R layerPushed(Event.LayerPushed event);

  R imagePushed(Event.ImagePushed event);

  R repositoryCreated(Event.RepositoryCreated event);

  R roleAssumed(Event.RoleAssumed event);

  R taskDefinitionRegistered(Event.TaskDefinitionRegistered event);

  R taskDefinitionUnchanged(Event.TaskDefinitionUnchanged event);

  R deploymentRequested(Event.DeploymentRequested event);

  R deploymentNotCreated(Event.DeploymentNotCreated event);

  R shiftRequested(Event.ShiftRequested event);

  R stopRequested(Event.StopRequested event);

  R taskDefinitionCompared(Event.TaskDefinitionCompared event);

  R deploymentCreated(Event.DeploymentCreated event);

  R deploymentAttached(Event.DeploymentAttached event);

  R expected(Event.Expected event);

  R lifecycleEventChanged(Event.LifecycleEventChanged event);

  R taskSetsChanged(Event.TaskSetsChanged event);

  R taskDied(Event.TaskDied event);

  R targetUnhealthy(Event.TargetUnhealthy event);

  R serviceTrouble(Event.ServiceTrouble event);

  R circuitOpened(Event.CircuitOpened event);

  R smokeTestEnded(Event.SmokeTestEnded event);

  R approvalAwaited(Event.ApprovalAwaited event);

  R trafficSample(Event.TrafficSample event);

  R stillWaiting(Event.StillWaiting event);

  R rollbackStarted(Event.RollbackStarted event);

  R trafficShifted(Event.TrafficShifted event);

  R imageProof(Event.ImageProof event);

  R deploymentEnded(Event.DeploymentEnded event);

  R pipelineStageBegan(Event.PipelineStageBegan event);

  R pipelineActionEnded(Event.PipelineActionEnded event);

  R noticeSent(Event.NoticeSent event);

  R concluded(Event.Concluded event);
}
