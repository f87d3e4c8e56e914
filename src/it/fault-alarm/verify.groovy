def log = new File(basedir, 'build.log').text
def printed = { log.contains(it) }
def matches = { (log =~ it).find() }

assert printed('BUILD FAILURE')
assert matches(/Deployment d-\w+ was stopped at AllowTraffic/)
assert printed('CodeDeploy said: ALARM_ACTIVE')
assert printed('Rolled back by d-')
assert printed('Try: ')

// Blue answers on: nobody outside has noticed.
assert matches(/[1-9]\d*, failed: 0, answered by/)

// Maven and the image apart, which take longer on a busy machine.
assert ((log =~ /rolled-back after ([\d.]+) s/)[0][1] as double) < 30
