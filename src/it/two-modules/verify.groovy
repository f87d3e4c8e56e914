def log = new File(basedir, 'build.log').text

def runs = log.split('Scanning for projects').drop(1)
assert runs.length == 2
runs.each {
  assert it.contains('BUILD SUCCESS')
  assert it.count('All production traffic is on green') == 1
  assert it =~ /[1-9]\d*, failed: 0, answered by/
}
