def log = new File(basedir, 'build.log').text

// What the app of a module has written in its task.
def answered = { module ->
  def logs = new File(basedir, "$module/target/xacct/rehearsal/logs/test").listFiles()
  logs.collect { it.text }.join().readLines().find { it.startsWith('ANSWERS ') }
}

assert log.contains('BUILD SUCCESS')
assert log.count('All production traffic is on green') == 3
assert (log =~ /[1-9]\d*, failed: 0, answered by/).count == 3
assert !log.contains('Not in the image')
assert answered('order') == 'ANSWERS first'
assert answered('system') == 'ANSWERS vendor'

// Each kind of dependency, in the order of Maven's own view of the class path at run time.
assert answered('kinds') == 'ANSWERS patched-lib lib native tested new-name young handy tree leaf driver'
def manifest = new java.util.jar.JarFile(new File(basedir, 'kinds/target/kinds-1.0.jar')).manifest.mainAttributes
assert manifest.getValue('Class-Path').split(' ').take(11).collect { it.replaceAll('-[12][.0-].*', '') } ==
    ['patched-lib', 'lib', 'native', 'tested', 'new-name', 'young', 'handy', 'tree', 'leaf', 'driver', 'server']
