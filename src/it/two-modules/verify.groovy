def log = new File(basedir, 'build.log').text

def runs = log.split('Scanning for projects').drop(1)
assert runs.length == 4
for (run in runs[1..2]) {
  assert run.contains('BUILD SUCCESS')
  assert run.count('All production traffic is on green') == 1
  assert run =~ /[1-9]\d*, failed: 0, answered by/
}

// Nothing is packaged, and no jar is there of an earlier build.
assert runs[0].contains("The app's dependencies cannot be resolved.")
assert runs[0].contains('Try: :greeting of this build must be packaged in the same run: add package before the goal, and -am -pl :app if it runs for one module')

// A jar is there, and nobody knows of which classes.
assert runs[3].contains('Module :greeting of this build is not packaged in this run.')
assert runs[3] =~ /Maven took .*greeting-1.0.jar, which an earlier build installed./
assert runs[3].contains('Try: add package before the goal: mvn package xacct:image')
