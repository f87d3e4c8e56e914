def log = new File(basedir, 'build.log').text
def logged = { log.contains(it) }

assert logged('BUILD SUCCESS')
assert logged('All production traffic is on green')
assert (log =~ /[1-9]\d*, failed: 0, answered by/).find()
for (file in ['image.json', 'imageDetail.json', 'test/taskdef.json', 'test/appspec.yaml']) {
  assert new File(basedir, "target/xacct/$file").exists()
}

// The README's first sample is what this build prints, but for what differs from run to run and for
// the lines that depend on the moment at which the deployment is asked.
def plain = { String line ->
  line.replaceAll(/\u001b\[[0-9;]*m/, '')
      .replaceFirst(/^\[INFO\] /, '')
      .replaceFirst(/^\d\d:\d\d:\d\d  /, '')
      .replaceAll(/\d\d:\d\d:\d\d/, '09:00:00')
      .replaceAll(/ as xacct-demo-app-.*/, ' as xacct-demo-app-SESSION')
      .replaceAll(/(\d+ (min|h) )?\d+(\.\d+)? (s|ms|min)\b/, '1 s')
      .replaceAll(/127\.0\.0\.1:\d+/, '127.0.0.1:8080')
      .replaceAll(/d-[0-9A-Z]{9}\b/, 'd-123456789')
      .replaceAll(/\b[0-9a-f]{8,64}…?(-dirty)?(?![0-9a-f])/, 'abcdef')
      .replaceAll(/\S*\/?target\/xacct\//, 'target/xacct/')
      .replaceAll(/\d+, failed: 0, answered by .*/, '1, failed: 0, answered by')
      .trim()
}
def depends = { String line -> line =~ /% of traffic|in progress|^---|^Building jar/ }
def readme = new File(basedir, '../../../README.md').text
def sample = readme.substring(readme.indexOf('it prints:'))
sample = sample.substring(sample.indexOf('```\n') + 4)
sample = sample.substring(0, sample.indexOf('```'))
def goal = log.substring(log.indexOf('Rehearsal of demo-app'))
goal = goal.substring(0, goal.indexOf('[INFO] ----'))
def lines = { String text -> text.readLines().collect(plain).findAll { it && !depends(it) } as Set }
def shown = lines(sample)
def printed = lines(goal)
assert shown - printed == [] as Set : 'README.md shows what is not printed'
assert printed - shown == [] as Set : 'README.md does not show what is printed'
