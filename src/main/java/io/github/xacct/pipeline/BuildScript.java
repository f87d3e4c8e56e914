package io.github.xacct.pipeline;

import java.util.List;

/**
 * Converts a buildspec to one sh script, so that a command sees the variables that earlier ones
 * exported. As in CodeBuild a failed command ends its phase, {@code finally} always runs,
 * post_build also runs after a failed build, and no phase runs after a failed install or pre_build.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html">Build
 *     phase transitions</a>
 */
final class BuildScript {
  private BuildScript() {}

  /**
   * Returns the shell script that runs the buildspec's phases as CodeBuild does.
   *
   * @param exportedTo file for the exported variables, each as NAME=VALUE and a zero byte
   */
  static String of(Buildspec buildspec, String exportedTo) {
    var script = new StringBuilder();
    if (CodeArtifactLogin.in(buildspec).isPresent()) {
      script.append(CodeArtifactLogin.STAND_IN);
    }
    for (var phase : buildspec.phases()) {
      function(script, phase.name(), phase.commands());
      function(script, phase.name() + "_finally", phase.lastly());
    }
    script.append(
        "xacct_failed=0\nCODEBUILD_BUILD_SUCCEEDING=1; export CODEBUILD_BUILD_SUCCEEDING\n");
    for (var phase : buildspec.phases()) {
      run(script, phase.name());
    }
    script.append(": > '").append(exportedTo).append("'\n");
    for (String name : buildspec.exported()) {
      script.append("printf '%s=%s\\0' ").append(name).append(" \"${").append(name);
      script.append("-}\" >> '").append(exportedTo).append("'\n");
    }
    return script.append("exit $xacct_failed\n").toString();
  }

  private static void function(StringBuilder script, String name, List<String> commands) {
    script.append(name).append("() {\n");
    script.append(":\n");
    for (String command : commands) {
      script.append("printf '%s\\n' ").append(quoted("[Container] " + command)).append('\n');
      script.append("{ ").append(command.stripTrailing()).append("\n} || return 1\n");
    }
    script.append("}\n");
  }

  private static void run(StringBuilder script, String phase) {
    // Of the phases that can fail, only build is still followed by post_build.
    String condition =
        phase.equals("post_build") ? "[ $xacct_failed -ne 2 ]" : "[ $xacct_failed -eq 0 ]";
    String fault = phase.equals("install") || phase.equals("pre_build") ? "2" : "1";
    script.append("if ").append(condition).append("; then\n");
    for (String function : List.of(phase, phase + "_finally")) {
      script.append("  ").append(function);
      script.append(" || { xacct_failed=").append(fault);
      script.append("; CODEBUILD_BUILD_SUCCEEDING=0; }\n");
    }
    script.append("fi\n");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
