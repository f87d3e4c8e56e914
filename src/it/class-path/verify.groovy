def log = new File(basedir, 'build.log').text

// What the app of a module has written in its task.
def answered = { module ->
  def logs = new File(basedir, "$module/target/xacct/rehearsal/logs/test").listFiles()
  logs.collect { it.text }.join().readLines().find { it.startsWith('ANSWERS ') }
}

assert log.contains('BUILD SUCCESS')
assert log.count('All production traffic is on green') == 2
assert (log =~ /[1-9]\d*, failed: 0, answered by/).count == 2
assert !log.contains('Not in the image')
assert answered('order') == 'ANSWERS first'
assert answered('system') == 'ANSWERS vendor'
