package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which package may import which, and how far files may be entangled; CONTRIBUTING.md draws the
 * same arrows for people. What is allowed here and nobody does any more is red too, so that rows
 * and allowances shrink.
 */
class ArchitectureTest {
  private static final String ROOT = "io.github.xacct";
  private static final ArchitectureRules OURS =
      new ArchitectureRules(Imports.of(ROOT, ImportOption.Predefined.DO_NOT_INCLUDE_TESTS));
  private static final ArchitectureRules TESTS =
      new ArchitectureRules(Imports.of(ROOT, ImportOption.Predefined.ONLY_INCLUDE_TESTS));

  /** Each package with the packages of ours that it imports. */
  private static final String ROWS =
      """
      model ->
      network ->
      json ->
      advice -> model
      policy -> model
      concurrent -> model
      event -> model
      revision.rules -> model
      revision -> json model revision.rules
      rehearsal.plan -> model
      rehearsal.shape ->
      rehearsal.wire -> model rehearsal.plan rehearsal.shape
      rehearsal.state -> model rehearsal.plan rehearsal.wire
      rehearsal.iam -> model policy rehearsal.plan rehearsal.wire rehearsal.state
      rehearsal.permission -> model rehearsal.plan rehearsal.wire rehearsal.state rehearsal.iam
      rehearsal.s3 -> model policy rehearsal.plan rehearsal.wire rehearsal.state rehearsal.iam
      rehearsal.ecr -> model policy rehearsal.plan rehearsal.wire rehearsal.state rehearsal.iam
      rehearsal.readonly -> model network policy rehearsal.plan rehearsal.wire rehearsal.state
      rehearsal.task -> policy rehearsal.plan rehearsal.wire rehearsal.state rehearsal.iam rehearsal.ecr rehearsal.readonly
      rehearsal.elb -> rehearsal.plan rehearsal.wire rehearsal.state
      rehearsal.ecs -> model network revision.rules rehearsal.plan rehearsal.wire rehearsal.state rehearsal.readonly rehearsal.task rehearsal.elb
      rehearsal.codedeploy -> model policy revision.rules rehearsal.plan rehearsal.wire rehearsal.state rehearsal.iam rehearsal.task rehearsal.elb rehearsal.ecs rehearsal.s3
      rehearsal.servicedeployment -> model policy rehearsal.plan rehearsal.wire rehearsal.state rehearsal.iam rehearsal.task rehearsal.elb rehearsal.ecs
      rehearsal.cloudformation.template ->
      rehearsal.cloudformation -> model rehearsal.plan rehearsal.wire rehearsal.state rehearsal.iam rehearsal.readonly rehearsal.elb rehearsal.cloudformation.template
      rehearsal.setup -> model rehearsal.plan rehearsal.wire rehearsal.state rehearsal.iam rehearsal.ecr rehearsal.readonly rehearsal.task rehearsal.elb rehearsal.ecs rehearsal.codedeploy
      rehearsal -> model rehearsal.plan rehearsal.wire rehearsal.state rehearsal.iam rehearsal.permission rehearsal.ecr rehearsal.readonly rehearsal.task rehearsal.elb rehearsal.ecs rehearsal.codedeploy rehearsal.servicedeployment rehearsal.cloudformation rehearsal.setup rehearsal.s3
      rehearsal.junit -> model rehearsal.plan rehearsal.wire rehearsal.task rehearsal
      deploy.port -> model event revision
      deploy -> model concurrent advice event revision deploy.port
      image.file -> json model
      image.layout -> model image.file
      image.registry -> json model concurrent deploy.port
      image.base -> json model concurrent image.file image.registry
      image -> json model concurrent event image.file image.layout image.registry image.base
      preflight -> model network policy event revision deploy.port
      stack.plan -> model
      stack -> model concurrent network event deploy.port stack.plan
      migrate -> model event deploy.port
      pipeline -> model event
      report -> json model event
      aws -> json model network advice event deploy.port
      aws.elb -> json model deploy.port preflight aws
      aws.ecs -> json model event deploy.port aws aws.elb
      aws.codedeploy -> model advice event deploy.port preflight aws aws.elb aws.ecs
      aws.servicedeployment -> json model advice event deploy.port preflight aws aws.elb aws.ecs aws.codedeploy
      aws.ecr -> json model event deploy.port aws
      aws.cloudformation -> json model network advice deploy.port stack stack.plan aws
      aws.preflight -> json model deploy.port preflight aws aws.elb
      aws.migrate -> migrate aws
      goal.ci -> json model event report
      goal.configuration.xml -> model revision rehearsal.plan deploy image migrate aws
      goal.configuration -> model deploy stack stack.plan report goal.ci goal.configuration.xml
      goal.project -> model image.file image.registry goal.configuration.xml goal.configuration
      goal.files -> model event revision deploy.port report goal.configuration.xml goal.configuration
      goal.help -> goal.configuration.xml
      goal.rehearsed -> model event revision rehearsal.plan rehearsal.task rehearsal deploy.port pipeline aws aws.codedeploy goal.ci goal.configuration.xml goal.configuration goal.files
      goal.migrating -> model event revision rehearsal.plan rehearsal deploy.port migrate report aws aws.ecs aws.servicedeployment aws.migrate goal.files
      goal.console -> model event revision image.file report goal.ci goal.configuration.xml goal.files
      goal -> model concurrent event revision rehearsal.plan rehearsal deploy.port deploy image.file image.registry image preflight stack stack.plan migrate pipeline report aws aws.elb aws.ecs aws.codedeploy aws.servicedeployment aws.ecr aws.cloudformation aws.preflight goal.ci goal.configuration.xml goal.configuration goal.project goal.files goal.help goal.rehearsed goal.migrating goal.console
      """;

