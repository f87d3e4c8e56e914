def log = new File(basedir, 'build.log').text

assert log.contains('BUILD FAILURE')
assert log =~ /Deployment d-\w+ was given up/
assert log.contains('CannotPullContainerError')
assert log.contains('ecr:BatchGetImage')
assert log.contains('Rolled back by d-')
assert log.contains('Try: ')

// Blue answers on: nobody outside has noticed.
assert log =~ /[1-9]\d*, failed: 0, answered by/

// 30 on an idle machine; others may be at work on this one.
def seconds = (log =~ /Total time:\s+([\d.]+) s/)[0][1] as double
assert seconds < 60
