def log = new File(basedir, 'build.log').text

def runs = log.split('Scanning for projects').drop(1)
assert runs.length == 2
for (run in runs) {
  assert run.contains('BUILD SUCCESS')
  assert run.count('All production traffic is on green') == 1
  assert run =~ /[1-9]\d*, failed: 0, answered by/
}