  @Test
  void everyPackageImportsWhatItsRowSays() {
    OURS.packagesImport(ROWS);
  }

  @Test
  void thePackagesHaveNoCycle() {
    OURS.packagesHaveNoCycle();
  }

  @Test
  void noMoreThanTwoFilesImportEachOtherInACircle() {
    OURS.filesAreEntangledNoMoreThan(Map.of());
  }

  @Test
  void packagesAreSmall() {
    OURS.packagesHaveNoMoreFilesThan(60);
  }

  /**
   * A larger file answers more than one question. An event is a record, and all are in one file.
   */
  @Test
  void filesAreShort() throws IOException {
    assertThat(files(lines -> lines.size() > 300)).isSubsetOf("event/Event.java");
  }

  /** A sentence is written as it is read: as a text block, or formatted. */
  @Test
  void noSentenceIsJoinedOfEightLines() throws IOException {
    assertThat(files(lines -> longestSum(lines) >= 8)).isEmpty();
  }

  /**
   * A name has one meaning. These are the same thing on both sides of the wire, which share no
   * code.
   */
  @Test
  void noTwoClassesHaveOneNameButWhereTheRehearsalMirrorsIt() throws IOException {
    var seen = new HashSet<String>();
    assertThat(files(lines -> true).stream().map(f -> f.replaceAll(".*/|[.]java", "")))
        .filteredOn(name -> !seen.add(name) && !name.equals("package-info"))
        .isSubsetOf(
            List.of(
                "AtomicFile",
                "ChangeSet",
                "CloudFormation",
                "Json",
                "PullPolicy",
                "RegistryError",
                "ResourceDrift",
                "Stack",
                "TaskDefinitions",
                "Template"));
  }

  private static int longestSum(List<String> lines) {
    int longest = 0;
    int sum = 1;
    for (String line : lines) {
      sum = line.strip().startsWith("+ ") ? sum + 1 : 1;
      longest = Math.max(longest, sum);
    }
    return longest;
  }

