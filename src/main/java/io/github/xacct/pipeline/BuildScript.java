package io.github.xacct.pipeline;

import java.util.List;

/**
 * A buildspec as one script for sh: all commands in one shell, so that what one exports the next
 * one has. As in CodeBuild a command that fails ends its phase, {@code finally} runs all the same,
 * and so does post_build after build; after install and pre_build nothing else runs.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html">Build
 *     phase transitions</a>
 */
final class BuildScript {
  private BuildScript() {}

  /**
   * The shell script that runs the buildspec's phases as CodeBuild does.
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
    // Only a failed build is followed by post_build.
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