  private static List<String> files(Predicate<List<String>> wanted) throws IOException {
    Path main = Path.of("src/main/java", ROOT.split("[.]"));
    try (Stream<Path> files = Files.walk(main)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> wanted.test(linesOf(file)))
          .map(file -> main.relativize(file).toString().replace('\\', '/'))
          .toList();
    }
  }

  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest(name = "only {1} imports {0}")
  @CsvSource({
    "org.apache.maven., 'goal goal.ci goal.configuration goal.configuration.xml goal.console "
        + "goal.help goal.project goal.rehearsed'",
    "software.amazon.awssdk., 'aws..'",
    "com.google.cloud.tools.jib., 'image image.base image.file image.layout image.registry'",
    "com.fasterxml.jackson., 'aws.. goal.ci goal.files goal.rehearsed image image.base "
        + "image.file image.registry json migrate network pipeline policy preflight rehearsal.. report "
        + "revision revision.rules stack stack.plan'",
    "org.yaml.snakeyaml., 'revision'",
    "org.apache.commons.compress., 'image image.file image.layout image.registry "
        + "rehearsal.codedeploy rehearsal.junit rehearsal.task'",
    "org.junit., 'rehearsal.junit'",
    "com.sun.net.httpserver., 'rehearsal.ecr rehearsal.elb rehearsal.task rehearsal.wire'"
  })
  void aLibraryIsImportedInNamedPlaces(String library, String places) {
    OURS.isImportedIn(library, places);
  }

  @ParameterizedTest
  @CsvSource({"rehearsal", "report"})
  void onlyGoalsImport(String served) {
    OURS.onlyGoalsImport(served);
  }

  /** A mojo declares what it needs and hands it to a service, instead of inheriting that. */
  @Test
  void noMojoInheritsFromMoreThanTwoOfOurs() {
    OURS.mojosAreShallow();
  }

  /** Of what is printed past the goal's context, a CI system would take commands. */
  @Test
  void mavensOwnLogIsAskedInNamedPlaces() {
    OURS.isCalledIn("getLog", "goal.HelpMojo goal.XacctMojo");
  }

  @Test
  void theModelImportsNoLibrary() {
    OURS.modelImportsNoLibrary();
  }

  /** Other projects have it on their tests' class path: docs/testing.md. */
  @Test
  void theEmbeddedAwsNeedsTwoLibraries() {
    OURS.dependOnlyOn(
        "rehearsal.. model.. network.. policy.. revision.rules..",
        "java.. javax.. com.sun.net.httpserver.. com.fasterxml.jackson.."
            + " org.apache.commons.compress.. org.jspecify.annotations.."
            + " org.junit.jupiter.api.extension..");
  }

  /** Whoever needs the time is given it, so that a deployment of two hours is a test of no time. */
  @ParameterizedTest(name = "{0}: only {1}")
  @CsvSource({
    "sleep, 'deploy.port.Sleeper "
        + "rehearsal.codedeploy.Deployments rehearsal.junit.RunningDeployment "
        + "rehearsal.task.ParentProcessWatchdog'",
    "clock, 'aws.AwsAccess goal.DeploymentReporting goal.PipelineRehearsal "
        + "goal.PreflightRun goal.PromotionAccounts goal.TargetAccount goal.console.GoalOutput goal.console.Screen "
        + "goal.ci.CiOutput goal.migrating.MigrationRehearsal "
        + "rehearsal.Rehearsal rehearsal.elb.Target stack.StackChecks'",
    "now, 'aws.ecs.EcsTaskObserver deploy.SmokeTests goal.DriftMojo goal.FollowedDeployment "
        + "goal.HistoryMojo goal.ImageWork goal.Interruption goal.MigrateWork goal.PlanMojo goal.PlanWork "
        + "goal.PreflightRun goal.SmokeTestWork goal.StatusMojo image.Images image.Push "
        + "image.file.FileStates image.registry.RegistryFault rehearsal.. report.DeploymentFiles'"
  })
  void timeIsAskedInNamedPlaces(String what, String places) {
    OURS.timeIsAskedIn(what, places);
  }

  @Test
  void testsUseNoMocks() {
    TESTS.noMocks();
  }

  /**
   * What is waited for there happens in another process or thread, and nothing else shows that it
   * has.
   */
  @Test
  void testsSleepInNamedPlaces() {
    TESTS.timeIsAskedIn(
        "sleep",
        "ForeignStacksTest aws.Deadline aws.DeletedMeanwhileTest aws.SharedListenerTest "
            + "aws.ecs.ServiceScalingTest aws.preflight.SetUpAttempt "
            + "aws.servicedeployment.ServiceDeploymentEngineTest "
            + "goal.AdministratorPolicyTest goal.FollowingGoalsTest "
            + "goal.GoalsWithoutAnActionTest goal.HttpsLaterTest "
            + "goal.KilledStage goal.KilledStageTest goal.MigrationRehearsalTest "
            + "migrate.MigrationTest "
            + "goal.Rehearsed goal.RehearsedStacks "
            + "rehearsal.KilledAtAnyMomentTest "
            + "rehearsal.KilledRehearsal "
            + "rehearsal.Stage rehearsal.TinyApp "
            + "report.DeploymentFilesTest");
  }
}
